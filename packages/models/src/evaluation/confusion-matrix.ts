import {
  requireLabels,
  requireLength,
  requireValues,
  requireWeights,
} from '../calibration/checked-values.js';
import { integerWithin } from '../estimators/parameters.js';

/** How often each class was taken for each. */
export interface ConfusionMatrix {
  readonly classes: readonly string[];
  /** `counts[actual][predicted]`, by code: rows, or their weights. */
  readonly counts: readonly (readonly number[])[];
}

/**
 * Counts rows by actual and predicted class.
 *
 * @param labels Codes into `classes`, one per row.
 * @param predicted As `labels`.
 * @param weights One non-negative weight per row, counted instead of it.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `INVALID_ARGUMENT` for a code that is no class.
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: readonly string[],
  weights?: ArrayLike<number>,
): ConfusionMatrix {
  requireValues('classes', classes);
  requireValues('labels', labels);
  requireLength('predicted', predicted, labels.length);
  requireLabels('labels', labels, classes.length);
  requireLabels('predicted', predicted, classes.length);
  if (weights) requireWeights(weights, labels.length);
  const counts = classes.map(() => classes.map(() => 0));
  for (let row = 0; row < labels.length; row++) {
    const line = counts[labels[row] as number] as number[];
    const column = predicted[row] as number;
    line[column] = (line[column] as number) + (weights ? (weights[row] as number) : 1);
  }
  return Object.freeze({
    classes: Object.freeze([...classes]),
    counts: Object.freeze(counts.map((line) => Object.freeze(line))),
  });
}

/**
 * The class of highest probability of each row, as a code; of several, the first.
 *
 * @param probabilities Row-major rows × classes.
 * @throws TitansError `SHAPE_MISMATCH` if they are no whole number of rows.
 */
export function mostProbableLabels(probabilities: Float64Array, classCount: number): Int32Array {
  integerWithin('classCount', classCount, 1, 2 ** 31 - 1);
  const rows = Math.floor(probabilities.length / classCount);
  requireLength('probabilities', probabilities, rows * classCount);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let k = 1; k < classCount; k++) {
      if (
        (probabilities[row * classCount + k] as number) > (probabilities[row * classCount + best] as number)
      )
        best = k;
    }
    labels[row] = best;
  }
  return labels;
}
