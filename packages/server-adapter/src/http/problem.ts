import { type ErrorCode, errorCodes, isTitansError, TitansError } from '@titans/core';
import type { ProblemDetails, ProblemIssue } from '@titans/core/contract';
import { exposureOf, titleOf } from './status.js';

/** What a {@link TitansError} of the server may carry in its details, for the answer. */
export interface ProblemExtras {
  /** Offending members of the request. */
  readonly issues?: readonly ProblemIssue[];
  /** Headers that the status calls for: `allow`, `retry-after`, `www-authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that knows which headers and issues its answer has. */
export function requestError(code: ErrorCode, message: string, extras: ProblemExtras = {}): TitansError {
  return new TitansError(code, message, { details: { ...extras } });
}

/** Where and when the problem came up. */
export interface ProblemPlace {
  readonly path: string;
  readonly basePath: string;
  readonly requestId: string;
  readonly timestamp: string;
}

/** What a caller may know of an error. */
export interface ExposedError {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly extras: ProblemExtras;
}

/**
 * What of an error a caller may see. Only errors that a caller can cause show their own message; the others say what
 * their code means, or nothing.
 */
export function exposedError(error: unknown): ExposedError {
  const known = isTitansError(error) ? error : undefined;
  const exposure = known ? exposureOf(known.code) : undefined;
  if (known === undefined || exposure === undefined || exposure.shows === 'nothing') {
    return { status: 500, code: 'INTERNAL', message: unexplained, extras: {} };
  }
  const { code } = known;
  if (exposure.shows === 'meaning')
    return { status: exposure.status, code, message: errorCodes[code], extras: {} };
  return { status: exposure.status, code, message: known.message, extras: known.details as ProblemExtras };
}

const unexplained =
  'The server could not answer. The operator finds the cause in the log, under the id of the request.';

/** A problem, ready to be written. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly document: ProblemDetails;
}

/** The answer to whatever was thrown, as {@link exposedError} shows it. */
export function problemFrom(error: unknown, place: ProblemPlace): ProblemAnswer {
  const { status, code, message, extras } = exposedError(error);
  return {
    status,
    headers: extras.headers ?? {},
    document: {
      type: `${place.basePath}/docs#${code}`,
      title: titleOf(status),
      status,
      detail: message,
      instance: `urn:titans:request:${place.requestId}`,
      code,
      error: true,
      message,
      status_code: status,
      timestamp: place.timestamp,
      path: place.path,
      ...(extras.issues === undefined ? {} : { issues: extras.issues }),
    },
  };
}
