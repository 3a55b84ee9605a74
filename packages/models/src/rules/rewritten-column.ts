import type { DictionaryColumn } from '@titans/core';

/** A column of which some rows get another value. */
export interface RewrittenColumn<T> {
  set(row: number, value: T | null): void;
  /** The column that was given, if no row has another value. */
  column(): DictionaryColumn<T>;
}

/** Starts with the values of a column, which stays as it is. `keyOf` tells which values are the same. */
export function rewrittenColumn<T>(
  column: DictionaryColumn<T>,
  keyOf: (value: T) => unknown = (value) => value,
): RewrittenColumn<T> {
  const values = [...column.values];
  let codeOf: Map<unknown, number> | null = null;
  let codes: Int32Array | null = null;
  return {
    set(row, value) {
      codeOf ??= new Map(values.map((each, code) => [keyOf(each), code]));
      let code = -1;
      if (value !== null) {
        const key = keyOf(value);
        code = codeOf.get(key) ?? values.push(value) - 1;
        codeOf.set(key, code);
      }
      if ((codes ?? column.codes)[row] === code) return;
      codes ??= column.codes.slice();
      codes[row] = code;
    },
    column: () => (codes === null ? column : Object.freeze({ codes, values: Object.freeze(values) })),
  };
}
