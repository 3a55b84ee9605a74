import { foldText, TitansError } from '@titans/core';
import { requireList, requirePlain, requireString } from '../../validation/arguments.js';

/** Values and the ways they are written. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>;

/** What a text stands for. */
export interface VocabularyReading {
  readonly value: string;
  /** `spelling`: known as such; `near`: one letter away from spellings of one value alone. */
  readonly basis: 'spelling' | 'near';
}

/** Shorter words are one letter away from too many others. */
const shortestNear = 5;
const longestRead = 100;

/**
 * Makes a reader of a vocabulary. Case, accents, spaces and punctuation do not matter; a text that is one letter added,
 * left out, changed or swapped away from the spellings of exactly one value stands for that value, if it has five
 * letters or more. Anything else gives `null`.
 *
 * @param isFuzzy Whether texts one letter away are read; true unless told.
 * @throws TitansError `CONFIG_INVALID` where one spelling stands for two values.
 * @example
 * ```ts
 * import { paymentMethodVocabulary, vocabularyReader } from '@titans/etl';
 *
 * const read = vocabularyReader(paymentMethodVocabulary);
 * read('credit_car'); // { value: 'credit_card', basis: 'near' }
 * ```
 */
export function vocabularyReader(
  vocabulary: Vocabulary,
  isFuzzy = true,
): (text: string) => VocabularyReading | null {
  requireVocabulary(vocabulary);
  const valueBySpelling = new Map<string, string>();
  for (const [value, spellings] of Object.entries(vocabulary)) {
    for (const spelling of [value, ...spellings]) {
      const key = spellingKey(spelling);
      const other = valueBySpelling.get(key);
      if (other !== undefined && other !== value) {
        throw new TitansError('CONFIG_INVALID', `"${spelling}" stands for both "${other}" and "${value}".`, {
          details: { value: spelling },
        });
      }
      valueBySpelling.set(key, value);
    }
  }
  return (text) => {
    requireString(text, 'text', 'A vocabulary reads texts');
    if (text.length > longestRead) return null;
    const key = spellingKey(text);
    const known = valueBySpelling.get(key);
    if (known !== undefined) return { value: known, basis: 'spelling' };
    if (!isFuzzy || key.length < shortestNear) return null;
    let near: string | null = null;
    for (const [spelling, value] of valueBySpelling) {
      if (value === near || spelling.length < shortestNear || !isOneEditAway(key, spelling)) continue;
      if (near !== null) return null;
      near = value;
    }
    return near === null ? null : { value: near, basis: 'near' };
  };
}

/** Refuses what does not give a list of texts for each value. */
export function requireVocabulary(vocabulary: unknown): void {
  const what = 'A vocabulary gives for each value a list of its spellings, such as { Cologne: ["Köln"] }';
  requirePlain(vocabulary, 'vocabulary', what);
  for (const spellings of Object.values(Object(vocabulary))) {
    requireList(spellings, 'vocabulary', what);
    for (const spelling of spellings as Iterable<unknown>) requireString(spelling, 'vocabulary', what);
  }
}

function spellingKey(text: string): string {
  const words = foldText(text).replace(/[^\p{L}\p{N}]+/gu, '_');
  return words.replace(/^_|_$/g, '');
}

/** Whether one letter added, left out, changed, or swapped with its neighbour makes one of the other. */
export function isOneEditAway(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (at === long.length) return false;
  const rest = (text: string, from: number): string => text.slice(from);
  if (short.length < long.length) return rest(short, at) === rest(long, at + 1);
  if (rest(short, at + 1) === rest(long, at + 1)) return true;
  return (
    short[at] === long[at + 1] && short[at + 1] === long[at] && rest(short, at + 2) === rest(long, at + 2)
  );
}
