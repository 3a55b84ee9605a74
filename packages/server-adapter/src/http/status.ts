import type { ErrorCode } from '@titans/core';

/**
 * HTTP status of the errors that a caller can cause or has to know of. Their messages are written for callers.
 * Every other code is a defect or a matter of the operator: 500, and its message goes to the log alone.
 */
const statusByCode: Partial<Record<ErrorCode, number>> = {
  REQUEST_MALFORMED: 400,
  IDEMPOTENCY_KEY_INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  ROUTE_NOT_FOUND: 404,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  REQUEST_TIMEOUT: 408,
  REQUEST_IN_PROGRESS: 409,
  OUTCOME_UNKNOWN: 409,
  REQUEST_TOO_LARGE: 413,
  MEDIA_TYPE: 415,
  REQUEST_INVALID: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  LOCKED_OUT: 429,
  RATE_LIMITED: 429,
  ABORTED: 499,
  TASK_NOT_TRAINED: 503,
  SHUTTING_DOWN: 503,
  NOT_READY: 503,
  OVERLOADED: 503,
  HANDLER_TIMEOUT: 503,
};

/** Errors of something behind the service: 503, with the meaning of the code and nothing of the message. */
const unavailableCodes: ReadonlySet<ErrorCode> = new Set([
  'STORE_UNAVAILABLE',
  'ISSUER_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'DATABASE_LOCKED',
]);

/** What a code means to a caller. */
export interface ErrorExposure {
  readonly status: number;
  /** `message`: the error's own words are shown. `meaning`: what the code means. `nothing`: only that it failed. */
  readonly shows: 'message' | 'meaning' | 'nothing';
}

/** How an error of this code is answered. */
export function exposureOf(code: ErrorCode): ErrorExposure {
  const status = statusByCode[code];
  if (status !== undefined) return { status, shows: 'message' };
  if (unavailableCodes.has(code)) return { status: 503, shows: 'meaning' };
  if (code === 'BODY_CONSUMED') return { status: 500, shows: 'meaning' };
  return { status: 500, shows: 'nothing' };
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** The reason phrase of a status (RFC 9110; 499 is nginx's). */
export function titleOf(status: number): string {
  return titles[status] ?? 'Error';
}
