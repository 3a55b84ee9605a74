import type { DictionaryColumn } from '@titans/core';

/**
 * Gives every row without a value what is read from its value in another column. Each distinct value is read once; a
 * value that gives `null` leaves the row without one.
 */
export function fillAbsent(
  column: DictionaryColumn,
  source: DictionaryColumn,
  read: (value: string) => string | null,
): DictionaryColumn {
  const values = [...column.values];
  const codeByValue = new Map(values.map((value, code) => [value, code]));
  const readCodes = new Int32Array(source.values.length).fill(unread);
  const codes = column.codes.slice();
  let isChanged = false;
  for (let row = 0; row < codes.length; row++) {
    const from = source.codes[row] as number;
    if (from < 0 || (codes[row] as number) >= 0) continue;
    let code = readCodes[from] as number;
    if (code === unread) {
      code = codeOf(read(source.values[from] as string));
      readCodes[from] = code;
    }
    if (code < 0) continue;
    codes[row] = code;
    isChanged = true;
  }
  return isChanged ? Object.freeze({ codes, values: Object.freeze(values) }) : column;

  function codeOf(value: string | null): number {
    if (value === null) return -1;
    const known = codeByValue.get(value);
    if (known !== undefined) return known;
    codeByValue.set(value, values.length);
    return values.push(value) - 1;
  }
}

/** A value that has not been read yet. */
const unread = -2;
