import { TitansError, type TransactionSource, throwIfAborted } from '@titans/core';
import { onAbort } from '../http/on-abort.js';

/** Longer than a database takes for a day of a large bank. */
const longestMs = 60_000;

/**
 * A source that is told to stop where it gives nothing for a minute, and is waited for no longer even if it does not listen:
 * what follows it would else never read again.
 *
 * @throws TitansError from `transactions`: `DATABASE_UNAVAILABLE` when the time is over, `ABORTED`, and what the source throws.
 */
export function patientSource(source: TransactionSource, mostMs: number = longestMs): TransactionSource {
  return {
    async transactions(selection = {}) {
      const { signal } = selection;
      throwIfAborted(signal, 'reading stored transactions');
      const stopping = new AbortController();
      let stop = (_: TitansError): void => undefined;
      const stopped = new Promise<never>((_, reject) => {
        stop = (error) => {
          stopping.abort(error);
          reject(error);
        };
      });
      const release =
        signal &&
        onAbort(signal, () =>
          stop(new TitansError('ABORTED', 'The work was cancelled during reading stored transactions.')),
        );
      const timer = setTimeout(
        () =>
          stop(
            new TitansError('DATABASE_UNAVAILABLE', `The source gave no transactions within ${mostMs} ms.`),
          ),
        mostMs,
      );
      if (typeof timer === 'object') timer.unref();
      try {
        return await Promise.race([source.transactions({ ...selection, signal: stopping.signal }), stopped]);
      } finally {
        clearTimeout(timer);
        release?.();
      }
    },
  };
}
