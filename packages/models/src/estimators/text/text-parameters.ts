import { integerWithin } from '../parameters.js';
import type { NgramParameters, NgramRange } from './ngrams.js';

/** Which n-grams are counted. */
export interface TextParameters {
  /** Runs of neighbouring words, 1 to 2 unless told; `null` for none. */
  readonly wordNgrams?: NgramRange | null;
  /** Runs of characters within a word, 3 to 5 unless told; `null` for none. */
  readonly charNgrams?: NgramRange | null;
  /** N-grams are hashed into 2^hashBits columns per kind, 8 to 28; 20 unless told. Only those seen take memory. */
  readonly hashBits?: number;
}

export const textParameterNames = ['wordNgrams', 'charNgrams', 'hashBits'] as const;

/** The parameters with what was not told. @throws TitansError `INVALID_ARGUMENT` for one outside its range. */
export function checkTextParameters(parameters: TextParameters): NgramParameters {
  return Object.freeze({
    wordNgrams: checkRange('wordNgrams', parameters.wordNgrams, { min: 1, max: 2 }),
    characterNgrams: checkRange('charNgrams', parameters.charNgrams, { min: 3, max: 5 }),
    hashBits: integerWithin('hashBits', parameters.hashBits ?? 20, 8, 28),
  });
}

function checkRange(
  field: string,
  range: NgramRange | null | undefined,
  standard: NgramRange,
): NgramRange | null {
  if (range === null) return null;
  const { min, max } = range ?? standard;
  return Object.freeze({
    min: integerWithin(`${field}.min`, min, 1, 16),
    max: integerWithin(`${field}.max`, max, min, 16),
  });
}
