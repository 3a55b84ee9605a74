import { TitansError } from '@titans/core';
import { type MetricDirection, metricDirection } from './best-run.js';
import { signFlipTest } from './sign-flip-test.js';
import type { ActiveRun, Run, Tracker } from './tracker.js';

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
   * Of no difference, by the signs of the differences of the losses of the same rows, exact for up to 16 rows; `null` where
   * one of the runs has no losses or they are of other rows.
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
  const isPaired = isSame && mine.losses.length === theirs.losses.length && mine.losses.length > 0;
  const differences = isPaired
    ? Float64Array.from(mine.losses, (loss, row) => loss - (theirs.losses[row] as number))
    : new Float64Array();
  const pValue = isPaired ? await signFlipTest(differences, { ...(signal && { signal }) }) : null;
  return Object.freeze({
    metric,
    direction: better,
    value: lastValueOf(run),
    otherValue: lastValueOf(other),
    params: names
      .map((name) => ({
        name,
        value: paramOf(run, name),
        otherValue: paramOf(other, name),
      }))
      .filter(({ value, otherValue }) => value !== otherValue),
    pValue,
    n: differences.length,
    better: pValue === null || pValue > 0.05 ? 'undecided' : sum(differences) < 0 ? 'this' : 'other',
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
  try {
    const { rows, losses } = JSON.parse(text) as { rows: string; losses: number[] };
    if (typeof rows === 'string' && losses.every((loss) => Number.isFinite(loss))) return { rows, losses };
  } catch {
    // Said below.
  }
  throw new TitansError('ARTIFACT_CORRUPT', 'The losses of a run cannot be read.', {
    details: { source: path },
  });
}

/** Names of parameters may be those of members that every object has. */
function paramOf({ params }: Run, name: string): string | null {
  return Object.hasOwn(params, name) ? (params[name] as string) : null;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
