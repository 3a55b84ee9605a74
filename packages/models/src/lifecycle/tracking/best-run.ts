import { TitansError } from '@titans/core';
import { invalid } from '../registry/checked-names.js';
import type { Run, Tracker } from './tracker.js';

/** Which values of a metric are better. */
export type MetricDirection = 'higher' | 'lower';

/** Metrics of the reports of `train`, and the usual ones beside, of which it is known which values are better. */
const directions: Readonly<Record<string, MetricDirection>> = {
  accuracy: 'higher',
  balanced_accuracy: 'higher',
  precision: 'higher',
  recall: 'higher',
  f1: 'higher',
  macro_f1: 'higher',
  weighted_f1: 'higher',
  roc_auc: 'higher',
  average_precision: 'higher',
  r2: 'higher',
  skill: 'higher',
  mae: 'lower',
  mse: 'lower',
  rmse: 'lower',
  mape: 'lower',
  smape: 'lower',
  wape: 'lower',
  mase: 'lower',
  pinball: 'lower',
  log_loss: 'lower',
  brier: 'lower',
  ece: 'lower',
};

/**
 * Which values of a metric are better: by the last part of its name, so that `category.macro_f1` and
 * `accuracy_new_payees` are known.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a metric that is not known and has no direction given.
 */
export function metricDirection(metric: string, given?: MetricDirection): MetricDirection {
  if (typeof metric !== 'string') throw invalid('metric', 'metric must be the name of one.');
  if (given === 'higher' || given === 'lower') return given;
  if (given !== undefined) throw invalid('direction', 'direction must be "higher" or "lower".');
  const name = metric.split(/[./]/).at(-1) ?? metric;
  const known = Object.keys(directions)
    .filter((candidate) => name === candidate || name.startsWith(`${candidate}_`))
    .sort((a, b) => b.length - a.length)[0];
  if (known !== undefined) return directions[known] as MetricDirection;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `Of "${metric}" it is not known whether higher or lower is better: give direction.`,
    { details: { field: 'direction' } },
  );
}

/** How the best run is chosen. */
export interface BestRunOptions {
  readonly metric: string;
  /** Needed for metrics that are not known. */
  readonly direction?: MetricDirection;
  readonly signal?: AbortSignal;
}

/**
 * The finished run with the best last value of a metric; of equal ones the earliest. `null` if no finished run has it.
 *
 * @throws TitansError `INVALID_ARGUMENT`, `NOT_FOUND`, `ABORTED`.
 */
export async function bestRun(
  tracker: Tracker,
  experiment: string,
  { metric, direction, signal }: BestRunOptions,
): Promise<Run | null> {
  const sign = metricDirection(metric, direction) === 'higher' ? 1 : -1;
  let best: { readonly run: Run; readonly score: number } | null = null;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Tracker['runs']>> = await tracker.runs(experiment, {
      limit: 1_000,
      ...(cursor === null ? {} : { cursor }),
      ...(signal === undefined ? {} : { signal }),
    });
    for (const run of page.items) {
      const value = run.metrics.find(({ name }) => name === metric)?.value;
      if (run.status !== 'finished' || value === undefined || Number.isNaN(value)) continue;
      if (best === null || sign * value >= best.score) best = { run, score: sign * value };
    }
    cursor = page.next;
  } while (cursor !== null);
  return best?.run ?? null;
}
