import type { FeatureRow } from '../../features/feature-row.js';
import { readLexicon } from '../../taxonomy/lexicon/lexicon-reading.js';
import { type FurtherTextField, textOf } from './category-input.js';
import { lexiconWords } from './lexicon-source.js';

/** What is read out of the texts of a row. */
export interface RowReading {
  /** What the text model reads. */
  readonly text: string;
  /** Probability of each detailed category of the default taxonomy; `null` where the lexicon knows nothing. */
  readonly lexicon: Float64Array | null;
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
  const known = new Map<string, RowReading>();
  return (row) => {
    const { description, merchantName, merchantCategoryCode, type } = row;
    const key = JSON.stringify([
      description,
      merchantName,
      merchantCategoryCode,
      type,
      ...further.map((field) => row[field]),
    ]);
    let read = known.get(key);
    if (read === undefined) {
      const lexicon = asksLexicon ? (readLexicon(row)?.probabilities ?? null) : null;
      read = { text: textOf(row, further, lexiconWords(lexicon)), lexicon };
      if (known.size >= mostKept) known.clear();
      known.set(key, read);
    }
    return read;
  };
}
