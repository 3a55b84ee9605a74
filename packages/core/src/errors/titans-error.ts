import type { ErrorCode } from './error-codes.js';

/** Recognises the error across duplicate copies of this package. */
const brand = Symbol.for('titans.error');

/** Where an error happened and what was found there. Values of the user's data appear masked only. */
export interface ErrorDetails {
  /** Name of the file or source. */
  readonly source?: string;
  /** Line in the source, from 1. */
  readonly line?: number;
  /** Row of data, from 1, not counting the header. */
  readonly row?: number;
  /** Byte offset in the source, from 0. */
  readonly byteOffset?: number;
  /** Column, as the header names it. */
  readonly column?: string;
  /** Field of the transaction or parameter, dotted. */
  readonly field?: string;
  /** JSON pointer (RFC 6901) to the offending value. */
  readonly pointer?: string;
  /** The offending value, masked and shortened. */
  readonly value?: string;
  readonly [key: string]: unknown;
}

/** What {@link TitansError} takes beside its code and message. */
export interface TitansErrorOptions {
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/**
 * The one error that Titans throws. Its message says what was wrong, where, and what to do; `code` is stable.
 *
 * @example
 * ```ts
 * import { parsePlainDate, isTitansError } from '@titans/core';
 *
 * try {
 *   parsePlainDate('2024-02-30');
 * } catch (error) {
 *   if (isTitansError(error, 'DATE_INVALID')) console.log(error.message);
 * }
 * ```
 */
export class TitansError extends Error {
  override readonly name: string = 'TitansError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: TitansErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = Object.freeze({ ...options.details });
    Object.defineProperty(this, brand, { value: true });
  }

  /** The same error with more details, as a caller who knows the place adds them. */
  at(details: ErrorDetails): TitansError {
    return withDetails(this, details);
  }

  toJSON(): { name: string; code: ErrorCode; message: string; details: ErrorDetails } {
    return { name: this.name, code: this.code, message: this.message, details: this.details };
  }
}

/** Outside the class: one that names itself is renamed by the bundler, and Node prints that name. */
function withDetails({ code, message, details, cause }: TitansError, added: ErrorDetails): TitansError {
  return new TitansError(code, message, { details: { ...details, ...added }, cause });
}

/** Whether a value is a {@link TitansError}, of any copy of this package, optionally with one given code. */
export function isTitansError(value: unknown, code?: ErrorCode): value is TitansError {
  if (typeof value !== 'object' || value === null || !(brand in value)) return false;
  return code === undefined || ('code' in value && value.code === code);
}
