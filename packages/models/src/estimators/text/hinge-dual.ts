import type { Random } from '@titans/core';
import { dualEpochs } from './dual-epochs.js';
import { type DualLimits, shrunken } from './dual-limits.js';
import type { FeatureLengths, LinearProblem } from './linear-problem.js';

/**
 * One linear SVM with squared hinge loss, one class against the rest, by dual coordinate descent (Hsieh et al. 2008,
 * LIBLINEAR's `L2R_L2LOSS_SVC_DUAL`): minimises Σ weight · max(0, 1 ∓ score)² + l2 ÷ 2 · |coefficients|² + l1 · |coefficients|₁. The
 * intercept is the coefficient of a constant 1 and is penalised like the others, as there.
 *
 * Rows of equal features are one row that may be of the class and of the rest, which LIBLINEAR takes apart: they then
 * work against each other for thousands of passes. Its optimum is found in one step.
 *
 * @param positive The class.
 * @returns Coefficients: text, dense, intercept.
 */
export function solveSquaredHinge(
  problem: LinearProblem,
  positive: number,
  lengths: FeatureLengths,
  { l2, l1, tolerance, maxEpochs }: DualLimits,
  random: Random,
): Float64Array {
  const { text, firstRow, dense, denseWidth, weights, rows } = problem;
  const { start, column, value } = text;
  const coefficients = new Float64Array(text.width + denseWidth + 1);
  const intercept = coefficients.length - 1;
  const thresholds = l1?.map((penalty) => penalty / l2) ?? null;
  const settled = 0.1 * tolerance;
  const weightsFor = weightsOf(problem, positive);
  // How much of each row's features is in the coefficients.
  const beta = new Float64Array(rows);
  const isSettled = new Uint8Array(rows);

  function scoreOfText(place: number): number {
    const to = start[place + 1] as number;
    let score = 0;
    for (let entry = start[place] as number; entry < to; entry++) {
      const k = column[entry] as number;
      const coefficient = coefficients[k] as number;
      const held = thresholds === null ? coefficient : shrunken(coefficient, thresholds[k] as number);
      score += (value[entry] as number) * held;
    }
    return score;
  }

  function moveText(place: number, move: number): void {
    const to = start[place + 1] as number;
    for (let entry = start[place] as number; entry < to; entry++) {
      const k = column[entry] as number;
      coefficients[k] = (coefficients[k] as number) + move * (value[entry] as number);
    }
  }

  /** Makes the rows of one text optimal one after the other; returns how far a score was from that at most. */
  function improve(place: number): number {
    const textLength = lengths.ofText[place] as number;
    let textScore = scoreOfText(place);
    let worst = 0;
    let moved = 0;
    for (let row = firstRow[place] as number; row < (firstRow[place + 1] as number); row++) {
      if (isSettled[row] === 1) continue;
      const denseFrom = row * denseWidth;
      let score = textScore + (coefficients[intercept] as number);
      for (let i = 0; i < denseWidth; i++) {
        const k = text.width + i;
        score += (dense[denseFrom + i] as number) * shrunken(coefficients[k] as number, thresholds?.[k] ?? 0);
      }
      const length = textLength + (lengths.ofRow[row] as number);
      const weightFor = weightsFor[row] as number;
      const others = score - length * (beta[row] as number);
      const best = nearest(weightFor, (weights[row] as number) - weightFor, l2 / length, others);
      const distance = Math.abs(best - score);
      worst = Math.max(worst, distance);
      if (distance <= settled) isSettled[row] = 1;
      if (distance < 1e-12) continue;
      const next = (best - others) / length;
      const move = next - (beta[row] as number);
      beta[row] = next;
      if (thresholds === null) {
        moved += move;
        textScore += textLength * move;
      } else {
        // Scores are no longer linear in what moved.
        moveText(place, move);
        textScore = scoreOfText(place);
      }
      for (let i = 0; i < denseWidth; i++) {
        const k = text.width + i;
        coefficients[k] = (coefficients[k] as number) + move * (dense[denseFrom + i] as number);
      }
      coefficients[intercept] = (coefficients[intercept] as number) + move;
    }
    if (moved !== 0) moveText(place, moved);
    return worst;
  }

  const epochs = dualEpochs({ texts: text.rows, isSettled, settled, tolerance, maxEpochs, improve }, random);
  while (!epochs.next().done);
  thresholds?.forEach((threshold, k) => {
    coefficients[k] = shrunken(coefficients[k] as number, threshold);
  });
  return coefficients;
}

/** The score s of least weightFor · max(0, 1 − s)² + weightAgainst · max(0, 1 + s)² + stiffness ÷ 2 · (s − centre)². */
function nearest(weightFor: number, weightAgainst: number, stiffness: number, centre: number): number {
  const pull = stiffness * centre;
  if (pull <= -stiffness - 4 * weightFor) return (2 * weightFor + pull) / (2 * weightFor + stiffness);
  if (pull >= stiffness + 4 * weightAgainst) {
    return (pull - 2 * weightAgainst) / (2 * weightAgainst + stiffness);
  }
  return (2 * (weightFor - weightAgainst) + pull) / (2 * (weightFor + weightAgainst) + stiffness);
}

/** How much of each row's weight is of a class. */
function weightsOf({ rows, firstLabel, labels, labelWeights }: LinearProblem, label: number): Float64Array {
  const ofLabel = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let at = firstLabel[row] as number; at < (firstLabel[row + 1] as number); at++) {
      if (labels[at] === label) ofLabel[row] = labelWeights[at] as number;
    }
  }
  return ofLabel;
}
