import { replaceEmails } from './email-address.js';
import { endOfIban } from './iban.js';
import { findCardNumber } from './payment-card.js';
import { isPhoneNumber, phonePattern } from './phone-number.js';

/** What may be something to mask. Whatever does not match has nothing, which most texts do not. */
const trigger =
  /[@%]|eyJ|titans_|bearer|basic |:\/\/|pass|pwd|secret|token|api.?key|private|cookie|session|authori|[sprg][kh][a-z]?_|AKIA|xox|\d(?:\D{0,2}\d){6}|\b[a-z]{2}\d{2}/i;

/** The id of a request, as {@link crypto.randomUUID} makes it (RFC 9562, version 4): its digits are chance. */
const randomUuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const manyDigits = /\d(?:\D{0,3}\d){6}|\b[a-z]{2}\d{2}/i;
/** Also cut off: what is left of a header or of claims is as good as they are. */
const jsonWebToken = /eyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g;
const bearer = /(?<![a-z])(bearer|basic|digest)(\s+|%20|\+)["']?[\w~+/.=-]{6,}/gi;
const knownKeys =
  /(?<![A-Za-z])(titans|sk_live|sk_test|rk_live|rk_test|pk_live|whsec|gh[opsur]|github_pat|glpat|xox[abprs])[_-][\w-]{8,}|(?<![A-Za-z])AKIA[0-9A-Z]{16}\b/g;
const urlCredentials = /(:\/\/)[^\s/?#@]{1,256}@/g;
const assigned =
  /((?:pass(?:word|wd|phrase)|pwd|secret(?:[_-]?key)?|(?:access|refresh|id|auth|session)[_-]?token|api[_-]?key|private[_-]?key|authorization|cookie|session[_-]?id))(\\?["']?\s*[=:]\s*\\?["']?)(?!\[)[^\s"'\\,;&<>{}]{1,4096}/gi;
const ibanStart = /(?<![a-z\d])[a-z]{2}\d{2}[ \-.\u00a0]?(?=[a-z\d])/gi;
const digitRun = /\d(?:[ .\-_\u00a0\u2009\u2010\u2011\u202f]?\d){12,}/g;
const phone = new RegExp(phonePattern, 'gu');
/** A checksum in hexadecimal, whose digits are no card number. */
const longHex = /^(?=\d*[a-f])[\da-f]{32,}$/i;

/**
 * Masks in a text what identifies a person or lets someone in: card numbers (Luhn, and the prefixes and lengths that are
 * issued), account numbers (IBAN with right check digits), e-mail addresses, telephone numbers, keys, bearer credentials, JSON web
 * tokens, private keys, credentials of a URL, and values that are assigned to a name such as `password`. What stands in
 * their place says what it was. Other texts, such as amounts, dates, references, UUIDs and checksums, stay as they are.
 *
 * Takes time in proportion to the length.
 *
 * @example
 * ```ts
 * import { maskSecrets } from '@titans/core';
 *
 * maskSecrets('Refund of 85.50 to 4111 1111 1111 1111'); // 'Refund of 85.50 to [card]'
 * ```
 */
export function maskSecrets(text: string): string {
  if (!trigger.test(text) || randomUuid.test(text)) return text;
  const masked = text
    .replace(privateKey, '[private key]')
    .replace(jsonWebToken, '[token]')
    .replace(bearer, '$1 [credential]')
    .replace(knownKeys, (_, kind?: string) => `${kind ?? 'AKIA'}_[key]`)
    .replace(urlCredentials, '$1[credential]@')
    .replace(assigned, '$1$2[hidden]');
  const addressed = replaceEmails(masked, '[email]');
  return manyDigits.test(addressed) ? maskPhones(maskCards(maskIbans(addressed))) : addressed;
}

function maskIbans(text: string): string {
  ibanStart.lastIndex = 0;
  let masked = '';
  let from = 0;
  for (let found = ibanStart.exec(text); found !== null; found = ibanStart.exec(text)) {
    const length = endOfIban(text.slice(found.index, found.index + 80));
    if (length === null) {
      ibanStart.lastIndex = found.index + 2;
      continue;
    }
    masked += `${text.slice(from, found.index)}[iban]`;
    from = found.index + length;
    ibanStart.lastIndex = from;
  }
  return from === 0 ? text : masked + text.slice(from);
}

function maskCards(text: string): string {
  return text.replace(digitRun, (run: string, at: number, whole: string) => {
    if (isInChecksum(whole, at, run.length)) return run;
    let masked = '';
    let rest = run;
    for (let place = findCardNumber(rest); place !== null; place = findCardNumber(rest)) {
      masked += `${rest.slice(0, place[0])}[card]`;
      rest = rest.slice(place[1]);
    }
    return masked + rest;
  });
}

function isInChecksum(text: string, at: number, length: number): boolean {
  const before = /[\da-z]{0,128}$/i.exec(text.slice(Math.max(0, at - 128), at))?.[0] ?? '';
  const after = /^[\da-z]{0,128}/i.exec(text.slice(at + length, at + length + 128))?.[0] ?? '';
  return longHex.test(before + text.slice(at, at + length) + after);
}

function maskPhones(text: string): string {
  return text.replace(phone, (found: string) => (isPhoneNumber(found) ? '[phone]' : found));
}
