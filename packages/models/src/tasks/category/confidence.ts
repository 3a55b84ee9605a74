import { applyTemperature, fitTemperature } from '../../calibration/index.js';

/** How scores become probabilities that mean what they say. */
export interface Confidence {
  /** What scores are divided by before the softmax (Guo et al. 2017). */
  readonly temperature: number;
  /** Probability that none of the scores is to be believed, spread evenly over the classes. */
  readonly novelty: number;
}

/**
 * Learns the temperature from scores of rows that the scoring model had not seen, by least log-loss. The novelty is
 * the share of those rows whose class that model did not know at all, counting one such and one other row before the
 * first (Laplace).
 *
 * @param scores Row-major rows × classes; −∞ for a class that the scoring model did not know.
 * @param labels Class of each row.
 */
export function fitConfidence(scores: Float64Array, labels: Int32Array, classes: number): Confidence {
  const known = Int32Array.from(labels.keys()).filter(
    (row) => scores[row * classes + (labels[row] as number)] !== Number.NEGATIVE_INFINITY,
  );
  const novelty = (labels.length - known.length + 1) / (labels.length + 2);
  if (known.length === 0) return { temperature: 1, novelty };
  const { temperature } = fitTemperature(
    scoresOfRows(scores, known, classes),
    known.map((row) => labels[row] as number),
    classes,
  );
  return { temperature, novelty };
}

/** Probabilities, row-major rows × classes; every row sums to 1. */
export function applyConfidence(scores: Float64Array, classes: number, confidence: Confidence): Float64Array {
  const { novelty } = confidence;
  return applyTemperature(confidence, scores, classes).map(
    (share) => (1 - novelty) * share + novelty / classes,
  );
}

/** The scores of some rows, in the given order. */
export function scoresOfRows(scores: Float64Array, rows: Int32Array, classes: number): Float64Array {
  const picked = new Float64Array(rows.length * classes);
  rows.forEach((row, index) => {
    picked.set(scores.subarray(row * classes, (row + 1) * classes), index * classes);
  });
  return picked;
}

/** Position and probability of the most probable class of a row; the first of several. */
export function mostProbable(
  probabilities: Float64Array,
  classes: number,
  row: number,
): { readonly label: number; readonly probability: number } {
  let label = 0;
  for (let k = 1; k < classes; k++) {
    if ((probabilities[row * classes + k] as number) > (probabilities[row * classes + label] as number))
      label = k;
  }
  return { label, probability: probabilities[row * classes + label] as number };
}
