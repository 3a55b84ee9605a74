import type { DictionaryColumn } from '@titans/core';
import { byteIndex } from './byte-index.js';
import type { ImportField } from './import-field.js';
import type { Refusals } from './refusals.js';

/** The cells of one column: cell `record * width + column` of `bytes`, all of which are ASCII or not. */
export interface ColumnCells {
  readonly bytes: Buffer;
  readonly isAscii: boolean;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly width: number;
  readonly length: number;
}

/** Reads the texts of one column into a dictionary, each distinct text once. */
export interface TextColumn<T> {
  read(cells: ColumnCells, column: number, refusals: Refusals): TextColumnBatch<T>;
}

export interface TextColumnBatch<T> {
  /** -1 for none, and for records that are refused. */
  readonly column: DictionaryColumn<T>;
  /**
   * The same with the texts themselves for values; the very same column where all texts are their own values. To be
   * asked for before the next batch is read.
   */
  texts(): DictionaryColumn<unknown>;
}

/** More distinct texts than these are not carried over to the next batch, since columns of names never end. */
const mostSharedTexts = 8_192;
const mostSharedBytes = 2 * 1024 * 1024;
const none = -1;

/**
 * Makes a reader that knows the texts of earlier batches as long as they are few.
 *
 * @param read The value of a text, or `null` for none; may throw a `TitansError`, which refuses the record. A text
 * that is its own value must be so when it is read again.
 * @param keyOf Tells which values that are no texts are the same.
 */
export function textColumn<T>(
  field: ImportField,
  read: (text: string) => T | null,
  keyOf: (value: T) => unknown = (value) => value,
): TextColumn<T> {
  const index = byteIndex();
  const codeOfKey = new Map<unknown, number>();
  let values: T[] = [];
  /** By number of the text: the code of its value, -1 for none, or -2 and less for an error. */
  let codeOfNumber: number[] = [];
  let errors: unknown[] = [];
  /** `null` while every text is its own value and has its code for a number. */
  let texts: unknown[] | null = null;
  let sharedValues: readonly T[] = Object.freeze([]);

  return {
    read(cells, column, refusals) {
      const { bytes, starts, ends, width, length } = cells;
      const { isRefused } = refusals;
      const encoding = cells.isAscii ? 'latin1' : 'utf8';
      const numbers = new Int32Array(length);
      for (let record = 0, cell = column; record < length; record++, cell += width) {
        if (isRefused[record] === 1) {
          numbers[record] = none;
          continue;
        }
        const from = starts[cell] as number;
        const to = ends[cell] as number;
        const number = index.numberOf(bytes, from, to);
        if (number === codeOfNumber.length) learn(bytes.toString(encoding, from, to), number);
        numbers[record] = number;
      }
      return batchOf(numbers, refusals);
    },
  };

  /** Notes what a new text stands for. */
  function learn(text: string, number: number): void {
    let value: T | null = null;
    let code = none;
    try {
      value = read(text);
    } catch (error) {
      errors.push(error);
      code = -1 - errors.length;
    }
    if (value === text) {
      code = values.length;
      values.push(value);
    }
    if (code !== number) texts ??= values.slice(0, number);
    texts?.push(text);
    codeOfNumber.push(code);
    if (value !== null && value !== text) codeOfNumber[number] = codeOfValue(value);
  }

  /** A value that is a text has that text's code; it may come before or after the text itself. */
  function codeOfValue(value: T): number {
    if (typeof value === 'string') {
      const bytes = Buffer.from(value);
      const number = index.numberOf(bytes, 0, bytes.length);
      if (number < codeOfNumber.length) return codeOfNumber[number] as number;
      texts?.push(value);
      const code = values.push(value) - 1;
      codeOfNumber.push(code);
      return code;
    }
    const key = keyOf(value);
    const known = codeOfKey.get(key);
    if (known !== undefined) return known;
    codeOfKey.set(key, values.length);
    return values.push(value) - 1;
  }

  function batchOf(numbers: Int32Array, refusals: Refusals): TextColumnBatch<T> {
    if (texts === null) {
      const column = Object.freeze({ codes: numbers, values: share() });
      if (isFull()) forget();
      return { column, texts: () => column };
    }
    const codes = new Int32Array(numbers.length);
    for (let record = 0; record < numbers.length; record++) {
      const number = numbers[record] as number;
      const code = number === none ? none : (codeOfNumber[number] as number);
      codes[record] = Math.max(code, none);
      if (code < none) refusals.refuse(record, field, errors[-2 - code]);
    }
    const column = Object.freeze({ codes, values: share() });
    const known = texts;
    if (isFull()) forget();
    return { column, texts: () => ({ codes: numbers, values: [...known] }) };
  }

  function isFull(): boolean {
    return codeOfNumber.length > mostSharedTexts || index.heldBytes() > mostSharedBytes;
  }

  /** The same array as for the batch before, where no value has come. */
  function share(): readonly T[] {
    if (isFull()) return Object.freeze(values);
    if (sharedValues.length !== values.length) sharedValues = Object.freeze([...values]);
    return sharedValues;
  }

  function forget(): void {
    index.clear();
    codeOfKey.clear();
    values = [];
    codeOfNumber = [];
    errors = [];
    texts = null;
    sharedValues = Object.freeze([]);
  }
}
