import { TitansError } from '@titans/core';
import { pairedBootstrap } from '../../evaluation/comparison/paired-bootstrap.js';
import { type MetricDirection, metricDirection } from './best-run.js';
import type { ActiveRun, Tracker } from './tracker.js';

const lossFolder = 'losses';

/** Losses of the rows of one evaluation, so that runs can be compared row by row. */
export interface RowLosses {
  /** The metric whose value is the mean of the losses, or one minus it. */
  readonly metric: string;
  /** Names the rows: the same text for the same rows in the same order, such as their fingerprint. */
  readonly rows: string;
  /** One per row; of `accuracy` 1 for a wrong row and 0 for a right one. */
  readonly losses: Float64Array;
}

/** Keeps the losses of a run's rows with the run. @throws TitansError as `logFile`, `DATA_NOT_FINITE`. */
export async function logLosses(run: ActiveRun, { metric, rows, losses }: RowLosses): Promise<void> {
  if (losses.some((loss) => !Number.isFinite(loss))) {
    throw new TitansError('DATA_NOT_FINITE', 'A loss is not finite.', { details: { field: 'losses' } });
  }
  const text = JSON.stringify({ rows, losses: Array.from(losses) });
  await run.logFile(`${lossFolder}/${metric}.json`, new TextEncoder().encode(text));
}

/** Two runs beside one another. */
export interface RunComparison {
  readonly metric: string;
  readonly direction: MetricDirection;
  /** Last value of each run; `null` where it has none. */
  readonly value: number | null;
  readonly otherValue: number | null;
  /** Parameters that differ, with the value of each; `null` where it has none. */
  readonly params: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly otherValue: string | null;
  }[];
  /**
   * Of no difference, by a paired bootstrap of the losses of the same rows; `null` where one of the runs has no losses or
   * they are of other rows.
   */
  readonly pValue: number | null;
  /** Rows compared. */
  readonly n: number;
  /** Which is better; `undecided` where the p-value is above 0.05 or there is none. */
  readonly better: 'this' | 'other' | 'undecided';
}

/** What is compared. */
export interface CompareRunsOptions {
  readonly metric: string;
  readonly direction?: MetricDirection;
  readonly signal?: AbortSignal;
}

/**
 * Compares two runs: what was set differently, and whether one is better than the other beyond chance. The values alone
 * never decide that.
 *
 * @throws TitansError `NOT_FOUND`, `INVALID_ARGUMENT`, `ABORTED`.
 */
export async function compareRuns(
  tracker: Tracker,
  runId: string,
  otherRunId: string,
  { metric, direction, signal }: CompareRunsOptions,
): Promise<RunComparison> {
  const better = metricDirection(metric, direction);
  const [run, other] = await Promise.all([tracker.run(runId), tracker.run(otherRunId)]);
  const lastValueOf = (of: typeof run): number | null =>
    of.metrics.find(({ name }) => name === metric)?.value ?? null;
  const names = [...new Set([...Object.keys(run.params), ...Object.keys(other.params)])].sort();
  const [mine, theirs] = await Promise.all([
    lossesOf(tracker, runId, metric),
    lossesOf(tracker, otherRunId, metric),
  ]);
  const isSame = mine !== null && theirs !== null && mine.rows === theirs.rows;
  const isPaired = isSame && mine.losses.length === theirs.losses.length && mine.losses.length > 1;
  const pValue = isPaired ? await pValueOf(mine.losses, theirs.losses, signal) : null;
  const difference = isPaired ? mean(mine.losses) - mean(theirs.losses) : 0;
  return Object.freeze({
    metric,
    direction: better,
    value: lastValueOf(run),
    otherValue: lastValueOf(other),
    params: names
      .map((name) => ({
        name,
        value: run.params[name] ?? null,
        otherValue: other.params[name] ?? null,
      }))
      .filter(({ value, otherValue }) => value !== otherValue),
    pValue,
    n: isPaired ? mine.losses.length : 0,
    better: pValue === null || pValue > 0.05 ? 'undecided' : difference < 0 ? 'this' : 'other',
  });
}

async function lossesOf(
  tracker: Tracker,
  runId: string,
  metric: string,
): Promise<{ readonly rows: string; readonly losses: readonly number[] } | null> {
  const path = `${lossFolder}/${metric}.json`;
  if (!(await tracker.files(runId)).some((file) => file.path === path)) return null;
  const text = new TextDecoder().decode(await tracker.file(runId, path));
  return JSON.parse(text) as { rows: string; losses: number[] };
}

async function pValueOf(
  losses: readonly number[],
  others: readonly number[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const over =
    (values: readonly number[]) =>
    (rows: Int32Array): number =>
      rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;
  const { pValue } = await pairedBootstrap(
    over(losses),
    over(others),
    losses.length,
    signal === undefined ? {} : { signal },
  );
  return pValue;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
