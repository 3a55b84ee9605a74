import { integerWithin, numberBetween, numberWithin, oneOf } from '../../estimators/parameters.js';
import { shareInterval } from '../../evaluation/share-interval.js';
import { normalQuantile } from '../../statistics/normal.js';
import type { BaselineFigure, MonitoredKind, PerformanceBaseline } from './baseline.js';
import { invalid } from './monitored-prediction.js';

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
   * Answers that are right or wrong together, such as those about one payee in a row: as many are taken for one. 1 unless
   * told, which is right where an answer that is wrong does not make it likelier that the next one is.
   */
  readonly clusterRows?: number;
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
  /** Probability that this test ever reports where there is no fall. */
  readonly alpha: number;
  /** ln of the e-value from which it reports. */
  readonly threshold: number;
  /** Rows that count as one. */
  readonly clusterRows: number;
  /**
   * What the baseline may really have been, from good to bad. The test reports when it is shown for each of them that it
   * was not so, or that losses are above it and the tolerance. Empty where nothing can be found.
   */
  readonly cells: readonly PlanCell[];
}

/** A range of what the baseline may really have been. */
export interface PlanCell {
  /** Mean loss up to which nothing is reported. */
  readonly limit: number;
  /** ln of the e-value by which the rows of the baseline speak against the range. */
  readonly head: number;
}

const metricsOfKind: Readonly<Record<MonitoredKind, readonly TestedMetric[]>> = {
  classification: ['accuracy', 'uncorrected'],
  regression: ['mae', 'coverage'],
  detection: ['precision', 'recall', 'alert_share'],
};

/** Part of alpha for baselines that were even worse than the worst range. */
const outerPart = 0.05;
/** The same of mean errors, of which only one limit is looked at. */
const errorPart = 0.2;
const ranges = 20;
/** What the bet on a baseline is to bring where it is right, in nats. */
const aim = 2;

/** Whether losses are of predictions as they were asked for, rather than of labelled ones. */
export function isOfPredictions(metric: TestedMetric): boolean {
  return metric === 'uncorrected' || metric === 'alert_share';
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function testPlans(
  { kind, figures }: PerformanceBaseline,
  policy: DegradationPolicy,
): readonly TestPlan[] {
  const { tests = testedMetrics.filter((metric) => metric !== 'alert_share') } = policy;
  if (!Array.isArray(tests)) throw invalid('tests', 'tests must be a list of metrics.');
  for (const metric of tests) oneOf('tests', metric, testedMetrics);
  const tolerance = numberWithin('tolerance', policy.tolerance ?? 0.05, 0, 1);
  const alpha = numberBetween('alpha', policy.alpha ?? 0.05, 0, 1);
  const clusterRows = integerWithin('clusterRows', policy.clusterRows ?? 1, 1, 1e6);
  const measured = metricsOfKind[kind].flatMap((metric) => {
    const figure = figures.find((one) => one.metric === (metric === 'uncorrected' ? 'accuracy' : metric));
    return figure === undefined || !tests.includes(metric) ? [] : [{ metric, figure }];
  });
  return measured.map(({ metric, figure }) => {
    const own = alpha / measured.length;
    const cells =
      metric === 'mae'
        ? errorCells(clustered(figure, clusterRows), tolerance, own)
        : shareCells(metric, clustered(figure, clusterRows), tolerance, own);
    const isTold = cells.every(
      ({ limit }) => limit > 0 && (metric === 'mae' ? Number.isFinite(limit) : limit < 1),
    );
    return {
      ...{ metric, tolerance, alpha: own, clusterRows },
      baseline: figure.value,
      baselineRows: figure.n,
      threshold: -Math.log(own * (1 - (metric === 'mae' ? errorPart : outerPart))),
      cells: isTold ? cells : [],
    };
  });
}

/** What the baseline is known by where so many of its rows say no more than one. */
function clustered({ n, standardError, ...figure }: BaselineFigure, clusterRows: number): BaselineFigure {
  return {
    ...figure,
    n: Math.max(1, Math.floor(n / clusterRows)),
    standardError: standardError === null ? null : standardError * Math.sqrt(clusterRows),
  };
}

/** The highest that the mean error may have been, and the tolerance. */
function errorCells(
  { value, standardError }: BaselineFigure,
  tolerance: number,
  alpha: number,
): readonly PlanCell[] {
  const highest = value + normalQuantile(1 - errorPart * alpha) * (standardError ?? 0);
  return [{ limit: highest * (1 + tolerance), head: 0 }];
}

/** Shares of losses from 0 to the highest that is still possible, in ranges. */
function shareCells(
  metric: TestedMetric,
  { value, n }: BaselineFigure,
  tolerance: number,
  alpha: number,
): readonly PlanCell[] {
  const loss = metric === 'alert_share' ? value : 1 - value;
  const count = Math.min(n, Math.max(0, Math.round(loss * n)));
  const highest = shareInterval(count, n, 1 - 2 * outerPart * alpha).upper;
  const step = (highest - count / n) / ranges;
  return Array.from({ length: ranges + 1 }, (_, range) => {
    const from = range === 0 ? 0 : count / n + (range - 1) * step;
    return { limit: count / n + range * step + tolerance, head: against(from, count, n) };
  });
}

/** ln of the e-value against a share of losses of at least `from`: a bet that there would have been more of them. */
function against(from: number, count: number, n: number): number {
  if (from === 0) return 0;
  const bet = Math.min(0.99, Math.sqrt((2 * aim * (1 - from)) / (n * from)));
  return (n - count) * Math.log1p((bet * from) / (1 - from)) + count * Math.log1p(-bet);
}
