import { sum } from 'simple-statistics';
import { requireObject } from '../calibration/checked-values.js';
import type { ConfusionMatrix } from './confusion-matrix.js';

/**
 * Mean recall over the classes that have rows: accuracy as if every class were equally frequent. As scikit-learn's
 * `balanced_accuracy_score`.
 */
export function balancedAccuracy(confusion: ConfusionMatrix): number {
  requireObject('confusion', confusion);
  const { counts } = confusion;
  const recalls = counts.flatMap((line, k) => {
    const support = sum([...line]);
    return support > 0 ? [(line[k] as number) / support] : [];
  });
  return sum(recalls) / recalls.length;
}

/**
 * Cohen's κ: (accuracy − chance) ÷ (1 − chance), where chance is the accuracy of predictions as frequent as these that
 * know nothing of the row (Cohen 1960). As scikit-learn's `cohen_kappa_score`.
 *
 * @returns At most 1. NaN where chance is 1, since all rows and predictions are of one class.
 */
export function cohenKappa(confusion: ConfusionMatrix): number {
  const { rows, right, actual, predicted } = marginals(confusion);
  const chance = sum(actual.map((count, k) => count * (predicted[k] as number)));
  return (right * rows - chance) / (rows * rows - chance);
}

/**
 * Matthews' correlation coefficient of labels and predictions (Matthews 1975; for several classes Gorodkin 2004), −1
 * to 1. As scikit-learn's `matthews_corrcoef`.
 *
 * @returns 0 where all rows, or all predictions, are of one class: there is nothing to correlate.
 */
export function matthewsCorrelation(confusion: ConfusionMatrix): number {
  const { rows, right, actual, predicted } = marginals(confusion);
  const squares = (counts: readonly number[]): number => sum(counts.map((count) => count * count));
  const covariance = right * rows - sum(actual.map((count, k) => count * (predicted[k] as number)));
  const spread = (rows * rows - squares(actual)) * (rows * rows - squares(predicted));
  return spread > 0 ? covariance / Math.sqrt(spread) : 0;
}

function marginals(confusion: ConfusionMatrix): {
  readonly rows: number;
  readonly right: number;
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
} {
  requireObject('confusion', confusion);
  const { counts } = confusion;
  const actual = counts.map((line) => sum([...line]));
  return {
    rows: sum(actual),
    right: sum(counts.map((line, k) => line[k] as number)),
    actual,
    predicted: counts.map((_, k) => sum(counts.map((line) => line[k] as number))),
  };
}
