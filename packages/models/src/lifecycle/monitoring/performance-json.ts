import type { PerformanceResponse, PerformanceWindowInfo } from '@titans/core/contract';
import type { PerformanceSummary } from './performance-summary.js';
import type { PerformanceWindow, PredictionWindow } from './performance-windows.js';

/** One window as JSON: as the wire has it. */
export type PerformanceWindowJson = PerformanceWindowInfo;

/** A summary as JSON, with the names of the specification: as the wire has it, of any task. */
export type PerformanceJson = Omit<PerformanceResponse, 'model_name'> & { readonly model_name: string };

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
