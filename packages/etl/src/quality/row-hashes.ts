import type { TransactionTable } from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';
import { encodedTexts, isNumberField, numberReader } from './field-values.js';
import { finaliseHashes, hashTexts, mixHashes, mixNumbers } from './sketch/value-hash.js';

/** The hash of some fields of every row. */
export interface RowHashes {
  /** Two words for each row, high before low. */
  readonly hashes: Uint32Array;
  /** 1 for rows that have any of the values. */
  readonly hasAny: Uint8Array;
}

const hashesOfTexts = new WeakMap<readonly string[], Uint32Array>();

/**
 * Hashes rows column by column: dictionary values once each, numbers as they are.
 *
 * @param spelling By which texts are compared; as they are unless told.
 */
export function rowHashes(
  table: TransactionTable,
  fields: readonly TransactionField[],
  spelling?: (text: string) => string,
): RowHashes {
  const hashes = new Uint32Array(2 * table.length);
  const hasAny = new Uint8Array(table.length);
  for (const field of fields) {
    if (isNumberField(field)) {
      const number = numberReader(table, field);
      const values = new Float64Array(table.length);
      for (let row = 0; row < values.length; row++) {
        const value = number(row);
        values[row] = value;
        if (!Number.isNaN(value)) hasAny[row] = 1;
      }
      mixNumbers(hashes, values);
    } else {
      const { codes, texts } = encodedTexts(table, field);
      const hashed =
        spelling === undefined || field !== 'description' ? kept(texts) : hashTexts(texts.map(spelling));
      mixHashes(hashes, codes, hashed);
      for (let row = 0; row < codes.length; row++) if ((codes[row] as number) >= 0) hasAny[row] = 1;
    }
  }
  finaliseHashes(hashes);
  return { hashes, hasAny };
}

/** Visits the rows that have any of the values. */
export function eachRowHash(
  { hashes, hasAny }: RowHashes,
  visit: (row: number, high: number, low: number) => void,
): void {
  for (let row = 0; row < hasAny.length; row++) {
    if (hasAny[row] === 1) visit(row, hashes[2 * row] as number, hashes[2 * row + 1] as number);
  }
}

function kept(texts: readonly string[]): Uint32Array {
  const hashes = hashesOfTexts.get(texts) ?? hashTexts(texts);
  hashesOfTexts.set(texts, hashes);
  return hashes;
}
