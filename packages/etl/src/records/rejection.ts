import { type ErrorCode, isTitansError, maskSample, type TitansError } from '@titans/core';

/** A record that was not taken: why, and where it stands. Plain JSON; values of the data appear masked only. */
export interface Rejection {
  readonly code: ErrorCode;
  /** What was wrong and what to do. */
  readonly message: string;
  /** Name of the file or source. */
  readonly source: string;
  /** Number of the record, from 1, the header not counted. */
  readonly row: number;
  /** Line on which the record begins, from 1; `null` where the source has no lines. */
  readonly line: number | null;
  /** Byte at which the record begins, from 0; `null` where the source has no bytes. */
  readonly byteOffset: number | null;
  /** Field of the transaction, where one is to blame. */
  readonly field: string | null;
  /** Column as the header names it. */
  readonly column: string | null;
  /** The offending value, masked and shortened. */
  readonly value: string | null;
}

/** Where a record stands, for {@link rejectionOf}. */
export interface RecordPlace {
  readonly source: string;
  readonly row: number;
  readonly line: number | null;
  readonly byteOffset: number | null;
}

/** Turns the error of one record into its rejection. Errors that are no `TitansError` are thrown on. */
export function rejectionOf(error: unknown, place: RecordPlace, column: string | null = null): Rejection {
  if (!isTitansError(error)) throw error;
  return {
    code: error.code,
    message: error.message,
    ...place,
    field: textDetail(error, 'field'),
    column: column === null ? null : maskColumn(column),
    value: textDetail(error, 'value'),
  };
}

/** Column names are kept readable, but a header can be hostile: it is shortened and loses control characters. */
export function maskColumn(column: string): string {
  const printable = column.replace(/\p{Cc}/gu, '␣');
  return printable.length > 64 ? `${printable.slice(0, 63)}…` : printable;
}

/** The value of a record as it may appear in a rejection. */
export function maskedValue(value: string): string {
  return maskSample(value);
}

function textDetail(error: TitansError, name: 'field' | 'value'): string | null {
  return error.details[name] ?? null;
}
