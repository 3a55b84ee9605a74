import { valueIndex } from './value-index.js';

/** A column of repeated values: row `i` holds `values[codes[i]]`, or nothing where the code is -1. */
export interface DictionaryColumn<T = string> {
  readonly codes: Int32Array;
  /** Distinct values; a value may be in no row, as rows were selected. */
  readonly values: readonly T[];
}

/** The value of a row, or `null` where there is none or no such row. */
export function valueAt<T>(column: DictionaryColumn<T>, row: number): T | null {
  const code = column.codes[row] ?? -1;
  return code < 0 ? null : (column.values[code] as T);
}

/** Collects a {@link DictionaryColumn} row by row. */
export interface DictionaryBuilder<T> {
  append(value: T | null): void;
  build(): DictionaryColumn<T>;
}

/** Starts a column; `keyOf` tells which values are the same. */
export function dictionaryBuilder<T>(keyOf?: (value: T) => unknown): DictionaryBuilder<T> {
  const index = valueIndex(keyOf);
  let codes = new Int32Array(64);
  let length = 0;
  return {
    append(value) {
      if (length === codes.length) {
        const grown = new Int32Array(codes.length * 2);
        grown.set(codes);
        codes = grown;
      }
      codes[length++] = value === null ? -1 : index.codeOf(value);
    },
    build: () => Object.freeze({ codes: codes.slice(0, length), values: Object.freeze([...index.values]) }),
  };
}
