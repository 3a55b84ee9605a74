import { isTitansError, type WorkOptions } from '@titans/core';
import { bootstrapInterval } from '../evaluation/bootstrap.js';
import { shareInterval } from '../evaluation/share-interval.js';
import type { HeldOutRows } from '../tasks/held-out-rows.js';
import type { Measurement, TaskName } from '../tasks/models.js';
import type { MeasurementInterval } from './training-record.js';

/** Metrics that are shares of the rows measured on. Those of a cash flow are of days, which depend on one another. */
const shares: Readonly<Record<TaskName, RegExp>> = {
  category: /^(?:accuracy|accepted|accepted_accuracy)(?:_|$)/,
  amount: /^coverage(?:_|$)(?!.*new_payees)/,
  anomaly: /^(?:rate|high_risk_rate|anomaly_share)$/,
  cashflow: /^$/,
};

const level = 0.95;
/** Ends of an interval of 95 % differ from draw to draw by a few per cent of its width. */
const resamples = 500;
/** Rows that all resamples of a figure together draw at most; above, there are fewer resamples. */
const mostDrawn = 20_000_000;
const leastResamples = 100;
/** More rows than that make intervals so narrow that they say nothing more. */
const mostRows = mostDrawn / leastResamples;

/** Intervals of what was measured, where the rows tell one. */
export async function measurementIntervals(
  task: TaskName,
  measurements: readonly Measurement[],
  heldOut: HeldOutRows | undefined,
  { signal }: Pick<WorkOptions, 'signal'>,
): Promise<readonly MeasurementInterval[]> {
  const intervals: MeasurementInterval[] = [];
  for (const { metric, value, n } of measurements) {
    if (!Number.isFinite(value)) continue;
    if (shares[task].test(metric) && value >= 0 && value <= 1 && n > 0) {
      const { lower, upper } = shareInterval(Math.round(value * n), n, level);
      intervals.push({ task, metric, lower, upper, level, method: 'exact' });
      continue;
    }
    const drawn = heldOut && (await drawnInterval(heldOut, metric, signal));
    if (drawn) intervals.push({ task, metric, ...drawn, level, method: 'bootstrap' });
  }
  return intervals.map((interval) => Object.freeze(interval));
}

async function drawnInterval(
  { losses, figures }: HeldOutRows,
  metric: string,
  signal: AbortSignal | undefined,
): Promise<Pick<MeasurementInterval, 'lower' | 'upper'> | null> {
  const n = Object.values(losses)[0]?.length ?? 0;
  const loss = Object.hasOwn(losses, metric) ? losses[metric] : undefined;
  const statistic = loss ? meanOf(loss) : Object.hasOwn(figures, metric) ? figures[metric] : undefined;
  if (statistic === undefined || n < 2 || n > mostRows) return null;
  try {
    const { lower, upper } = await bootstrapInterval(statistic, n, {
      level,
      resamples: Math.max(leastResamples, Math.min(resamples, Math.floor(mostDrawn / n))),
      ...(signal && { signal }),
    });
    return { lower, upper };
  } catch (error) {
    // A figure that most resamples do not define has no interval.
    if (isTitansError(error, 'DATA_INSUFFICIENT') || isTitansError(error, 'DATA_NOT_FINITE')) return null;
    throw error;
  }
}

function meanOf(values: Float64Array): (rows: Int32Array) => number {
  return (rows) => rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;
}
