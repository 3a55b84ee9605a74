import { randomBytes } from 'node:crypto';

/** The parts of an API key that this package made. */
export interface ApiKeyText {
  /** Found in logs and lists; no secret. */
  readonly id: string;
  /** The whole key, as its owner sends it: `titans_` + id + `_` + secret. */
  readonly text: string;
}

const idAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
const secretAlphabet = `${idAlphabet}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const idLength = 16;
/** 43 letters and digits of 62 carry 256 bits. */
const secretLength = 43;
const prefix = 'titans_';
const idEnd = prefix.length + idLength;
const textLength = idEnd + 1 + secretLength;
const idForm = new RegExp(`^[0-9a-z]{${idLength}}$`);

/** Makes a key whose secret has 256 random bits. */
export function newApiKeyText(id: string = randomText(idAlphabet, idLength)): ApiKeyText {
  return { id, text: `${prefix}${id}_${randomText(secretAlphabet, secretLength)}` };
}

/**
 * The id that a key of our form carries; `null` for one of another form. The characters of the secret are not looked at, so
 * that the time does not depend on them.
 */
export function apiKeyIdOf(text: string): string | null {
  if (text.length !== textLength || !text.startsWith(prefix) || text[idEnd] !== '_') return null;
  const id = text.slice(prefix.length, idEnd);
  return isApiKeyId(id) ? id : null;
}

/** Whether a key of our form may have the id. */
export function isApiKeyId(text: string): boolean {
  return idForm.test(text);
}

/** Characters of the alphabet, each as likely as the others: bytes that would favour the first ones are dropped. */
function randomText(alphabet: string, length: number): string {
  const bound = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(2 * length)) {
      if (byte < bound && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
