import type { TransactionTable } from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';
import { encodedTexts, isNumberField, numberReader } from './field-values.js';
import { finaliseHashes, hashTexts, mixHashes, mixNumbers } from './sketch/value-hash.js';

/** The hash of some fields of every row; overwritten when the next table is hashed. */
export interface RowHashes {
  /** Two words for each row, high before low. */
  readonly hashes: Uint32Array;
  /** 1 for rows that have any of the values. */
  readonly hasAny: Uint8Array;
}

const hashesOfTexts = new WeakMap<readonly string[], Uint32Array>();

/**
 * Hashes rows column by column: dictionary values once each, numbers as they are. The arrays are used again for every
 * table.
 *
 * @param spelling By which descriptions are compared; as they are unless told.
 */
export function rowHasher(
  fields: readonly TransactionField[],
  spelling?: (text: string) => string,
): (table: TransactionTable) => RowHashes {
  let words = new Uint32Array(0);
  let marks = new Uint8Array(0);
  let numbers = new Float64Array(0);
  return (table) => {
    const { length } = table;
    if (marks.length < length) {
      words = new Uint32Array(2 * length);
      marks = new Uint8Array(length);
      numbers = new Float64Array(length);
    }
    const hashes = words.subarray(0, 2 * length).fill(0);
    const hasAny = marks.subarray(0, length).fill(0);
    for (const field of fields) {
      if (isNumberField(field)) {
        const number = numberReader(table, field);
        const values = numbers.subarray(0, length);
        for (let row = 0; row < length; row++) {
          const value = number(row);
          values[row] = value;
          if (!Number.isNaN(value)) hasAny[row] = 1;
        }
        mixNumbers(hashes, values);
      } else {
        const { codes, texts } = encodedTexts(table, field);
        const isSpelled = spelling !== undefined && field === 'description';
        mixHashes(hashes, codes, isSpelled ? hashTexts(texts.map(spelling)) : kept(texts));
        for (let row = 0; row < length; row++) if ((codes[row] as number) >= 0) hasAny[row] = 1;
      }
    }
    finaliseHashes(hashes);
    return { hashes, hasAny };
  };
}

function kept(texts: readonly string[]): Uint32Array {
  const hashes = hashesOfTexts.get(texts) ?? hashTexts(texts);
  hashesOfTexts.set(texts, hashes);
  return hashes;
}
