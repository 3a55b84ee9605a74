import type { WorkOptions } from '@titans/core';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { requireLabels, requireLength } from '../calibration/checked-values.js';
import type { Classifier, FitOptions, Regressor } from '../estimators/estimator.js';
import { classificationReport, type ProbabilityReport } from './classification-report.js';
import { type CrossPredictions, crossPredict } from './cross-predict.js';
import { type RegressionReport, regressionReport } from './regression-report.js';
import { knownRowCount, type RowSelector, selectKnownRows } from './select-rows.js';
import type { Splits } from './splits/split.js';

/** Rows to learn from. */
export interface ObservedRows<X> {
  readonly x: X;
  /** One non-negative weight per row for learning; 1 unless told. Measuring does not weight. */
  readonly weights?: Float64Array;
  /** Takes rows of `x`; needed unless it is a FeatureMatrix or a TextMatrix. */
  readonly selectRows?: RowSelector<X>;
}

/** Rows with their classes. */
export interface LabelledData<X> extends ObservedRows<X> {
  /** Codes into `classes`, one per row. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** Rows with a number each. */
export interface TargetData<X> extends ObservedRows<X> {
  readonly target: Float64Array;
}

export interface CrossValidateOptions extends WorkOptions {
  /** Seed of every fit; 0 unless told. */
  readonly seed?: number;
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
  const rows = 'labels' in data ? data.labels.length : data.target.length;
  if (data.weights) requireLength('weights', data.weights.length, rows);
  const inputRows = knownRowCount(data.x);
  if (inputRows !== undefined) requireLength('x', inputRows, rows);
  // The overloads let classifiers meet labels and regressors targets only.
  return 'labels' in data
    ? validateClassifier(estimator as Classifier<X>, data, splits, options)
    : validateRegressor(estimator as Regressor<X>, data, splits, options);
}

async function validateClassifier<X>(
  classifier: Classifier<X>,
  data: LabelledData<X>,
  splits: Splits,
  options: CrossValidateOptions,
): Promise<CrossValidation<ProbabilityReport>> {
  const { x, labels, classes, selectRows = selectKnownRows } = data;
  requireLabels('labels', labels, classes.length);
  const predicted = await crossPredict(
    labels.length,
    splits,
    async ({ train, test }, work) => {
      const fitted = await classifier.fit(
        selectRows(x, train),
        Int32Array.from(train, (row) => labels[row] as number),
        classes,
        fitOptions(data, train, options, work),
      );
      return fitted.predictProbabilities(selectRows(x, test));
    },
    { ...workOf(options), perRow: classes.length },
  );
  return withReports(predicted, (start, end) =>
    classificationReport(
      Int32Array.from(predicted.rows.subarray(start, end), (row) => labels[row] as number),
      predicted.predictions.subarray(start * classes.length, end * classes.length),
      classes,
    ),
  );
}

async function validateRegressor<X>(
  regressor: Regressor<X>,
  data: TargetData<X>,
  splits: Splits,
  options: CrossValidateOptions,
): Promise<CrossValidation<RegressionReport>> {
  const { x, target, selectRows = selectKnownRows } = data;
  const targetOf = (rows: Int32Array): Float64Array =>
    Float64Array.from(rows, (row) => target[row] as number);
  const predicted = await crossPredict(
    target.length,
    splits,
    async ({ train, test }, work) => {
      const fitted = await regressor.fit(
        selectRows(x, train),
        targetOf(train),
        fitOptions(data, train, options, work),
      );
      return fitted.predict(selectRows(x, test));
    },
    workOf(options),
  );
  return withReports(predicted, (start, end) =>
    regressionReport(
      targetOf(predicted.rows.subarray(start, end)),
      predicted.predictions.subarray(start, end),
    ),
  );
}

function fitOptions<X>(
  { weights }: ObservedRows<X>,
  train: Int32Array,
  { seed = 0 }: CrossValidateOptions,
  work: WorkOptions,
): FitOptions {
  if (weights === undefined) return { ...work, seed };
  return { ...work, seed, weights: Float64Array.from(train, (row) => weights[row] as number) };
}

function workOf({ signal, onProgress }: WorkOptions): WorkOptions {
  return { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) };
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
  const values = reports.map(figure).filter((value) => !Number.isNaN(value));
  return Object.freeze({
    mean: values.length === 0 ? Number.NaN : mean(values),
    standardDeviation: values.length < 2 ? Number.NaN : sampleStandardDeviation(values),
    folds: values.length,
  });
}
