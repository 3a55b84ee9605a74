import type { Random } from '@titans/core';
import type { DesignMatrix } from './linear-objective.js';

/** Parameters of {@link solveSquaredHinge}. */
export interface DualLimits {
  readonly l2: number;
  /** Stop when no row violates optimality by more than this. */
  readonly tolerance: number;
  readonly maxEpochs: number;
}

/**
 * One linear SVM with squared hinge loss, positive class against the rest, by dual coordinate descent with
 * shrinking (Hsieh et al. 2008, LIBLINEAR's `L2R_L2LOSS_SVC_DUAL`). The intercept is the coefficient of a
 * constant 1 and is penalised like the others, as there.
 *
 * @param isPositive 1 for the rows of the class.
 * @param squaredLengths Of every row, the constant included: {@link squaredRowLengths}.
 * @returns Coefficients: text, dense, intercept.
 */
export function solveSquaredHinge(
  design: DesignMatrix,
  isPositive: Uint8Array,
  weights: Float64Array,
  squaredLengths: Float64Array,
  limits: DualLimits,
  random: Random,
): Float64Array {
  const { text, textRow, dense, denseWidth, rows } = design;
  const { start, column, value } = text;
  const coefficients = new Float64Array(text.width + denseWidth + 1);
  const intercept = coefficients.length - 1;
  const alpha = new Float64Array(rows);
  const order = Int32Array.from({ length: rows }, (_, row) => row).filter(
    (row) => (weights[row] as number) > 0,
  );

  let active = order.length;
  let highestBefore = Number.POSITIVE_INFINITY;
  for (let epoch = 0; epoch < limits.maxEpochs; epoch++) {
    let highest = Number.NEGATIVE_INFINITY;
    let lowest = Number.POSITIVE_INFINITY;
    random.shuffle(order.subarray(0, active));
    for (let at = 0; at < active; at++) {
      const row = order[at] as number;
      const sign = isPositive[row] === 1 ? 1 : -1;
      const from = start[textRow[row] as number] as number;
      const to = start[(textRow[row] as number) + 1] as number;
      let score = coefficients[intercept] as number;
      for (let entry = from; entry < to; entry++) {
        score += (value[entry] as number) * (coefficients[column[entry] as number] as number);
      }
      for (let i = 0; i < denseWidth; i++) {
        score += (dense[row * denseWidth + i] as number) * (coefficients[text.width + i] as number);
      }
      const diagonal = limits.l2 / (2 * (weights[row] as number));
      const old = alpha[row] as number;
      const gradient = sign * score - 1 + diagonal * old;
      if (old === 0 && gradient > highestBefore) {
        active--;
        order[at] = order[active] as number;
        order[active] = row;
        at--;
        continue;
      }
      const violation = old === 0 ? Math.min(gradient, 0) : gradient;
      highest = Math.max(highest, violation);
      lowest = Math.min(lowest, violation);
      if (Math.abs(violation) < 1e-12) continue;
      const next = Math.max(old - gradient / ((squaredLengths[row] as number) + diagonal), 0);
      alpha[row] = next;
      const move = (next - old) * sign;
      for (let entry = from; entry < to; entry++) {
        const k = column[entry] as number;
        coefficients[k] = (coefficients[k] as number) + move * (value[entry] as number);
      }
      for (let i = 0; i < denseWidth; i++) {
        const k = text.width + i;
        coefficients[k] = (coefficients[k] as number) + move * (dense[row * denseWidth + i] as number);
      }
      coefficients[intercept] = (coefficients[intercept] as number) + move;
    }
    if (highest - lowest <= limits.tolerance) {
      if (active === order.length) break;
      // Optimal for the rows still looked at: look at all of them again before stopping.
      active = order.length;
      highestBefore = Number.POSITIVE_INFINITY;
      continue;
    }
    highestBefore = highest > 0 ? highest : Number.POSITIVE_INFINITY;
  }
  return coefficients;
}

/** Squared Euclidean length of every row with its constant 1. */
export function squaredRowLengths({ text, textRow, dense, denseWidth, rows }: DesignMatrix): Float64Array {
  const ofText = new Float64Array(text.rows);
  for (let row = 0; row < text.rows; row++) {
    for (let entry = text.start[row] as number; entry < (text.start[row + 1] as number); entry++) {
      ofText[row] = (ofText[row] as number) + (text.value[entry] as number) ** 2;
    }
  }
  return Float64Array.from({ length: rows }, (_, row) => {
    let squared = 1 + (ofText[textRow[row] as number] as number);
    for (let i = 0; i < denseWidth; i++) squared += (dense[row * denseWidth + i] as number) ** 2;
    return squared;
  });
}
