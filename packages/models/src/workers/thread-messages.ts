import { type ErrorCode, type ErrorDetails, errorCodes, isTitansError, TitansError } from '@titans/core';

/** Tells a thread of a pool from any other that happens to load the program's file. */
export const threadMark = 'titans-worker-pool';

/** What a thread is asked to do. */
export interface Share {
  readonly job: string;
  readonly input: unknown;
  readonly rank: number;
  readonly size: number;
  /** Memory of the team. */
  readonly memory: Int32Array;
}

/** What a thread answers: any number of words, then that it is done or has failed. */
export type ThreadMessage =
  | { readonly type: 'said'; readonly message: unknown }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly error: ErrorData };

/** An error as data: of a class that was thrown in another thread only the text would arrive. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
  readonly stack: string | null;
}

/** Whatever was thrown, as data. Values that cannot be sent are sent as text. */
export function errorData(thrown: unknown): ErrorData {
  const stack = thrown instanceof Error ? (thrown.stack ?? null) : null;
  if (!isTitansError(thrown)) return { code: 'INTERNAL', message: String(thrown), details: {}, stack };
  const details = Object.fromEntries(
    Object.entries(thrown.details).map(([name, value]) => [name, isPlain(value) ? value : String(value)]),
  );
  return { code: thrown.code, message: thrown.message, details, stack };
}

/** The error again, in the thread of the caller. What the other thread saw is its cause. */
export function errorFrom({ code, message, details, stack }: ErrorData): TitansError {
  const cause = new Error(message);
  if (stack !== null) cause.stack = stack;
  return new TitansError(code in errorCodes ? code : 'INTERNAL', message, { details, cause });
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
}
