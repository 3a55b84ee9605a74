import { foldText } from '@titans/core';
import { normaliseMerchant } from '@titans/core/merchants';

/** What of a description is compared. */
export interface DescriptionKey {
  /** The merchant's letters and digits, in small letters without accents. */
  readonly squashed: string;
  /** Pairs of neighbouring letters, sorted, each as often as it occurs. */
  readonly bigrams: Uint32Array;
  readonly words: ReadonlySet<string>;
  /** Pairs of the whole description's letters. */
  readonly wholeBigrams: Uint32Array;
}

/** Fewest letters that a name cut off must have to count as the beginning of the other. */
const shortestBeginning = 4;
/** Fewest letter pairs of a description that is looked for within another. */
const shortestContained = 8;
/** Share of a name that another system left over, when it was cut off. */
const cutOff = 0.95;

/** Prepares a description for {@link descriptionSimilarity}. */
export function descriptionKey(description: string): DescriptionKey {
  const folded = foldText(normaliseMerchant(description).name);
  const squashed = folded.replace(/[^\p{L}\p{N}]+/gu, '');
  const text = squashed === '' ? folded : squashed;
  return {
    squashed: text,
    bigrams: bigramsOf(text),
    wholeBigrams: bigramsOf(foldText(description).replace(/[^\p{L}]+/gu, '')),
    words: new Set(folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1)),
  };
}

/**
 * How likely two descriptions name the same merchant, from 0 to 1: 1 for equal names, 0.95 where one begins with the
 * other (statements cut names off), else the largest of the share of letter pairs in common (Dice), the share of the
 * shorter name's words that the other has, if two or more, and the share of the shorter description's letter pairs that
 * the other has, if it is long enough.
 */
export function descriptionSimilarity(a: DescriptionKey, b: DescriptionKey): number {
  if (a.squashed === b.squashed) return 1;
  const [short, long] = a.squashed.length <= b.squashed.length ? [a, b] : [b, a];
  if (short.squashed.length >= shortestBeginning && long.squashed.startsWith(short.squashed)) return cutOff;
  return Math.max(
    dice(a.bigrams, b.bigrams),
    wordOverlap(a.words, b.words),
    containment(a.wholeBigrams, b.wholeBigrams),
  );
}

function bigramsOf(text: string): Uint32Array {
  const pairs = new Uint32Array(Math.max(0, text.length - 1));
  for (let i = 0; i < pairs.length; i++) pairs[i] = text.charCodeAt(i) * 65_536 + text.charCodeAt(i + 1);
  return pairs.sort();
}

function dice(a: Uint32Array, b: Uint32Array): number {
  return a.length === 0 || b.length === 0 ? 0 : (2 * inCommon(a, b)) / (a.length + b.length);
}

/** Names within longer lines; the pairs of a short name are in many lines. */
function containment(a: Uint32Array, b: Uint32Array): number {
  const fewest = Math.min(a.length, b.length);
  return fewest < shortestContained ? 0 : (0.9 * inCommon(a, b)) / fewest;
}

function inCommon(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i] as number, b[j] as number];
    if (left === right) common++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return common;
}

/** One word in common says little: "THE", "CAFE". */
function wordOverlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  if (few.size < 2) return 0;
  let common = 0;
  for (const word of few) if (many.has(word)) common++;
  return common < 2 ? 0 : (0.9 * common) / few.size;
}
