import { binomial } from '../../statistics/distributions.js';
import { mostProbable } from './most-probable.js';

/** Share of accepted rows that shall be right, and how probable it may be that fewer are where so many were. */
const wantedPrecision = 0.95;
const doubt = 0.05;
const leastAccepted = 10;
const strictest = 0.95;

/**
 * The least confidence from which so many of unseen rows were right that less than 95 % of all such would show it in one
 * case of twenty at most (the one-sided bound of Clopper and Pearson 1934), so that a person need not look at them: of 59
 * rows all, of 93 all but one. Where no group shows as much, the least from which 95 % of ten rows or more were right, but
 * 0.95 at least; and no more than that where all of them were right often enough: that the model was surer of each says
 * nothing against 0.95 of a payee that it has been told about since.
 */
export function abstainThreshold(probabilities: Float64Array, labels: Int32Array, classes: number): number {
  const rows = Array.from(labels, (label, row) => {
    const best = mostProbable(probabilities, classes, row);
    return { confidence: best.probability, right: best.label === label };
  }).sort((a, b) => b.confidence - a.confidence);
  let seen = strictest;
  let shown: number | null = null;
  let right = 0;
  rows.forEach((row, index) => {
    if (row.right) right++;
    const accepted = index + 1;
    const isLastOfTies = rows[accepted]?.confidence !== row.confidence;
    if (!isLastOfTies || accepted < leastAccepted || right / accepted < wantedPrecision) return;
    seen = row.confidence;
    if (binomial(right - 1, accepted, wantedPrecision).upper <= doubt) shown = row.confidence;
  });
  const threshold = shown ?? Math.max(seen, strictest);
  const isRightOfAll = rows.length >= leastAccepted && right / rows.length >= wantedPrecision;
  return isRightOfAll ? Math.min(threshold, strictest) : threshold;
}
