import { type Deadline, deadlines } from './deadlines.js';
import { requestError } from './problem.js';

/** How long a client may take to read one piece. */
const stalledMs = 30_000;
const stalls = deadlines(stalledMs);

/**
 * The pieces of a stream as bytes. `ended` is called once: when it ends, fails, or is given up, also before it was begun. A
 * stream of which nobody asks for the next piece within 30 s is given up, too, so that clients that stop reading hold
 * nothing; whoever asks later is told that it is broken off.
 */
export function trackedStream(
  pieces: AsyncIterable<string>,
  ended: (error?: unknown) => void,
): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const source = pieces[Symbol.asyncIterator]();
      let hasEnded = false;
      let failure: unknown;
      let stall: Deadline | null = stalls.start(giveUp);

      function end(error?: unknown): void {
        stall?.clear();
        stall = null;
        if (hasEnded) return;
        hasEnded = true;
        ended(error);
      }

      function giveUp(): void {
        failure = requestError('ABORTED', `The client has not read for ${stalledMs / 1_000} s.`);
        end();
        Promise.resolve(source.return?.()).catch(() => undefined);
      }

      return {
        async next() {
          stall?.clear();
          if (failure !== undefined) throw failure;
          if (hasEnded) return { done: true, value: undefined };
          try {
            const { done, value } = await source.next();
            if (done !== true) {
              if (!hasEnded) stall = stalls.start(giveUp);
              return { done: false, value: encoder.encode(value) };
            }
          } catch (error) {
            end(error);
            throw error;
          }
          end();
          return { done: true, value: undefined };
        },
        async return() {
          end();
          await source.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

const encoder = new TextEncoder();
