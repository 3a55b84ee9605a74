import type { WorkOptions } from '@titans/core';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { requireValues } from '../calibration/checked-values.js';
import type { Classifier, Regressor } from '../estimators/estimator.js';
import type { WorkerPool } from '../estimators/parallel/worker-pool.js';
import { requireFunction } from '../estimators/parameters.js';
import { classificationReport, type ProbabilityReport } from './classification-report.js';
import type { CrossPredictions } from './cross-predict.js';
import { type LabelledData, predictFolds, type TargetData } from './predict-folds.js';
import { type RegressionReport, regressionReport } from './regression-report.js';
import type { Splits } from './splits/split.js';

export interface CrossValidateOptions extends WorkOptions {
  /** Seed of every fit; 0 unless told. */
  readonly seed?: number;
  /** Threads to share long fits with; figures do not depend on them. */
  readonly workers?: WorkerPool;
}

/** What an estimator does on rows it has not seen. */
export interface CrossValidation<Report> extends CrossPredictions {
  /** One report per fold. */
  readonly reports: readonly Report[];
  /** Of all tested rows together. */
  readonly overall: Report;
}

/**
 * Fits an estimator once per split and measures it on the rows it was not fitted on.
 *
 * @param data Inputs with `labels` and `classes` for a classifier, with `target` for a regressor.
 * @param splits From `kFold`, `stratifiedKFold`, `groupedKFold`, `rollingOrigin` or `leaveOneOut`, or any list of row
 * numbers.
 * @throws TitansError `SHAPE_MISMATCH`, `INVALID_ARGUMENT` for a split with a row that does not exist or is on both
 * sides, `DATA_INSUFFICIENT` for an empty side, `ABORTED`, and whatever the estimator throws.
 * @example
 * ```ts
 * import { textClassifier } from '@titans/models/estimators';
 * import { acrossFolds, crossValidate, stratifiedKFold } from '@titans/models/evaluation';
 *
 * const x = { texts: ['rent may', 'shell 12', 'rent june', 'shell 7'] };
 * const labels = Int32Array.of(0, 1, 0, 1);
 * const data = { x, labels, classes: ['rent', 'fuel'] };
 * const measured = await crossValidate(textClassifier(), data, stratifiedKFold(labels, { folds: 2 }));
 * console.log(measured.overall.accuracy, acrossFolds(measured.reports, (report) => report.macro.f1));
 * ```
 */
export function crossValidate<X>(
  estimator: Classifier<X>,
  data: LabelledData<X>,
  splits: Splits,
  options?: CrossValidateOptions,
): Promise<CrossValidation<ProbabilityReport>>;
export function crossValidate<X>(
  estimator: Regressor<X>,
  data: TargetData<X>,
  splits: Splits,
  options?: CrossValidateOptions,
): Promise<CrossValidation<RegressionReport>>;
export async function crossValidate<X>(
  estimator: Classifier<X> | Regressor<X>,
  data: LabelledData<X> | TargetData<X>,
  splits: Splits,
  options: CrossValidateOptions = {},
): Promise<CrossValidation<ProbabilityReport> | CrossValidation<RegressionReport>> {
  const { predicted } = await predictFolds(estimator, data, splits, options);
  // A branch each, since a report of probabilities and one of numbers share nothing.
  if ('labels' in data) {
    const { labels, classes } = data;
    return withReports(predicted, (start, end) =>
      classificationReport(
        Int32Array.from(predicted.rows.subarray(start, end), (row) => labels[row] as number),
        predicted.predictions.subarray(start * classes.length, end * classes.length),
        classes,
      ),
    );
  }
  const { target } = data;
  return withReports(predicted, (start, end) =>
    regressionReport(
      Float64Array.from(predicted.rows.subarray(start, end), (row) => target[row] as number),
      predicted.predictions.subarray(start, end),
    ),
  );
}

function withReports<Report>(
  predicted: CrossPredictions,
  reportOf: (start: number, end: number) => Report,
): CrossValidation<Report> {
  return Object.freeze({
    ...predicted,
    reports: Object.freeze(predicted.folds.map(({ start, end }) => reportOf(start, end))),
    overall: reportOf(0, predicted.rows.length),
  });
}

/** Mean of a figure over folds and how far it spreads. */
export interface FoldSummary {
  readonly mean: number;
  /** Of the folds as a sample; NaN for one fold. Folds share training rows, so it is no error of the mean. */
  readonly standardDeviation: number;
  /** Folds that the figure is defined for. */
  readonly folds: number;
}

/** Summarises a figure over folds; those in which it is not defined are left out. */
export function acrossFolds<Report>(
  reports: readonly Report[],
  figure: (report: Report) => number,
): FoldSummary {
  requireValues('reports', reports);
  requireFunction('figure', figure);
  const values = reports.map(figure).filter((value) => !Number.isNaN(value));
  return Object.freeze({
    mean: values.length === 0 ? Number.NaN : mean(values),
    standardDeviation: values.length < 2 ? Number.NaN : sampleStandardDeviation(values),
    folds: values.length,
  });
}
