import { TitansError } from '../errors/titans-error.js';

/** One report of long work. */
export interface Progress {
  /** What is being done, for example `"load"` or `"category: cross-validation"`. */
  readonly stage: string;
  /** Units done so far: rows, rounds or steps, as `unit` says. */
  readonly done: number;
  /** Units in all, where they are known. */
  readonly total?: number;
  readonly unit: 'rows' | 'bytes' | 'rounds' | 'steps';
}

/** What everything long takes. */
export interface WorkOptions {
  /** Cancels the work; it then rejects with code `ABORTED`. */
  readonly signal?: AbortSignal;
  /** Called as the work goes on. An exception it throws ends the work. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Throws a `TitansError` with code `ABORTED` if the signal has been raised. */
export function throwIfAborted(signal: AbortSignal | undefined, stage: string): void {
  if (signal?.aborted) {
    throw new TitansError('ABORTED', `The work was cancelled during ${stage}.`, {
      details: { stage },
      cause: signal.reason,
    });
  }
}

/** Lets timers, I/O and the caller's own work run, then checks the signal. */
export async function breathe(signal: AbortSignal | undefined, stage: string): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  throwIfAborted(signal, stage);
}
