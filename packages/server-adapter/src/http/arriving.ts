import { inTime } from './in-time.js';
import { requestError } from './problem.js';

/** How slowly the pieces of a stream may arrive. */
export interface Pace {
  /** Longest wait for one piece, in milliseconds. */
  readonly timeoutMs: number;
  /** Least mean rate once `timeoutMs` have been waited in all; 0 for none. Time in which nobody reads does not count. */
  readonly minBytesPerSecond: number;
}

/**
 * The pieces of a stream, as long as they keep coming.
 *
 * @throws TitansError from reading: `REQUEST_TIMEOUT` where they come too slowly, `ABORTED` where the client goes away.
 */
export async function* arriving(
  pieces: AsyncIterable<Uint8Array>,
  { timeoutMs, minBytesPerSecond }: Pace,
): AsyncGenerator<Uint8Array> {
  const source = pieces[Symbol.asyncIterator]();
  let bytes = 0;
  let waitedMs = 0;
  try {
    for (;;) {
      const asked = performance.now();
      const { done, value } = await inTime(gone(source.next()), timeoutMs, () => {
        throw tooSlow(`A piece of the body must arrive within ${timeoutMs / 1_000} s.`);
      });
      if (done === true) return;
      waitedMs += performance.now() - asked;
      bytes += value.byteLength;
      if (waitedMs > timeoutMs && bytes < (minBytesPerSecond * waitedMs) / 1_000) {
        throw tooSlow(`The body must arrive at ${minBytesPerSecond} bytes per second or faster.`);
      }
      yield value;
    }
  } finally {
    // Not awaited: a source that is being waited for would give itself up only when something arrives.
    Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

function tooSlow(message: string): Error {
  return requestError('REQUEST_TIMEOUT', message);
}

async function gone<T>(piece: Promise<T>): Promise<T> {
  try {
    return await piece;
  } catch {
    throw requestError('ABORTED', 'The client went away before its body had arrived.');
  }
}
