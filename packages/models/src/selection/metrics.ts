import { balancedAccuracy, cohenKappa, matthewsCorrelation } from '../evaluation/agreement.js';
import {
  averageOverClasses,
  averageScores,
  type ClassAverages,
  classScores,
} from '../evaluation/class-scores.js';
import { type ConfusionMatrix, confusionMatrix, mostProbableLabels } from '../evaluation/confusion-matrix.js';
import type { LearningData } from '../evaluation/predict-folds.js';
import { brierScore, logLoss } from '../evaluation/probability-metrics.js';
import { averagePrecision, classAgainstRest, rocAuc } from '../evaluation/ranking.js';
import {
  explainedVariance,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  medianAbsoluteError,
  rSquared,
  symmetricMeanAbsolutePercentageError,
  weightedAbsolutePercentageError,
} from '../evaluation/regression-metrics.js';
import { averagePrecisionOfResamples, rocAucOfResamples } from '../evaluation/resampled-ranking.js';

/** Whether more of a figure is better, or less. */
export type MetricDirection = 'maximise' | 'minimise';

/** What a metric is called and which way is better. */
export interface MetricDescription {
  readonly name: string;
  readonly direction: MetricDirection;
}

/** A figure of a classifier by which models are chosen. NaN where the rows cannot give it. */
export interface ClassificationMetric extends MetricDescription {
  /**
   * @param labels Codes into `classes`, one per row.
   * @param probabilities Row-major rows × classes.
   */
  measure(labels: Int32Array, probabilities: Float64Array, classes: readonly string[]): number;
  /**
   * The same figure of row numbers, some of them repeated, as the bootstrap asks for thousands of times. Without it the
   * rows are put together and measured.
   */
  prepare?(
    labels: Int32Array,
    probabilities: Float64Array,
    classes: readonly string[],
  ): (rows: Int32Array) => number;
}

/** A figure of a regressor by which models are chosen. NaN where the rows cannot give it. */
export interface RegressionMetric extends MetricDescription {
  measure(actual: Float64Array, predicted: Float64Array): number;
}

/**
 * Metrics of classifiers, as `classificationReport` gives them. `rocAuc` and `averagePrecision` are the means over the
 * classes, each against all others.
 */
export const classificationMetrics: Readonly<
  Record<
    | 'accuracy'
    | 'balancedAccuracy'
    | 'macroF1'
    | 'weightedPrecision'
    | 'weightedRecall'
    | 'weightedF1'
    | 'kappa'
    | 'matthewsCorrelation'
    | 'rocAuc'
    | 'averagePrecision'
    | 'logLoss'
    | 'brier',
    ClassificationMetric
  >
> = Object.freeze({
  accuracy: ofClasses('accuracy', shareRight),
  balancedAccuracy: ofClasses('balancedAccuracy', balancedAccuracy),
  macroF1: ofScores('macroF1', 'macro', 'f1'),
  weightedPrecision: ofScores('weightedPrecision', 'weighted', 'precision'),
  weightedRecall: ofScores('weightedRecall', 'weighted', 'recall'),
  weightedF1: ofScores('weightedF1', 'weighted', 'f1'),
  kappa: ofClasses('kappa', cohenKappa),
  matthewsCorrelation: ofClasses('matthewsCorrelation', matthewsCorrelation),
  rocAuc: ofRanking('rocAuc', rocAuc, rocAucOfResamples),
  averagePrecision: ofRanking('averagePrecision', averagePrecision, averagePrecisionOfResamples),
  logLoss: ofProbabilities('logLoss', logLoss),
  brier: ofProbabilities('brier', brierScore),
});

/** Metrics of regressors, as `regressionReport` gives them. */
export const regressionMetrics: Readonly<
  Record<
    'r2' | 'explainedVariance' | 'rmse' | 'mse' | 'mae' | 'medianAbsoluteError' | 'mape' | 'smape' | 'wape',
    RegressionMetric
  >
> = Object.freeze({
  r2: ofNumbers('r2', 'maximise', rSquared),
  explainedVariance: ofNumbers('explainedVariance', 'maximise', explainedVariance),
  rmse: ofNumbers('rmse', 'minimise', (actual, predicted) => Math.sqrt(meanSquaredError(actual, predicted))),
  mse: ofNumbers('mse', 'minimise', meanSquaredError),
  mae: ofNumbers('mae', 'minimise', meanAbsoluteError),
  medianAbsoluteError: ofNumbers('medianAbsoluteError', 'minimise', medianAbsoluteError),
  mape: ofNumbers('mape', 'minimise', meanAbsolutePercentageError),
  smape: ofNumbers('smape', 'minimise', symmetricMeanAbsolutePercentageError),
  wape: ofNumbers('wape', 'minimise', weightedAbsolutePercentageError),
});

