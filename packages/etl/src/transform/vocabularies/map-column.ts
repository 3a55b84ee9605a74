import { type DictionaryColumn, maskSample } from '@titans/core';
import type { VocabularyUse } from '../../normalise/vocabulary.js';
import type { VocabularyReading } from './vocabulary-reader.js';

/** A column with its values mapped, and what was mapped or not recognised, by rows. */
export interface MappedColumn {
  readonly column: DictionaryColumn;
  readonly uses: readonly VocabularyUse[];
}

/**
 * Maps the distinct values of a column; rows without a value keep none, values that are not recognised stay.
 */
export function mapColumn(
  column: DictionaryColumn,
  field: VocabularyUse['field'],
  read: (text: string) => VocabularyReading | null,
): MappedColumn {
  const counts = new Float64Array(column.values.length);
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  const values: string[] = [];
  const codeByValue = new Map<string, number>();
  const uses: VocabularyUse[] = [];
  const newCodes = Int32Array.from(column.values, (text, code) => {
    const reading = read(text);
    const to = reading?.value ?? text;
    const count = counts[code] as number;
    if (count > 0 && reading === null) {
      const masked = maskSample(text);
      uses.push({ field, from: masked, to: masked, recognised: false, count });
    } else if (count > 0 && to !== text) {
      uses.push({ field, from: text, to, recognised: true, count });
    }
    const known = codeByValue.get(to);
    if (known !== undefined) return known;
    codeByValue.set(to, values.length);
    return values.push(to) - 1;
  });
  const codes = column.codes.map((code) => (code < 0 ? -1 : (newCodes[code] as number)));
  return { column: Object.freeze({ codes, values: Object.freeze(values) }), uses };
}
