import { numberBetween, numberWithin, oneOf } from '../../estimators/parameters.js';
import { shareInterval } from '../../evaluation/share-interval.js';
import { normalQuantile } from '../../statistics/normal.js';
import type { BaselineFigure, MonitoredKind, PerformanceBaseline } from './baseline.js';

/** When a fall is one. */
export interface DegradationPolicy {
  /**
   * How much worse than the baseline is still as expected: 0.05 unless told, of shares as a difference (an accuracy of 0.90
   * may fall to 0.85), of the mean absolute error as a part of it (5 % more).
   */
  readonly tolerance?: number;
  /** Probability that any test of a task ever reports a fall of a version that has none; 0.05 unless told. */
  readonly alpha?: number;
  /**
   * Which metrics are tested, of those that the kind of the task has; they share `alpha`. All unless told but `alert_share`:
   * that there is more to report need not be the model's fault.
   */
  readonly tests?: readonly TestedMetric[];
}

/** What can be tested: means of losses that need not be known in advance. */
export const testedMetrics = [
  'accuracy',
  'uncorrected',
  'mae',
  'coverage',
  'precision',
  'recall',
  'alert_share',
] as const;
export type TestedMetric = (typeof testedMetrics)[number];

/** One sequential test, fixed together with the baseline. */
export interface TestPlan {
  readonly metric: TestedMetric;
  /** What the baseline measured. */
  readonly baseline: number;
  readonly baselineRows: number;
  readonly tolerance: number;
  /** Share of false alarms that is left to this test, that of the baseline's own chance included. */
  readonly alpha: number;
  /**
   * Mean loss up to which nothing is reported: the worst that the baseline may really have been, and the tolerance. `null`
   * where that is everything: then nothing can be found.
   */
  readonly limit: number | null;
}

const metricsOfKind: Readonly<Record<MonitoredKind, readonly TestedMetric[]>> = {
  classification: ['accuracy', 'uncorrected'],
  regression: ['mae', 'coverage'],
  detection: ['precision', 'recall', 'alert_share'],
};

/** Part of alpha that is spent on what chance may have added to the baseline. */
const baselinePart = 0.2;

/** Whether losses are of predictions as they were asked for, rather than of labelled ones. */
export function isOfPredictions(metric: TestedMetric): boolean {
  return metric === 'uncorrected' || metric === 'alert_share';
}

/** ln of the e-value from which a test reports. */
export function threshold({ alpha }: TestPlan): number {
  return -Math.log(alpha * (1 - baselinePart));
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function testPlans(
  { kind, figures }: PerformanceBaseline,
  policy: DegradationPolicy,
): readonly TestPlan[] {
  const { tests = testedMetrics.filter((metric) => metric !== 'alert_share') } = policy;
  for (const metric of tests) oneOf('tests', metric, testedMetrics);
  const tolerance = numberWithin('tolerance', policy.tolerance ?? 0.05, 0, 1);
  const alpha = numberBetween('alpha', policy.alpha ?? 0.05, 0, 1);
  const measured = metricsOfKind[kind].flatMap((metric) => {
    const figure = figures.find((one) => one.metric === (metric === 'uncorrected' ? 'accuracy' : metric));
    return figure === undefined || !tests.includes(metric) ? [] : [{ metric, figure }];
  });
  return measured.map(({ metric, figure }) => {
    const own = alpha / measured.length;
    const limit = worstLoss(metric, figure, own * baselinePart, tolerance);
    return {
      ...{ metric, tolerance, alpha: own },
      baseline: figure.value,
      baselineRows: figure.n,
      limit: limit > 0 && (metric === 'mae' ? Number.isFinite(limit) : limit < 1) ? limit : null,
    };
  });
}

function worstLoss(
  metric: TestedMetric,
  { value, n, standardError }: BaselineFigure,
  alpha: number,
  tolerance: number,
): number {
  if (metric === 'mae') {
    return (value + normalQuantile(1 - alpha) * (standardError ?? 0)) * (1 + tolerance);
  }
  const loss = metric === 'alert_share' ? value : 1 - value;
  const count = Math.min(n, Math.max(0, Math.round(loss * n)));
  return shareInterval(count, n, 1 - 2 * alpha).upper + tolerance;
}

/** A mean loss in the terms of its metric. */
export function valueOfLoss(metric: TestedMetric, loss: number): number {
  return metric === 'mae' || metric === 'alert_share' ? loss : 1 - loss;
}
