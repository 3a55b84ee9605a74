import type { WorkOptions } from '@titans/core';
import type { WorkerPool } from '../../estimators/parallel/worker-pool.js';
import { integerWithin, numberBetween, refuseUnknownParameters } from '../../estimators/parameters.js';
import type { BootstrapOptions } from '../../evaluation/bootstrap.js';
import type { LearningData } from '../../evaluation/predict-folds.js';
import type { RowLabels } from '../../evaluation/resampling.js';
import type { Split, Splits } from '../../evaluation/splits/split.js';
import type { FitSettings } from '../candidate-runner.js';
import { classificationMetrics, regressionMetrics } from '../metrics.js';
import { type AnyMetric, checkedBudget, checkMetric, fitSettings, usualMetric } from '../run-search.js';
import { clockOf, type NamedClock } from './cpu-clock.js';

/** Options of `compareModels`. */
export interface CompareModelsOptions<Metric> extends WorkOptions {
  /** What models are ranked and tested by; `accuracy` or `r2` unless told. */
  readonly metric?: Metric;
  /** What is measured on the held-out rows beside it; the usual ones unless told. */
  readonly metrics?: readonly Metric[];
  /**
   * The held-out rows (`test`) and those to learn from. A random fifth unless told, of each class alike for
   * classifiers, of whole `groups` where they are named. Where rows have times, `timeOrderedSplit` is honest.
   */
  readonly holdOut?: Split;
  /**
   * Splits of the rows to learn from, which are numbered anew from 0; `rows` are their numbers in the data. Five folds
   * unless told, stratified for classifiers (a class of fewer rows than folds is spread: see `smallClasses` of
   * `stratifiedKFold`), of whole `groups` where they are named.
   */
  readonly folds?: (rows: Int32Array) => Splits;
  /** One label per row, such as its account or payee: rows of a group stay on one side, and are drawn together. */
  readonly groups?: RowLabels;
  /**
   * Milliseconds that each model may take for its folds, its fit and its prediction; no limit unless told. A fit that
   * reports its progress is cut off. What takes longer is listed as over budget.
   */
  readonly budgetMs?: number;
  /** Rows from which the cost of a model that is over budget is measured; 200 unless told. */
  readonly sampleRows?: number;
  /** Milliseconds from any moment; processor time of the process unless told. */
  readonly clock?: () => number;
  /** Of splits, fits and the bootstrap; 0 unless told. */
  readonly seed?: number;
  /** Threads to share long fits with; figures do not depend on them. */
  readonly workers?: WorkerPool;
  /**
   * Resamples of the bootstrap; 1000 unless told. For 2,000 held-out rows of ten classes the usual metrics take about
   * 1 s of processor time per model.
   */
  readonly resamples?: number;
  /** Confidence of the intervals; 0.95 unless told. */
  readonly level?: number;
  /**
   * How often each feature is shuffled for its importance on the held-out rows; 5 unless told, 0 for none. For feature
   * matrices only: each model predicts the held-out rows so many times for every feature.
   */
  readonly importanceRepeats?: number;
}

const optionNames = [
  'metric',
  'metrics',
  'holdOut',
  'folds',
  'groups',
  'budgetMs',
  'sampleRows',
  'clock',
  'seed',
  'workers',
  'resamples',
  'level',
  'importanceRepeats',
  'signal',
  'onProgress',
];

/** {@link CompareModelsOptions} checked, with what is usual for the data. */
export interface ComparisonSettings {
  readonly metric: AnyMetric;
  /** The metric first. */
  readonly metrics: readonly AnyMetric[];
  readonly budgetMs: number;
  readonly sampleRows: number;
  readonly seed: number;
  /** What every fit is given. */
  readonly fit: FitSettings;
  readonly importanceRepeats: number;
  readonly clock: NamedClock;
  readonly bootstrap: BootstrapOptions & { readonly resamples: number; readonly level: number };
}

/** @throws TitansError `INVALID_ARGUMENT` for an unknown option or one outside its range. */
export function checkCompareOptions<X>(
  options: CompareModelsOptions<AnyMetric>,
  data: LearningData<X>,
): ComparisonSettings {
  refuseUnknownParameters('compareModels', options, optionNames);
  const { seed = 0, metric = usualMetric(data), budgetMs, signal } = options;
  for (const one of [metric, ...(options.metrics ?? [])]) checkMetric(one, data);
  const others = (options.metrics ?? usualMetrics(data)).filter(({ name }) => name !== metric.name);
  return {
    metric,
    metrics: [metric, ...others],
    budgetMs: budgetMs === undefined ? Number.POSITIVE_INFINITY : checkedBudget(budgetMs),
    sampleRows: integerWithin('sampleRows', options.sampleRows ?? 200, 20, 1e9),
    seed,
    fit: fitSettings(options),
    importanceRepeats: integerWithin('importanceRepeats', options.importanceRepeats ?? 5, 0, 1e6),
    clock: clockOf(options.clock),
    bootstrap: {
      seed,
      resamples: integerWithin('resamples', options.resamples ?? 1000, 1, 10_000_000),
      level: numberBetween('level', options.level ?? 0.95, 0, 1),
      ...(signal === undefined ? {} : { signal }),
    },
  };
}

function usualMetrics<X>(data: LearningData<X>): readonly AnyMetric[] {
  if ('labels' in data) {
    const { accuracy, weightedPrecision, weightedRecall, weightedF1, macroF1, rocAuc, logLoss, brier } =
      classificationMetrics;
    return [accuracy, weightedPrecision, weightedRecall, weightedF1, macroF1, rocAuc, logLoss, brier];
  }
  const { r2, rmse, mse, mae, mape, wape } = regressionMetrics;
  return [r2, rmse, mse, mae, mape, wape];
}
