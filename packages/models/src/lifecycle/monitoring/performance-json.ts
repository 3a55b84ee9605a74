import type { ComparedFigure, PerformanceSummary } from './performance-summary.js';
import type { PerformanceWindow, PredictionWindow } from './performance-windows.js';
import type { WindowFigure } from './window-figure.js';

/** One window as JSON. */
export interface PerformanceWindowJson {
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly n: number;
  readonly is_complete: boolean;
  readonly figures: readonly WindowFigure[];
}

/** A summary as JSON, with the names of the specification. */
export interface PerformanceJson {
  readonly model_name: string;
  readonly total_evaluations: number;
  readonly current_accuracy: number | null;
  readonly average_accuracy: number | null;
  readonly min_accuracy: number | null;
  readonly max_accuracy: number | null;
  readonly accuracy_std: number | null;
  readonly last_evaluation: string | null;
  readonly model_version: string;
  readonly metric: PerformanceSummary['metric'];
  readonly state: 'degraded' | 'as_expected' | 'unlabelled';
  readonly figures: readonly ComparedFigure[];
  readonly tests: readonly {
    readonly metric: string;
    readonly state: 'degraded' | 'as_expected' | 'undecidable';
    readonly baseline: number;
    readonly baseline_n: number;
    readonly tolerance: number;
    readonly limit: number | null;
    readonly p_value: number;
    readonly alpha: number;
    readonly reported_at: string | null;
  }[];
  readonly predictions: number;
  readonly labels: number;
  readonly corrections: number;
  readonly confirmations: number;
  readonly since: string;
  readonly windows: readonly PerformanceWindowJson[];
  readonly prediction_windows: readonly (PerformanceWindowJson & {
    readonly estimate: WindowFigure | null;
  })[];
}

/** States as JSON has them. */
const words = {
  degraded: 'degraded',
  'as-expected': 'as_expected',
  unlabelled: 'unlabelled',
  undecidable: 'undecidable',
} as const;

/** A summary as JSON: the eight members of the specification under their names, and what they do not say. */
export function performanceJson(summary: PerformanceSummary): PerformanceJson {
  return {
    model_name: summary.modelName,
    total_evaluations: summary.totalEvaluations,
    current_accuracy: summary.currentAccuracy,
    average_accuracy: summary.averageAccuracy,
    min_accuracy: summary.minAccuracy,
    max_accuracy: summary.maxAccuracy,
    accuracy_std: summary.accuracyStd,
    last_evaluation: summary.lastEvaluation,
    model_version: summary.modelVersion,
    metric: summary.metric,
    state: words[summary.state],
    figures: summary.figures.map((figure) => ({ ...figure })),
    tests: summary.tests.map((test) => ({
      metric: test.metric,
      state: words[test.state],
      baseline: test.baseline,
      baseline_n: test.baselineRows,
      tolerance: test.tolerance,
      limit: test.limit,
      p_value: test.pValue,
      alpha: test.alpha,
      reported_at: test.reportedAt,
    })),
    predictions: summary.predictions,
    labels: summary.labels,
    corrections: summary.corrections,
    confirmations: summary.confirmations,
    since: summary.since,
    windows: summary.windows.map(windowJson),
    prediction_windows: summary.predictionWindows.map((window) => ({
      ...windowJson(window),
      estimate: window.estimate === null ? null : { ...window.estimate },
    })),
  };
}

function windowJson({
  index,
  from,
  to,
  n,
  isComplete,
  figures,
}: PerformanceWindow | PredictionWindow): PerformanceWindowJson {
  return { index, from, to, n, is_complete: isComplete, figures: figures.map((figure) => ({ ...figure })) };
}
