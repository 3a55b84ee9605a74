import { mostProbable } from './most-probable.js';

/** Share of accepted rows that shall be right. */
const wantedPrecision = 0.95;
const leastAccepted = 10;
const strictest = 0.95;

/**
 * The least confidence from which at least 95 % of unseen rows were right, so that a person need not look at them.
 * Where no group of ten or more rows was that sure, 0.95; and no more than that where all of them were right often enough:
 * that the model was surer of each says nothing against 0.95 of a payee that it has been told about since.
 */
export function abstainThreshold(probabilities: Float64Array, labels: Int32Array, classes: number): number {
  const rows = Array.from(labels, (label, row) => {
    const best = mostProbable(probabilities, classes, row);
    return { confidence: best.probability, right: best.label === label };
  }).sort((a, b) => b.confidence - a.confidence);
  let threshold = strictest;
  let right = 0;
  rows.forEach((row, index) => {
    if (row.right) right++;
    const accepted = index + 1;
    const isLastOfTies = rows[accepted]?.confidence !== row.confidence;
    if (isLastOfTies && accepted >= leastAccepted && right / accepted >= wantedPrecision)
      threshold = row.confidence;
  });
  const isRightOfAll = rows.length >= leastAccepted && right / rows.length >= wantedPrecision;
  return isRightOfAll ? Math.min(threshold, strictest) : threshold;
}
