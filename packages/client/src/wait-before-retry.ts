import { isTitansError } from '@titans/core/errors';
import { isTitansApiError } from './api-error.js';
import { backoffMs, isRetryableStatus, type RetryPolicy } from './retry.js';

/**
 * Wait before something that can be asked again is asked again, in milliseconds; `undefined` if that would not help or it
 * has failed too often in a row.
 *
 * @param failures In a row, from 1.
 */
export function waitBeforeRetryMs(
  error: unknown,
  failures: number,
  policy: Required<RetryPolicy>,
): number | undefined {
  if (failures > policy.retries) return undefined;
  const demandedMs = isTitansApiError(error) ? error.retryAfterMs : undefined;
  if (mayDifferLater(error)) return demandedMs ?? backoffMs(policy, failures);
  // Where the server itself says that it is so: a first request with the same idempotency key still runs, as after a
  // connection that broke, or a stream that was answered stopped on its way.
  const isForNow = isTitansApiError(error) && (error.code === 'REQUEST_IN_PROGRESS' || error.status === 200);
  return isForNow ? demandedMs : undefined;
}

/** Whether it failed for a reason that may be gone a moment later. */
export function mayDifferLater(error: unknown): boolean {
  return isTitansApiError(error) ? isRetryableStatus(error.status) : isTitansError(error, 'API_UNREACHABLE');
}
