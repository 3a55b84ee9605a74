import { endsWithRequests } from './background.js';

/** Knows whether the event loop was blocked. */
export interface EventLoopWatch {
  /** The longest that it was blocked for, in milliseconds, as of the last {@link memoryMs}. */
  longestBlockMs(): number;
  close(): void;
}

const beatMs = 500;
/** How long a block is remembered: one probe of the usual ten seconds sees it. */
export const memoryMs = 10_000;

/**
 * Watches the event loop by a timer that is late when the loop is. While the loop is blocked nobody can be told, and a
 * probe runs into its own time limit; the first one after it is told how long it was. The timer keeps no process alive. Where
 * timers end with requests nobody can watch, and whoever runs the service ends what takes too long.
 */
export function watchEventLoop(): EventLoopWatch {
  if (endsWithRequests) return { longestBlockMs: () => 0, close: () => undefined };
  let lastBeat = performance.now();
  const blocks: { readonly at: number; readonly ms: number }[] = [];

  function beat(): void {
    const now = performance.now();
    const lateMs = now - lastBeat - beatMs;
    lastBeat = now;
    while (blocks[0] !== undefined && now - blocks[0].at > memoryMs) blocks.shift();
    if (lateMs > beatMs) blocks.push({ at: now, ms: lateMs });
  }

  const timer = setInterval(beat, beatMs);
  // Where there is no process, timers are numbers.
  if (typeof timer === 'object') timer.unref();
  return {
    longestBlockMs() {
      // A request that was waiting behind the block may come before the timer does.
      beat();
      return blocks.reduce((longest, { ms }) => Math.max(longest, ms), 0);
    },
    close: () => clearInterval(timer),
  };
}
