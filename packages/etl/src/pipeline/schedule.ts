import { TitansError } from '@titans/core';
import { Cron } from 'croner';
import {
  requireKnownOptions,
  requireMethod,
  requirePlain,
  requireText,
  requireWork,
} from '../validation/arguments.js';
import type { Pipeline } from './pipeline.js';
import type { PipelineReport } from './report.js';
import { parseRunOptions, type RunOptions } from './run-options.js';

/** Calls at the times of a cron pattern. Replace it to let another system keep the time. */
export interface Scheduler {
  /**
   * @param pattern As in cron: minute, hour, day of month, month, day of week; six fields begin with seconds.
   * @param timeZone IANA zone in which the pattern is read.
   * @throws TitansError `CONFIG_INVALID` for a pattern or zone that makes no sense.
   */
  start(pattern: string, timeZone: string, tick: () => void): StartedTimer;
}

/** A timer that runs. */
export interface StartedTimer {
  /** `null` if it will not tick again. */
  nextTick(): Date | null;
  stop(): void;
}

/** How a pipeline is run again and again. */
export interface ScheduleOptions {
  /** IANA zone in which the pattern is read; `"UTC"` unless told. */
  readonly timeZone?: string;
  /** How each run is done; `{ mode: 'incremental' }` unless told. Its signal ends the schedule too. */
  readonly run?: RunOptions;
  readonly onReport?: (report: PipelineReport) => void;
  /** Told of every run that failed; the next one takes place nevertheless. */
  readonly onError: (error: unknown) => void;
  /** In this process unless told. */
  readonly scheduler?: Scheduler;
}

/** A pipeline that is run again and again. */
export interface Schedule {
  nextRun(): Date | null;
  /** Whether a run is going on. A time that comes meanwhile is left out. */
  isRunning(): boolean;
  /** Starts no further run, cancels the one that goes on and waits for its end. */
  stop(): Promise<void>;
}

/** Keeps the time in this process, by croner; the timer does not keep the process alive. */
export const processScheduler: Scheduler = Object.freeze({
  start(pattern: string, timeZone: string, tick: () => void): StartedTimer {
    requireText(pattern, 'schedule', 'A schedule needs a cron pattern, such as "15 4 * * *"');
    requireTimeZone(timeZone);
    try {
      const cron = new Cron(pattern, { timezone: timeZone, unref: true }, tick);
      return { nextTick: () => cron.nextRun(), stop: () => cron.stop() };
    } catch (cause) {
      throw new TitansError(
        'CONFIG_INVALID',
        `The schedule ${JSON.stringify(pattern)} is no cron pattern. Write minute, hour, day of month, month and day of week, for example "15 4 * * *" for 4:15 of every day.`,
        { details: { field: 'schedule' }, cause },
      );
    }
  },
});

const scheduleOptions: readonly (keyof ScheduleOptions)[] = [
  'timeZone',
  'run',
  'onReport',
  'onError',
  'scheduler',
];

/**
 * Runs a pipeline at the times of a cron pattern, one run at a time.
 *
 * @throws TitansError `CONFIG_INVALID` for a pattern or time zone that makes no sense; `INVALID_ARGUMENT` without
 * `onError`.
 * @example
 * ```ts
 * import { extract, openWarehouse, pipeline, schedule } from '@titans/etl';
 *
 * const warehouse = await openWarehouse('./titans-data');
 * const nightly = schedule(pipeline({ extract: extract('exports/*.csv'), load: warehouse.loader() }), '15 4 * * *', {
 *   timeZone: 'Europe/London',
 *   onReport: ({ rows }) => console.log(rows),
 *   onError: (error) => console.error(error),
 * });
 * process.once('SIGTERM', () => nightly.stop().then(() => warehouse.close()));
 * ```
 */
export function schedule(pipeline: Pipeline, pattern: string, options: ScheduleOptions): Schedule {
  requireMethod(pipeline, 'run', 'pipeline', 'A schedule needs what pipeline() gives');
  if (typeof options?.onError !== 'function') {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'A schedule needs the option "onError", a function that is told of runs that failed, since nobody else is.',
      { details: { field: 'onError' } },
    );
  }
  requireKnownOptions(options, scheduleOptions, 'schedule');
  requireWork({ onReport: options.onReport });
  const { timeZone = 'UTC', run = { mode: 'incremental' }, scheduler = processScheduler } = options;
  const stopping = new AbortController();
  requirePlain(run, 'run', 'The options of the runs must be an object');
  parseRunOptions(run);
  requireMethod(scheduler, 'start', 'scheduler', '"scheduler" must be a scheduler');
  const signals = [stopping.signal, ...(run.signal === undefined ? [] : [run.signal])];
  const signal = AbortSignal.any(signals);
  let running: Promise<void> | null = null;
  const timer = scheduler.start(pattern, timeZone, tick);
  signal.addEventListener('abort', () => timer.stop(), { once: true });

  function tick(): void {
    if (running !== null || signal.aborted) return;
    running = runOnce().finally(() => {
      running = null;
    });
  }

  async function runOnce(): Promise<void> {
    try {
      const report = await pipeline.run({ ...run, signal });
      options.onReport?.(report);
    } catch (error) {
      options.onError(error);
    }
  }

  return Object.freeze({
    nextRun: () => (signal.aborted ? null : timer.nextTick()),
    isRunning: () => running !== null,
    async stop() {
      stopping.abort();
      timer.stop();
      await running;
    },
  });
}

function requireTimeZone(timeZone: string): void {
  requireText(timeZone, 'timeZone', 'A time zone is an IANA name, such as "Europe/London"');
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new TitansError(
      'CONFIG_INVALID',
      `The time zone ${JSON.stringify(timeZone)} of the schedule is not known. Give an IANA name, for example "Europe/London".`,
      { details: { field: 'timeZone' }, cause },
    );
  }
}
