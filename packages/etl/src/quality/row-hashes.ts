import type { TransactionTable } from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';
import { encodedTexts, isNumberField, numberReader } from './field-values.js';
import { type Hash64, hashTexts, mixHash, mixNothing, mixNumber } from './sketch/value-hash.js';

/** Mixes the value of one field of a row into a hash; whether there was a value. */
export type FieldHash = (row: number, hash: Hash64) => boolean;

const hashesOfTexts = new WeakMap<readonly string[], Uint32Array>();

/** Hashes the values of a field: dictionary values once each, numbers as they are. */
export function fieldHash(
  table: TransactionTable,
  field: TransactionField,
  spelling?: (text: string) => string,
): FieldHash {
  if (isNumberField(field)) {
    const number = numberReader(table, field);
    return (row, hash) => {
      const value = number(row);
      if (Number.isNaN(value)) return without(hash);
      mixNumber(hash, value);
      return true;
    };
  }
  const { codes, texts } = encodedTexts(table, field);
  const hashes = spelling === undefined ? kept(texts) : hashTexts(texts.map(spelling));
  return (row, hash) => {
    const code = codes[row] as number;
    if (code < 0) return without(hash);
    mixHash(hash, hashes[2 * code] as number, hashes[2 * code + 1] as number);
    return true;
  };
}

/** Visits the rows that have any of the values, with the hash of all of them together. */
export function eachRowHash(
  length: number,
  readers: readonly FieldHash[],
  visit: (row: number, high: number, low: number) => void,
): void {
  const hash: Hash64 = { high: 0, low: 0 };
  for (let row = 0; row < length; row++) {
    hash.high = 0;
    hash.low = 0;
    let hasAny = false;
    for (const read of readers) if (read(row, hash)) hasAny = true;
    if (hasAny) visit(row, hash.high, hash.low);
  }
}

function without(hash: Hash64): boolean {
  mixNothing(hash);
  return false;
}

function kept(texts: readonly string[]): Uint32Array {
  const hashes = hashesOfTexts.get(texts) ?? hashTexts(texts);
  hashesOfTexts.set(texts, hashes);
  return hashes;
}
