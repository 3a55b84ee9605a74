import { type ErrorCode, type ErrorDetails, errorCodes, isTitansError, TitansError } from '@titans/core';
import type { WorkName } from './work.js';

/** Tells the thread from any other that happens to load the program's file. */
export const threadMark = 'titans-work-thread';

/** A question on its way to the thread. */
export interface WorkRequest {
  readonly name: WorkName;
  readonly input: unknown;
}

/** What the thread answers. */
export type WorkReply = { readonly answer: unknown; readonly error: null } | { readonly error: ErrorData };

/** An error as data: of a class that was thrown in another thread only the text would arrive. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  /** JSON text. */
  readonly details: string;
  readonly stack: string | null;
}

/** Whatever was thrown, as data. */
export function errorData(thrown: unknown): ErrorData {
  const stack = thrown instanceof Error ? (thrown.stack ?? null) : null;
  if (!isTitansError(thrown)) return { code: 'INTERNAL', message: String(thrown), details: '{}', stack };
  return { code: thrown.code, message: thrown.message, details: JSON.stringify(thrown.details), stack };
}

/** The error again, in the thread of the caller. What the other thread saw is its cause. */
export function errorFrom({ code, message, details, stack }: ErrorData): TitansError {
  const cause = new Error(message);
  if (stack !== null) cause.stack = stack;
  const known = Object.hasOwn(errorCodes, code) ? code : 'INTERNAL';
  return new TitansError(known, message, { details: JSON.parse(details) as ErrorDetails, cause });
}
