import {
  type PlainDate,
  TitansError,
  type TransactionSelection,
  type TransactionSource,
  type TransactionTable,
} from '@titans/core';
import { inTime } from '../http/in-time.js';
import { requestError } from '../http/problem.js';

/** Reads stored transactions, for so long as a source may take. */
export type ReadStored = (
  source: TransactionSource,
  selection: Pick<TransactionSelection, 'accountId' | 'from' | 'to' | 'limit'>,
  signal: AbortSignal | undefined,
) => Promise<TransactionTable>;

/**
 * Reads from a source that is told to stop, and waited for no longer, when the time is over.
 *
 * @throws TitansError from the function: `DATABASE_UNAVAILABLE` when the time is over, and what the source throws.
 */
export function storedReader(timeoutMs: number): ReadStored {
  return async (source, selection, signal) => {
    const controller = new AbortController();
    const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    return inTime(source.transactions({ ...selection, signal: either }), timeoutMs, () => {
      controller.abort();
      throw new TitansError('DATABASE_UNAVAILABLE', `The source gave nothing within ${timeoutMs} ms.`);
    });
  };
}

/**
 * The days of a query.
 *
 * @throws TitansError `REQUEST_INVALID` if the first lies after the last.
 */
export function daysOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  pointer: string,
): { readonly from?: PlainDate; readonly to?: PlainDate } {
  if (from !== undefined && to !== undefined && from > to) {
    const message = 'The first day lies after the last.';
    throw requestError('REQUEST_INVALID', message, { issues: [{ pointer, message }] });
  }
  return {
    ...(from === undefined ? {} : { from: from as PlainDate }),
    ...(to === undefined ? {} : { to: to as PlainDate }),
  };
}
