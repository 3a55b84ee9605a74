import { isPlainDate, type PlainDate, type Progress, parsePlainDate, type WorkOptions } from '@titans/core';
import * as z from 'zod/mini';
import { requireWork } from '../validation/arguments.js';
import { validated } from '../validation/validated.js';
import type { LineageEvent } from './lineage.js';

/**
 * `full` reads every source; `incremental` leaves out files that were loaded before, by checksum, and asks other
 * sources only for what may be new.
 */
export const runModes = ['full', 'incremental'] as const;
export type RunMode = (typeof runModes)[number];

/** What is loaded at once: all sources or none, or each source or none of it. */
export const commitUnits = ['run', 'source'] as const;
export type CommitUnit = (typeof commitUnits)[number];

/** Progress with the speed of its stage. */
export interface RunProgress extends Progress {
  /** Units per second since the stage began; 0 in its first 20 ms, too short a time to tell. */
  readonly perSecond: number;
  /** Seconds that the rest would take at that speed, `null` where the total is not known. */
  readonly etaSeconds: number | null;
}

/** How a pipeline is run. */
export interface RunOptions extends Omit<WorkOptions, 'onProgress'> {
  /** `"full"` unless told. */
  readonly mode?: RunMode;
  /** First and last day to load, for a backfill; rows of other days are left as they are and counted apart. */
  readonly from?: PlainDate | string;
  readonly to?: PlainDate | string;
  /**
   * Days before the newest one loaded that an incremental run asks for again, since banks book late; 7 unless told.
   * Rows that are known change nothing.
   */
  readonly overlapDays?: number;
  /**
   * `"run"` unless told. With `"source"`, what has been loaded stays where a later source fails or the process is
   * killed, and an incremental run goes on with the next one.
   *
   * The transactions are the same either way, but not the counts of a value that changes and changes back within one
   * run: by `"source"` it is updated twice and is then said to come from the last source; by `"run"` nothing changed, and
   * it comes from where it came from before.
   */
  readonly commit?: CommitUnit;
  /** Does everything and then takes it back: the report says what would have been loaded. */
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Told when the run starts and when it ends, in the form of OpenLineage; a promise is waited for. */
  readonly onLineage?: (event: LineageEvent) => void | Promise<void>;
}

/** Options with their defaults. */
export interface ParsedRunOptions {
  readonly mode: RunMode;
  readonly from: PlainDate | null;
  readonly to: PlainDate | null;
  readonly overlapDays: number;
  readonly commit: CommitUnit;
  readonly dryRun: boolean;
}

const day = z.optional(z.string().check(z.refine(isPlainDate, 'a date is written YYYY-MM-DD')));

const optionsSchema = z
  .strictObject({
    mode: z.optional(z.enum(runModes)),
    from: day,
    to: day,
    overlapDays: z.optional(z.int().check(z.gte(0), z.lte(3_650))),
    commit: z.optional(z.enum(commitUnits)),
    dryRun: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ from, to }) => from === undefined || to === undefined || from <= to, '"from" is after "to"'),
  );

/** Checks options. Throws `INVALID_ARGUMENT` that names the first wrong one. */
export function parseRunOptions(options: RunOptions): ParsedRunOptions {
  const { signal, onProgress, onLineage, ...data } = options;
  requireWork({ signal, onProgress, onLineage });
  const checked = validated(optionsSchema, data, 'INVALID_ARGUMENT', 'options of the run');
  return {
    mode: checked.mode ?? 'full',
    from: checked.from === undefined ? null : parsePlainDate(checked.from),
    to: checked.to === undefined ? null : parsePlainDate(checked.to),
    overlapDays: checked.overlapDays ?? 7,
    commit: checked.commit ?? 'run',
    dryRun: checked.dryRun ?? false,
  };
}
