import type { DictionaryColumn } from '@titans/core';

/** Reads the texts of one column into dictionary codes, each distinct text once. */
export interface InternedColumn<T> {
  /** The code of the value that the text stands for; -1 for none. Throws what the reader throws. */
  code(text: string): number;
  /** The column of some codes. The dictionary is complete: no further text may be read. */
  column(codes: Int32Array): DictionaryColumn<T>;
}

/**
 * Starts a column for one batch.
 *
 * @param read The value of a text that is not empty, or `null` for none. Called once per distinct text.
 * @param keyOf Tells which values are the same.
 */
export function internedColumn<T>(
  read: (text: string) => T | null,
  keyOf: (value: T) => unknown = (value) => value,
): InternedColumn<T> {
  const codeOfText = new Map<string, number>([['', -1]]);
  const codeOfKey = new Map<unknown, number>();
  const values: T[] = [];
  return {
    code(text) {
      const known = codeOfText.get(text);
      if (known !== undefined) return known;
      const value = read(text);
      const code = value === null ? -1 : codeOfValue(value);
      codeOfText.set(text, code);
      return code;
    },
    column: (codes) => Object.freeze({ codes, values: Object.freeze(values) }),
  };

  function codeOfValue(value: T): number {
    const key = keyOf(value);
    const known = codeOfKey.get(key);
    if (known !== undefined) return known;
    codeOfKey.set(key, values.length);
    values.push(value);
    return values.length - 1;
  }
}
