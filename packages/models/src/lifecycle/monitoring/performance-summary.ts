import { max, mean, min, standardDeviation } from 'simple-statistics';
import type { MonitoredKind } from './baseline.js';
import type { VersionPlan } from './kept-versions.js';
import type { MonitorState, StateRules } from './monitor-state.js';
import { performanceHtml } from './performance-html.js';
import { type PerformanceJson, performanceJson } from './performance-json.js';
import {
  isoTime,
  type PerformanceWindow,
  type PredictionWindow,
  predictionWindows,
} from './performance-windows.js';
import type { TestedMetric, TestPlan } from './test-plan.js';
import type { WindowFigure } from './window-figure.js';

/** `degraded` once a test has reported, and from then on; `as-expected` is not proven good, but not found worse either. */
export type PerformanceState = 'degraded' | 'as-expected' | 'unlabelled';

/** A figure now, beside that of the baseline. */
export interface ComparedFigure extends WindowFigure {
  /** What the baseline measured; `null` where it did not. */
  readonly baseline: number | null;
  /** How much worse it is than the baseline, in its own unit; below 0 where it is better. */
  readonly drop: number | null;
}

/** How far a test has come. */
export interface DegradationTest {
  readonly metric: TestedMetric;
  /** `undecidable` where the baseline is of too few rows, or too bad, to tell any fall from chance. */
  readonly state: 'degraded' | 'as-expected' | 'undecidable';
  readonly baseline: number;
  /** Rows of the baseline. */
  readonly baselineRows: number;
  readonly tolerance: number;
  /**
   * What the metric may fall to (errors: rise to) before it is a fall. How far the baseline may be off, the test takes into
   * account. `null` where undecidable.
   */
  readonly limit: number | null;
  /**
   * Smallest probability of evidence as strong as this at any time, if there is no fall: valid however often it is looked at.
   */
  readonly pValue: number;
  /** The p-value from which the test reports. */
  readonly alpha: number;
  /** When it first reported, as text of ISO 8601. */
  readonly reportedAt: string | null;
}

/** How one version of a model does. Frozen. */
export interface PerformanceSummary {
  /** The task, as the specification's `model_name`. */
  readonly modelName: string;
  readonly modelVersion: string;
  readonly kind: MonitoredKind;
  readonly state: PerformanceState;
  /**
   * What the fields of the specification are of, a share that is better when higher: `accuracy` of classes, `coverage` of
   * the ranges of numbers, `precision` of what is reported.
   */
  readonly metric: 'accuracy' | 'coverage' | 'precision';
  /** Windows that have a label; the next four are over those that are kept. */
  readonly totalEvaluations: number;
  /** Of the last complete window, or of the last one where none is complete. `null`, as the four after it, without a label. */
  readonly currentAccuracy: number | null;
  readonly averageAccuracy: number | null;
  readonly minAccuracy: number | null;
  readonly maxAccuracy: number | null;
  /** Standard deviation of the windows' (of the population). */
  readonly accuracyStd: number | null;
  /** Time of the last labelled prediction. */
  readonly lastEvaluation: string | null;
  /** Every metric in the same window as `currentAccuracy`, with its interval and its rows. */
  readonly figures: readonly ComparedFigure[];
  readonly tests: readonly DegradationTest[];
  readonly predictions: number;
  /** Labels that are known whatever was answered; the figures are of these. */
  readonly labels: number;
  /** Answers that people said were wrong, and those that they said were right. */
  readonly corrections: number;
  readonly confirmations: number;
  /** When the version was first watched. */
  readonly since: string;
  /** Of labelled predictions; oldest first. */
  readonly windows: readonly PerformanceWindow[];
  /** Of all predictions, with what is to be expected of those without a label; oldest first. */
  readonly predictionWindows: readonly PredictionWindow[];
  /** The same with the names of the specification, as JSON. */
  toJSON(): PerformanceJson;
  /** A standalone page. */
  toHtml(): string;
}

const mainMetric = { classification: 'accuracy', regression: 'coverage', detection: 'precision' } as const;
const errorMetrics: ReadonlySet<string> = new Set(['mae', 'rmse', 'log_loss', 'ece', 'alert_share']);

/** Sums up what is kept of a version. */
export function performanceSummary(
  plan: VersionPlan,
  state: MonitorState,
  windows: readonly PerformanceWindow[],
  rules: StateRules,
  now: number,
): PerformanceSummary {
  const { baseline, since } = plan;
  const metric = mainMetric[baseline.kind];
  const asked = predictionWindows(plan, state, rules, now);
  const current = lastOf(windows);
  const measured = windows.flatMap(({ figures }) => figures.filter((one) => one.metric === metric));
  const values = measured.map(({ value }) => value);
  const over = (of: (values: number[]) => number): number | null => (values.length === 0 ? null : of(values));
  const tests = plan.plans.map((one) => testOf(one, state));
  const summary: PerformanceSummary = {
    modelName: baseline.task,
    modelVersion: baseline.modelVersion,
    kind: baseline.kind,
    state: tests.some((test) => test.state === 'degraded')
      ? 'degraded'
      : state.labels + state.corrections === 0
        ? 'unlabelled'
        : 'as-expected',
    metric,
    totalEvaluations: state.droppedLabelled.count + windows.length,
    currentAccuracy: current?.figures.find((one) => one.metric === metric)?.value ?? null,
    averageAccuracy: over(mean),
    minAccuracy: over(min),
    maxAccuracy: over(max),
    accuracyStd: over(standardDeviation),
    lastEvaluation: windows.reduce<string | null>(
      (last, { to }) => (last === null || to > last ? to : last),
      null,
    ),
    figures: [...(current?.figures ?? []), ...(lastOf(asked)?.figures ?? [])].map((figure) =>
      compared(figure, plan),
    ),
    tests,
    predictions: state.predictions,
    labels: state.labels,
    corrections: state.corrections,
    confirmations: state.confirmations,
    since: isoTime(since),
    windows,
    predictionWindows: asked,
    toJSON: () => performanceJson(summary),
    toHtml: () => performanceHtml(summary),
  };
  return Object.freeze(summary);
}

function lastOf<Window extends { readonly isComplete: boolean }>(
  windows: readonly Window[],
): Window | undefined {
  return windows.findLast((window) => window.isComplete) ?? windows.at(-1);
}

function compared(figure: WindowFigure, { baseline }: VersionPlan): ComparedFigure {
  const name = figure.metric === 'uncorrected' ? 'accuracy' : figure.metric;
  const before = baseline.figures.find(({ metric }) => metric === name)?.value ?? null;
  const sign = errorMetrics.has(figure.metric) ? -1 : 1;
  return { ...figure, baseline: before, drop: before === null ? null : sign * (before - figure.value) };
}

function testOf(
  { metric, baseline, baselineRows, tolerance, threshold, cells }: TestPlan,
  state: MonitorState,
): DegradationTest {
  const { largest = 0, reportedAt = null } = state.tests[metric] ?? {};
  return {
    ...{ metric, baseline, baselineRows, tolerance },
    state: cells.length === 0 ? 'undecidable' : reportedAt === null ? 'as-expected' : 'degraded',
    limit: cells.length === 0 ? null : limitOf(metric, baseline, tolerance),
    pValue: Math.min(1, Math.exp(-largest)),
    alpha: Math.exp(-threshold),
    reportedAt: reportedAt === null ? null : isoTime(reportedAt),
  };
}

function limitOf(metric: TestedMetric, baseline: number, tolerance: number): number {
  if (metric === 'mae') return baseline * (1 + tolerance);
  return metric === 'alert_share' ? baseline + tolerance : baseline - tolerance;
}
