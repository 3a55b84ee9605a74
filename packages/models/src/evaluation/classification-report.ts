import { sum } from 'simple-statistics';
import { expectedCalibrationError, reliabilityCurve } from '../calibration/reliability-curve.js';
import { integerWithin, refuseUnknownParameters } from '../estimators/parameters.js';
import { balancedAccuracy, cohenKappa, matthewsCorrelation } from './agreement.js';
import {
  averageOverClasses,
  averageScores,
  type ClassAverages,
  type ClassScores,
  classScores,
} from './class-scores.js';
import { type ConfusionMatrix, confusionMatrix, mostProbableLabels } from './confusion-matrix.js';
import { brierScore, checkClassProbabilities, logLoss, topKAccuracy } from './probability-metrics.js';
import { averagePrecision, classAgainstRest, type OneVersusRest, rocAuc } from './ranking.js';

/** How well classes were predicted. A number that the rows cannot give is NaN. */
export interface ClassificationReport {
  /** Rows. */
  readonly n: number;
  readonly classes: readonly string[];
  /** Share of rows that are right; with one class per row also the micro average of precision, recall and F1. */
  readonly accuracy: number;
  /** Mean recall of the classes that have rows. See {@link balancedAccuracy}. */
  readonly balancedAccuracy: number;
  /** NaN where everything is of one class. See {@link cohenKappa}. */
  readonly kappa: number;
  /** −1 to 1; 0 where labels or predictions are of one class. See {@link matthewsCorrelation}. */
  readonly matthewsCorrelation: number;
  /** By code. */
  readonly perClass: readonly ClassScores[];
  /** Every class alike that occurs among labels or predictions. */
  readonly macro: ClassAverages;
  /** Each class by its rows. */
  readonly weighted: ClassAverages;
  readonly confusion: ConfusionMatrix;
}

/** How well probabilities of classes were predicted; the predicted class is the most probable, of several the first. */
export interface ProbabilityReport extends ClassificationReport {
  /** In nats. See {@link logLoss}. */
  readonly logLoss: number;
  /** 0 to 2, for two classes 0 to 1. See {@link brierScore}. */
  readonly brier: number;
  /** Distance of the probability of the predicted class from its share of right rows. */
  readonly calibrationError: { readonly equalWidth: number; readonly equalMass: number };
  readonly topK: readonly { readonly k: number; readonly accuracy: number }[];
  /** Of two classes, `perClass[1]` is the binary figure with `classes[1]` as the event. */
  readonly rocAuc: OneVersusRest;
  /** Of two classes, `perClass[1]` is the binary figure with `classes[1]` as the event. */
  readonly averagePrecision: OneVersusRest;
}

export interface ClassificationReportOptions {
  /** Ranks whose accuracy is reported; 3 unless told. */
  readonly topK?: readonly number[];
  /** Bins of the calibration errors; 10 unless told. */
  readonly calibrationBins?: number;
  /** One non-negative weight per row, by which every figure but the calibration errors counts it; 1 unless told. */
  readonly weights?: ArrayLike<number>;
}

/**
 * Every metric of a classifier, equal to scikit-learn's where it defines one.
 *
 * What cannot be measured is NaN and left out of averages: scores of a class that neither has rows nor was predicted;
 * the ROC-AUC of a class with no rows, or all of them; the average precision of a class without rows. Where
 * scikit-learn warns and takes 0 (a class with rows that was never predicted has precision 0; one that was predicted
 * but has no rows has recall 0), so does this.
 *
 * @param labels Codes of the right classes, one per row.
 * @param predicted Codes of the predicted classes as `Int32Array`, or their probabilities as `Float64Array`, row-major
 * rows × classes; then the report holds more.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a
 * label that is no class, a probability outside 0 to 1, or a row of them that does not sum to 1 (within 1e-6).
 * @example
 * ```ts
 * import { classificationReport } from '@titans/models/evaluation';
 *
 * const probabilities = Float64Array.of(0.9, 0.1, 0.4, 0.6, 0.7, 0.3);
 * const report = classificationReport(Int32Array.of(0, 1, 1), probabilities, ['food', 'rent']);
 * console.log(report.accuracy, report.macro.f1, report.logLoss);
 * console.table(report.perClass);
 * ```
 */
