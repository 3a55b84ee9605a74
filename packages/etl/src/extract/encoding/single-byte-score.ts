import type { ByteEvidence } from './byte-pairs.js';
import { upperCharacters } from './single-byte.js';
import { type EncodingCandidate, encodingCandidates } from './writing-systems.js';

/** How well an encoding makes words of bytes. */
export interface EncodingScore {
  readonly encoding: string;
  /** Mean over the characters beyond ASCII: 1 if all are letters of one language in their places, less otherwise. */
  readonly score: number;
  /** How many characters beyond ASCII there are. */
  readonly total: number;
  /** The characters that the bytes beyond ASCII become: encodings with the same text cannot be told apart. */
  readonly text: string;
}

/**
 * Rates the candidates, best first. A character counts in favour if it is a letter of the language or a sign that
 * statements use, and against if it is a control character, a foreign letter, a sign inside a word, a capital inside
 * one, or a letter of another script beside a Latin one.
 */
export function rateEncodings({ pairs }: ByteEvidence): readonly EncodingScore[] {
  const counts = new Float64Array(256);
  for (let first = 0x80; first < 0x100; first++) {
    for (let second = 0; second < 0x100; second++) {
      counts[first] = (counts[first] as number) + (pairs[first * 256 + second] as number);
    }
  }
  const used = Array.from(counts.keys()).filter((byte) => (counts[byte] as number) > 0);
  return encodingCandidates
    .map((candidate) => rate(candidate, used, counts, pairs))
    .sort((a, b) => b.score - a.score);
}

function rate(
  { encoding, alphabets, handicap }: EncodingCandidate,
  used: readonly number[],
  counts: Float64Array,
  pairs: Uint32Array,
): EncodingScore {
  const upper = upperCharacters(encoding);
  const characterOf = (byte: number): string =>
    byte < 0x80 ? String.fromCharCode(byte) : (upper[byte - 0x80] as string);
  const text = used.map(characterOf).join('');
  let total = 0;
  let context = 0;
  for (const byte of used) {
    total += counts[byte] as number;
    const character = characterOf(byte);
    for (let other = 0; other < 0x100; other++) {
      const before = pairs[other * 256 + byte] as number;
      if (before > 0) context += before * fitAfter(characterOf(other), character);
      const after = pairs[byte * 256 + other] as number;
      if (after > 0) context += after * fitBefore(character, characterOf(other));
    }
  }
  const languages = alphabets.map((alphabet) =>
    used.reduce((sum, byte) => sum + (counts[byte] as number) * characterFit(characterOf(byte), alphabet), 0),
  );
  return { encoding, score: (Math.max(...languages) + context) / Math.max(total, 1) - handicap, total, text };
}

const usefulSigns = new Set('€£§°’‘“”„–—…«»·•½¼¾²³´©®™ºª¡¿№\u00a0');
const letter = /\p{L}/u;
const latinLetter = /\p{Script=Latin}/u;
const asciiLetter = /[A-Za-z]/;
const signsInWords = new Set('’‘–·\u00ad');

/** A letter with no letter on one of its sides: on both sides, it is rarely one. */
const loneSide = -0.25;

function characterFit(character: string, alphabet: string): number {
  if (character === '\ufffd' || (character >= '\u0080' && character < '\u00a0')) return -5;
  if (letter.test(character)) return alphabet.includes(character.toLowerCase()) ? 1 : -1;
  return usefulSigns.has(character) ? 0.9 : -0.5;
}

/** What speaks against a character after another one. */
function fitAfter(before: string, character: string): number {
  if (!letter.test(character)) return isSignInWord(before, character) ? -0.5 : 0;
  if (!letter.test(before)) return loneSide;
  if (isScriptMixed(before, character)) return -1;
  return isLower(before) && !isLower(character) ? -1 : 0;
}

/** What speaks against a character before another one; capitals between two letters beyond ASCII count once. */
function fitBefore(character: string, after: string): number {
  if (!letter.test(character)) return isSignInWord(after, character) ? -0.5 : 0;
  if (!letter.test(after)) return loneSide;
  if (after > '\u007f') return 0;
  if (isScriptMixed(after, character)) return -1;
  return isLower(character) && !isLower(after) ? -1 : 0;
}

function isSignInWord(neighbour: string, sign: string): boolean {
  return letter.test(neighbour) && !signsInWords.has(sign);
}

function isScriptMixed(neighbour: string, character: string): boolean {
  return asciiLetter.test(neighbour) && !latinLetter.test(character);
}

function isLower(character: string): boolean {
  return character === character.toLowerCase();
}
