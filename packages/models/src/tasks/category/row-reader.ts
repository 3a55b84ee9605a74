import type { FeatureRow } from '../../features/feature-row.js';
import { readLexicon } from '../../taxonomy/lexicon/lexicon-reading.js';
import { textCache } from '../../text-cache.js';
import { type FurtherTextField, textOf } from './category-input.js';
import { lexiconWords } from './lexicon-source.js';
import type { TextAnswer } from './text-answers.js';

/** What is read out of the texts of a row. */
export interface RowReading {
  /** What the text model reads. */
  readonly text: string;
  /** Probability of each detailed category of the default taxonomy; `null` where the lexicon knows nothing. */
  readonly lexicon: Float64Array | null;
  /** What was said of it last, by whomever. */
  answer: TextAnswer | null;
}

/** Readings that are kept, so that payees that come again are not read again. */
const mostKept = 10_000;

/**
 * Makes a function that reads rows.
 *
 * @param further Fields read as text beside the description.
 * @param asksLexicon Whether the lexicon is asked.
 */
export function rowReader(
  further: readonly FurtherTextField[],
  asksLexicon: boolean,
): (row: FeatureRow) => RowReading {
  const kept = textCache<RowReading>({ texts: mostKept });
  return (row) => {
    const { description, merchantName, merchantCategoryCode, type } = row;
    const beside = [merchantName, merchantCategoryCode, type, description === null];
    for (const field of further) beside.push(row[field]);
    const known = kept.get(description ?? '', beside);
    if (known !== undefined) return known;
    const lexicon = asksLexicon ? (readLexicon(row)?.probabilities ?? null) : null;
    const read: RowReading = { text: textOf(row, further, lexiconWords(lexicon)), lexicon, answer: null };
    kept.set(description ?? '', beside, read);
    return read;
  };
}