export function classificationReport(
  labels: Int32Array,
  predicted: Float64Array,
  classes: readonly string[],
  options?: ClassificationReportOptions,
): ProbabilityReport;
export function classificationReport(
  labels: Int32Array,
  predicted: Int32Array,
  classes: readonly string[],
  options?: Pick<ClassificationReportOptions, 'weights'>,
): ClassificationReport;
export function classificationReport(
  labels: Int32Array,
  predicted: Int32Array | Float64Array,
  classes: readonly string[],
  options: ClassificationReportOptions = {},
): ClassificationReport {
  refuseUnknownParameters('classificationReport', options, ['topK', 'calibrationBins', 'weights']);
  return predicted instanceof Float64Array
    ? Object.freeze(probabilityReport(labels, predicted, classes, options))
    : Object.freeze(labelReport(labels, predicted, classes, options.weights));
}

function labelReport(
  labels: Int32Array,
  predicted: Int32Array,
  classes: readonly string[],
  weights: ArrayLike<number> | undefined,
): ClassificationReport {
  const confusion = confusionMatrix(labels, predicted, classes, weights);
  const perClass = classScores(confusion);
  const right = sum(confusion.counts.map((line, k) => line[k] as number));
  return {
    n: labels.length,
    classes: confusion.classes,
    accuracy: right / sum(perClass.map(({ support }) => support)),
    balancedAccuracy: balancedAccuracy(confusion),
    kappa: cohenKappa(confusion),
    matthewsCorrelation: matthewsCorrelation(confusion),
    perClass,
    macro: averageScores(perClass, 'macro'),
    weighted: averageScores(perClass, 'weighted'),
    confusion,
  };
}

function probabilityReport(
  labels: Int32Array,
  probabilities: Float64Array,
  classes: readonly string[],
  options: ClassificationReportOptions,
): ProbabilityReport {
  const { weights } = options;
  const count = classes.length;
  checkClassProbabilities(labels, probabilities, count, weights);
  const bins = integerWithin('calibrationBins', options.calibrationBins ?? 10, 1, 10_000);
  const predicted = mostProbableLabels(probabilities, count);
  const confidences = Float64Array.from(
    predicted,
    (label, row) => probabilities[row * count + label] as number,
  );
  const isRight = Uint8Array.from(predicted, (label, row) => (label === labels[row] ? 1 : 0));
  const report = labelReport(labels, predicted, classes, weights);
  const support = report.perClass.map((scores) => scores.support);
  const calibrationError = (strategy: 'equal-width' | 'equal-mass'): number =>
    expectedCalibrationError(reliabilityCurve(confidences, isRight, { bins, strategy }));
  const againstRest = (metric: typeof rocAuc): OneVersusRest => {
    const perClass = classes.map((_, k) => {
      const { outcomes, scores } = classAgainstRest(labels, probabilities, count, k);
      return metric(outcomes, scores, weights);
    });
    return Object.freeze({
      perClass: Object.freeze(perClass),
      macro: averageOverClasses(perClass, support, 'macro'),
      weighted: averageOverClasses(perClass, support, 'weighted'),
    });
  };
  return {
    ...report,
    logLoss: logLoss(labels, probabilities, count, weights),
    brier: brierScore(labels, probabilities, count, weights),
    calibrationError: Object.freeze({
      equalWidth: calibrationError('equal-width'),
      equalMass: calibrationError('equal-mass'),
    }),
    topK: Object.freeze(
      (options.topK ?? [3]).map((k) =>
        Object.freeze({ k, accuracy: topKAccuracy(labels, probabilities, count, k, weights) }),
      ),
    ),
    rocAuc: againstRest(rocAuc),
    averagePrecision: againstRest(averagePrecision),
  };
}
