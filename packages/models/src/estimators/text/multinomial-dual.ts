import type { Random } from '@titans/core';
import { dualEpochs } from './dual-epochs.js';
import { type DualLimits, shrunken } from './dual-limits.js';
import { entropyStep } from './entropy-step.js';
import { type LinearProblem, squaredFeatureLengths } from './linear-problem.js';

/**
 * Multinomial logistic regression by dual coordinate descent (Yu, Huang and Lin 2011): minimises
 * Σ weight · −ln p(class) + l2 ÷ 2 · |coefficients|² + l1 · |coefficients|₁, the intercept being the coefficient of a constant 1 and
 * penalised like the others.
 *
 * The dual has one distribution over the classes for each row; at the optimum it is the one the model gives the row.
 *
 * @param afterEpoch Called after each pass.
 * @returns Coefficients features × outputs: text, dense, intercept.
 */
export async function solveMultinomial(
  problem: LinearProblem,
  outputs: number,
  { l2, l1, tolerance, maxEpochs }: DualLimits,
  random: Random,
  afterEpoch: (epoch: number) => Promise<void>,
): Promise<Float64Array> {
  const { text, firstRow, dense, denseWidth, firstLabel, labels, labelWeights, weights, rows } = problem;
  const { start, column, value } = text;
  const lengths = squaredFeatureLengths(problem);
  const coefficients = new Float64Array((text.width + denseWidth + 1) * outputs);
  const denseFrom = text.width * outputs;
  const interceptFrom = denseFrom + denseWidth * outputs;
  // Each row's weight, distributed over the classes; where it is that of its labels, the coefficients are 0.
  const alpha = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let at = firstLabel[row] as number; at < (firstLabel[row + 1] as number); at++) {
      alpha[row * outputs + (labels[at] as number)] = labelWeights[at] as number;
    }
  }

  const thresholds = l1?.map((penalty) => penalty / l2) ?? null;
  const settled = 0.3 * tolerance;
  const isSettled = new Uint8Array(rows);
  const textScores = new Float64Array(outputs);
  const scores = new Float64Array(outputs);
  const shifted = new Float64Array(outputs);
  const next = new Float64Array(outputs);
  const moved = new Float64Array(outputs);

  /** The scores of a text, without dense columns and intercept. */
  function readText(place: number): void {
    const to = start[place + 1] as number;
    textScores.fill(0);
    for (let entry = start[place] as number; entry < to; entry++) {
      const at = (column[entry] as number) * outputs;
      const feature = value[entry] as number;
      if (thresholds === null) {
        for (let k = 0; k < outputs; k++) {
          textScores[k] = (textScores[k] as number) + feature * (coefficients[at + k] as number);
        }
        continue;
      }
      const threshold = thresholds[column[entry] as number] as number;
      for (let k = 0; k < outputs; k++) {
        const coefficient = shrunken(coefficients[at + k] as number, threshold);
        textScores[k] = (textScores[k] as number) + feature * coefficient;
      }
    }
  }

  /** Takes what moved in a text's rows over to the coefficients of its features. */
  function moveText(place: number): void {
    const to = start[place + 1] as number;
    for (let entry = start[place] as number; entry < to; entry++) {
      const at = (column[entry] as number) * outputs;
      const feature = value[entry] as number;
      for (let k = 0; k < outputs; k++) {
        coefficients[at + k] = (coefficients[at + k] as number) - feature * (moved[k] as number);
      }
    }
    moved.fill(0);
  }

  /** Improves the rows of one text; returns how far the worst was from optimal before. */
  function improve(place: number): number {
    readText(place);
    moved.fill(0);
    let worst = 0;
    for (let row = firstRow[place] as number; row < (firstRow[place + 1] as number); row++) {
      if (isSettled[row] === 1) continue;
      const distance = improveRow(row, lengths.ofText[place] as number);
      if (thresholds !== null) {
        // Scores are no longer linear in what moved.
        moveText(place);
        readText(place);
      }
      if (distance <= settled) isSettled[row] = 1;
      worst = Math.max(worst, distance);
    }
    if (thresholds === null) moveText(place);
    return worst;
  }

  function improveRow(row: number, textLength: number): number {
    const total = weights[row] as number;
    const own = row * outputs;
    const curvature = (textLength + (lengths.ofRow[row] as number)) / l2;
    for (let k = 0; k < outputs; k++) {
      scores[k] = (textScores[k] as number) + (coefficients[interceptFrom + k] as number);
    }
    for (let i = 0; i < denseWidth; i++) {
      const feature = dense[row * denseWidth + i] as number;
      if (feature === 0) continue;
      const at = denseFrom + i * outputs;
      const threshold = thresholds?.[text.width + i] ?? 0;
      for (let k = 0; k < outputs; k++) {
        const coefficient = shrunken(coefficients[at + k] as number, threshold);
        scores[k] = (scores[k] as number) + feature * coefficient;
      }
    }
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < outputs; k++) highest = Math.max(highest, scores[k] as number);
    let sum = 0;
    for (let k = 0; k < outputs; k++) {
      const exponential = Math.exp((scores[k] as number) - highest);
      next[k] = exponential;
      sum += exponential;
    }
    let worst = 0;
    for (let k = 0; k < outputs; k++) {
      const share = (next[k] as number) / sum;
      worst = Math.max(worst, Math.abs(share - (alpha[own + k] as number) / total));
      shifted[k] = (scores[k] as number) + curvature * (alpha[own + k] as number);
    }
    if (worst < tolerance * 0.1) return worst;
    entropyStep(shifted, curvature, total, Math.log(total) - highest - Math.log(sum), next);
    for (let k = 0; k < outputs; k++) {
      const move = ((next[k] as number) - (alpha[own + k] as number)) / l2;
      alpha[own + k] = next[k] as number;
      moved[k] = (moved[k] as number) + move;
      textScores[k] = (textScores[k] as number) - textLength * move;
      coefficients[interceptFrom + k] = (coefficients[interceptFrom + k] as number) - move;
      scores[k] = move;
    }
    for (let i = 0; i < denseWidth; i++) {
      const feature = dense[row * denseWidth + i] as number;
      if (feature === 0) continue;
      const at = denseFrom + i * outputs;
      for (let k = 0; k < outputs; k++) {
        coefficients[at + k] = (coefficients[at + k] as number) - feature * (scores[k] as number);
      }
    }
    return worst;
  }

  const work = { texts: text.rows, isSettled, settled, tolerance, maxEpochs, improve };
  for (const epoch of dualEpochs(work, random)) await afterEpoch(epoch);
  if (thresholds !== null) {
    for (let at = 0; at < interceptFrom; at++) {
      const threshold = thresholds[Math.floor(at / outputs)] as number;
      coefficients[at] = shrunken(coefficients[at] as number, threshold);
    }
  }
  return coefficients;
}
