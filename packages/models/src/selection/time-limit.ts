import { isTitansError, type WorkOptions } from '@titans/core';

/** When work has to end, by a clock in milliseconds. */
export interface TimeLimit {
  readonly endsAt: number;
  readonly clock: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does work that is cut off when the time is up. Whatever reports progress is asked at each report, so no timer runs
 * and a clock that is given decides alone; work that never reports goes on to its end and counts.
 *
 * @returns `null` if the work was cut off.
 * @throws TitansError `ABORTED` if the signal was raised, and whatever the work throws.
 */
export async function withinLimit<T>(
  { endsAt, clock, signal }: TimeLimit,
  work: (options: WorkOptions) => Promise<T>,
): Promise<{ readonly done: T } | null> {
  if (endsAt === Number.POSITIVE_INFINITY)
    return { done: await work(signal === undefined ? {} : { signal }) };
  const cut = new AbortController();
  const joined = signal === undefined ? cut.signal : AbortSignal.any([signal, cut.signal]);
  try {
    return {
      done: await work({
        signal: joined,
        onProgress: () => {
          if (clock() >= endsAt) cut.abort();
        },
      }),
    };
  } catch (error) {
    if (cut.signal.aborted && signal?.aborted !== true && isAbort(error)) return null;
    throw error;
  }
}

/** An estimator from elsewhere ends with the signal's own reason, as `throwIfAborted` of a signal throws it. */
function isAbort(error: unknown): boolean {
  return isTitansError(error, 'ABORTED') || (error instanceof Error && error.name === 'AbortError');
}
