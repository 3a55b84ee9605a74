import { maxTimerMs } from './client-options.js';
import { beforeDeadline } from './deadline.js';

/** @throws TitansError `ABORTED` as soon as the signal is raised. */
export function pause(ms: number, signal: AbortSignal | undefined, task: string): Promise<void> {
  return beforeDeadline(
    { timeoutMs: maxTimerMs, signal, task },
    (stopped) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        stopped.addEventListener('abort', () => clearTimeout(timer));
      }),
  );
}
