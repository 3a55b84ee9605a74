import { TitansError, type WorkOptions } from '@titans/core';
import { requireLabels, requireLength } from '../calibration/checked-values.js';
import type {
  Classifier,
  FitOptions,
  FittedClassifier,
  FittedRegressor,
  Regressor,
} from '../estimators/estimator.js';
import type { WorkerPool } from '../estimators/parallel/worker-pool.js';
import { requireFit } from '../estimators/require-fit.js';
import { type CrossPredictions, crossPredict } from './cross-predict.js';
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

/** What supervised estimators learn from. */
export type LearningData<X> = LabelledData<X> | TargetData<X>;

interface FoldOptions extends WorkOptions {
  readonly seed?: number;
  readonly workers?: WorkerPool;
  /** Milliseconds from any moment. */
  readonly clock?: () => number;
}

/** Predictions with what each fold took by the clock. */
export interface TimedPredictions {
  readonly predicted: CrossPredictions;
  readonly fitMs: readonly number[];
  readonly predictMs: readonly number[];
}

/**
 * Fits an estimator once per split and predicts the rows it was not fitted on: probabilities, row-major, of a
 * classifier, one number per row of a regressor.
 *
 * @throws TitansError as {@link crossPredict}, and whatever the estimator throws.
 */
export async function predictFolds<X>(
  estimator: Classifier<X> | Regressor<X>,
  data: LearningData<X>,
  splits: Splits,
  { seed = 0, workers, clock = () => performance.now(), signal, onProgress }: FoldOptions,
): Promise<TimedPredictions> {
  checkData(data);
  requireFit('estimator', estimator);
  const fitMs: number[] = [];
  const predictMs: number[] = [];
  const shared = workers === undefined ? { seed } : { seed, workers };
  const predicted = await crossPredict(
    rowCount(data),
    splits,
    async ({ train, test }, work) => {
      const learned = selectData(data, train);
      const { x } = selectData(data, test);
      const begun = clock();
      const fitted = await fitData(estimator, learned, { ...work, ...shared });
      const fittedAt = clock();
      const predictions = predictRows(fitted, x);
      fitMs.push(fittedAt - begun);
      predictMs.push(clock() - fittedAt);
      return predictions;
    },
    {
      perRow: valuesPerRow(data),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    },
  );
  return { predicted, fitMs, predictMs };
}

/** Numbers that are predicted for a row. */
export function valuesPerRow<X>(data: LearningData<X>): number {
  return 'labels' in data ? data.classes.length : 1;
}

/** Rows of the data. */
export function rowCount<X>(data: LearningData<X>): number {
  return 'labels' in data ? data.labels.length : data.target.length;
}

/** The given rows of the data, in the given order. */
export function selectData<X>(data: LearningData<X>, rows: Int32Array): LearningData<X> {
  const { weights, selectRows = selectKnownRows } = data;
  const selected = {
    x: selectRows(data.x, rows),
    selectRows,
    ...(weights ? { weights: Float64Array.from(rows, (row) => weights[row] as number) } : {}),
  };
  if ('labels' in data) {
    const { labels, classes } = data;
    return { ...selected, classes, labels: Int32Array.from(rows, (row) => labels[row] as number) };
  }
  const { target } = data;
  return { ...selected, target: Float64Array.from(rows, (row) => target[row] as number) };
}

/** Fits an estimator on all rows of the data. */
export function fitData<X>(
  estimator: Classifier<X> | Regressor<X>,
  data: LearningData<X>,
  options: FitOptions,
): Promise<FittedClassifier<X> | FittedRegressor<X>> {
  const { x, weights } = data;
  const weighted = weights === undefined ? options : { ...options, weights };
  // Overloads of the callers let classifiers meet labels and regressors targets only.
  return 'labels' in data
    ? (estimator as Classifier<X>).fit(x, data.labels, data.classes, weighted)
    : (estimator as Regressor<X>).fit(x, data.target, weighted);
}

/** Probabilities, row-major, of a classifier; one number per row of a regressor. */
export function predictRows<X>(fitted: FittedClassifier<X> | FittedRegressor<X>, x: X): Float64Array {
  return 'predictProbabilities' in fitted ? fitted.predictProbabilities(x) : fitted.predict(x);
}

/** Whether it has what learning takes, which JavaScript does not check. */
function isLearningData(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('x' in data)) return false;
  if (!('labels' in data)) return 'target' in data && data.target instanceof Float64Array;
  return data.labels instanceof Int32Array && 'classes' in data && Array.isArray(data.classes);
}

/** @throws TitansError `SHAPE_MISMATCH`, or `INVALID_ARGUMENT` for what is no data or a label that is no class. */
export function checkData<X>(data: LearningData<X>): void {
  if (!isLearningData(data)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'The data must have x, and either labels (an Int32Array) with their classes or a target (a Float64Array).',
      { details: { field: 'data' } },
    );
  }
  const rows = rowCount(data);
  if ('labels' in data) requireLabels('labels', data.labels, data.classes.length);
  if (data.weights) requireLength('weights', data.weights, rows);
  const inputRows = knownRowCount(data.x);
  if (inputRows !== undefined) requireLength('x', { length: inputRows }, rows);
}
