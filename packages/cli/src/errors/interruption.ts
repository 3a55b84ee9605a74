import process from 'node:process';
import type { OutputStream } from '../terminal/output.js';
import type { ExitCode } from './exit-codes.js';

/** What stops a command from outside. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Answers SIGINT and SIGTERM: the first stops the work in order, a second ends the process at once. */
  listen(stderr: OutputStream): void;
  /** Takes the answers off again. */
  ignore(): void;
  /** 143 where SIGTERM stopped the work, else 130. */
  exitCode(): ExitCode;
}

const codes = { SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof codes;

/** Joins the caller's signal with those of the process. */
export function interruptionOf(given: AbortSignal | undefined): Interruption {
  const controller = new AbortController();
  let by: StopSignal = 'SIGINT';
  let told: OutputStream | null = null;

  function stop(signal: StopSignal): void {
    if (controller.signal.aborted) process.exit(codes[signal]);
    by = signal;
    told?.write('\n');
    controller.abort(new Error(`Stopped by ${signal}.`));
  }

  return {
    signal: given === undefined ? controller.signal : AbortSignal.any([given, controller.signal]),
    listen(stderr) {
      told = stderr.isTTY === true ? stderr : null;
      process.on('SIGINT', stop);
      process.on('SIGTERM', stop);
    },
    ignore() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
    exitCode: () => codes[by],
  };
}