/** Measures predictions of some rows of the data. */
export function measureRows<X>(
  metric: ClassificationMetric | RegressionMetric,
  data: LearningData<X>,
  rows: Int32Array,
  predictions: Float64Array,
): number {
  // Overloads of the callers let metrics of classifiers meet labels only, and those of regressors targets.
  if ('labels' in data) {
    const labels = Int32Array.from(rows, (row) => data.labels[row] as number);
    return (metric as ClassificationMetric).measure(labels, predictions, data.classes);
  }
  const actual = Float64Array.from(rows, (row) => data.target[row] as number);
  return (metric as RegressionMetric).measure(actual, predictions);
}

/** Negative if the first figure is the better one. */
export function betterFirst(direction: MetricDirection, first: number, second: number): number {
  return direction === 'maximise' ? second - first : first - second;
}

function ofClasses(name: string, figure: (confusion: ConfusionMatrix) => number): ClassificationMetric {
  return Object.freeze({
    name,
    direction: 'maximise',
    measure: (labels: Int32Array, probabilities: Float64Array, classes: readonly string[]) =>
      figure(confusionMatrix(labels, mostProbableLabels(probabilities, classes.length), classes)),
    prepare(labels: Int32Array, probabilities: Float64Array, classes: readonly string[]) {
      const predicted = mostProbableLabels(probabilities, classes.length);
      const codesOf = (rows: Int32Array, codes: Int32Array): Int32Array =>
        rows.map((row) => codes[row] as number);
      return (rows: Int32Array) =>
        figure(confusionMatrix(codesOf(rows, labels), codesOf(rows, predicted), classes));
    },
  });
}

function ofScores(
  name: string,
  weighting: 'macro' | 'weighted',
  score: keyof ClassAverages,
): ClassificationMetric {
  return ofClasses(name, (confusion) => averageScores(classScores(confusion), weighting)[score]);
}

function shareRight({ counts }: ConfusionMatrix): number {
  let [right, rows] = [0, 0];
  counts.forEach((line, k) => {
    right += line[k] as number;
    for (const count of line) rows += count;
  });
  return right / rows;
}

function ofRanking(
  name: string,
  figure: typeof rocAuc,
  ofResamples: typeof rocAucOfResamples,
): ClassificationMetric {
  return Object.freeze({
    name,
    direction: 'maximise',
    measure(labels: Int32Array, probabilities: Float64Array, classes: readonly string[]) {
      const perClass = classes.map((_, k) => {
        const { outcomes, scores } = classAgainstRest(labels, probabilities, classes.length, k);
        return figure(outcomes, scores);
      });
      return averageOverClasses(perClass, perClass, 'macro');
    },
    prepare(labels: Int32Array, probabilities: Float64Array, classes: readonly string[]) {
      const figures = classes.map((_, k) => {
        const { outcomes, scores } = classAgainstRest(labels, probabilities, classes.length, k);
        return ofResamples(outcomes, scores);
      });
      const copies = new Int32Array(labels.length);
      return (rows: Int32Array) => {
        copies.fill(0);
        for (const row of rows) copies[row] = (copies[row] as number) + 1;
        const perClass = figures.map((figureOf) => figureOf(copies));
        return averageOverClasses(perClass, perClass, 'macro');
      };
    },
  });
}

function ofProbabilities(name: string, figure: typeof logLoss): ClassificationMetric {
  return Object.freeze({
    name,
    direction: 'minimise',
    measure: (labels: Int32Array, probabilities: Float64Array, classes: readonly string[]) =>
      figure(labels, probabilities, classes.length),
    prepare(labels: Int32Array, probabilities: Float64Array, classes: readonly string[]) {
      const width = classes.length;
      const losses = Float64Array.from(labels, (_, row) =>
        figure(labels.subarray(row, row + 1), probabilities.subarray(row * width, (row + 1) * width), width),
      );
      return (rows: Int32Array) => {
        let total = 0;
        for (const row of rows) total += losses[row] as number;
        return total / rows.length;
      };
    },
  });
}

function ofNumbers(
  name: string,
  direction: MetricDirection,
  figure: (actual: ArrayLike<number>, predicted: ArrayLike<number>) => number,
): RegressionMetric {
  return Object.freeze({
    name,
    direction,
    measure: (actual: Float64Array, predicted: Float64Array) => figure(actual, predicted),
  });
}
