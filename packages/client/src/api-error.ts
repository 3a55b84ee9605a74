import type { ProblemDetails } from '@titans/core/contract';
import { type ErrorCode, isTitansError, TitansError } from '@titans/core/errors';
import { checked } from './answers/check.js';
import { problemDetails } from './answers/predictions.js';
import { type Endpoint, nameOf } from './endpoint.js';
import { readJson } from './json.js';
import { retryAfterMs } from './retry.js';

/** What {@link TitansApiError} takes beside its code and message. */
export interface TitansApiErrorOptions {
  readonly status: number;
  readonly method: string;
  readonly path: string;
  readonly problem: ProblemDetails | undefined;
  readonly retryAfterMs: number | undefined;
}

/**
 * The server answered with an error. `code` is the server's own (`RATE_LIMITED`, `REQUEST_INVALID`, …) where the
 * answer is a problem document, else `API_ERROR`. A server of a later release may send a code that this release does
 * not list.
 *
 * @example
 * ```ts
 * import { createClient, isTitansApiError } from '@titans/client';
 *
 * const titans = createClient({ baseUrl: 'https://example.com/titans' });
 * try {
 *   await titans.predict.category({ description: 'Whole Foods' });
 * } catch (error) {
 *   if (isTitansApiError(error)) console.log(error.status, error.problem?.issues, error.retryAfterMs);
 * }
 * ```
 */
export class TitansApiError extends TitansError {
  override readonly name: string = 'TitansApiError';
  /** HTTP status of the answer. */
  readonly status: number;
  /** The problem document (RFC 9457), where the answer was one. */
  readonly problem: ProblemDetails | undefined;
  /** Milliseconds after which the server takes the request again, where it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: TitansApiErrorOptions) {
    const { status, method, path, problem } = options;
    const pointer = problem?.issues?.[0]?.pointer;
    super(code, message, {
      details: { status, method, path, ...(pointer === undefined ? {} : { pointer }) },
    });
    this.status = status;
    this.problem = problem;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Whether a value is a {@link TitansApiError}, of any copy of this package, optionally with one given code. */
export function isTitansApiError(value: unknown, code?: ErrorCode): value is TitansApiError {
  return isTitansError(value, code) && value.name === 'TitansApiError';
}

/**
 * Makes the error for an answer that is not a success. Nothing of the request but its method and path is kept: the
 * credential cannot reach a log through the error.
 */
export async function apiErrorFrom(response: Response, endpoint: Endpoint): Promise<TitansApiError> {
  const { status } = response;
  const { method, path } = endpoint;
  // A connection that breaks here leaves what the status says.
  const text = await response.text().catch(() => '');
  const read = checked(problemDetails, readJson(text));
  const problem = 'data' in read ? read.data : undefined;
  return new TitansApiError(codeOf(problem?.code), message(nameOf(endpoint), status, problem), {
    status,
    method,
    path,
    problem,
    retryAfterMs: retryAfterMs(response.headers),
  });
}

/** The code as the server gave it. It is recognised by its form: the table of codes holds texts that a page need not load. */
export function codeOf(text: string | undefined): ErrorCode {
  return text !== undefined && /^[A-Z][A-Z0-9_]*$/.test(text) ? (text as ErrorCode) : 'API_ERROR';
}

function message(request: string, status: number, problem: ProblemDetails | undefined): string {
  if (problem === undefined) {
    return `${request} was answered with status ${status} and no problem document: is baseUrl a Titans server?`;
  }
  const issues = problem.issues?.map((issue) => `${issue.pointer}: ${issue.message}`).join('; ');
  return `${request} was answered with status ${status}: ${problem.detail}${issues ? ` (${issues})` : ''}`;
}
