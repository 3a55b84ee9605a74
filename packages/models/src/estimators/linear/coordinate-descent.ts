import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Gram } from './gram.js';

/** Penalties of {@link coordinateDescent}. */
export interface ElasticPenalty {
  /** Of the absolute coefficients. */
  readonly l1: number;
  /** Of half the squared coefficients. */
  readonly l2: number;
}

export interface DescentLimits {
  /** Stop when the duality gap is at most this share of the mean square of the target. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

export interface DescentResult {
  readonly coefficients: Float64Array;
  /** How far the loss is from its minimum at most, as a share of the mean square of the target. */
  readonly dualityGap: number;
  readonly converged: boolean;
}

const sweepsAtOnce = 10;

/**
 * Minimises ½ · mean (target − columns · w)² + l1 · |w|₁ + l2 ÷ 2 · |w|² by cyclic coordinate descent over the second
 * moments (Friedman, Hastie and Tibshirani 2010, section 2.2). Once few coefficients other than 0 are left, those are
 * solved for exactly with their signs held; if that is the optimum, which its duality gap tells, it ends there with all
 * digits instead of creeping on.
 *
 * @param start Coefficients to start from; those of a near penalty save most of the work.
 * @param afterSweeps Called now and then.
 */
export async function coordinateDescent(
  gram: Gram,
  penalty: ElasticPenalty,
  start: Float64Array,
  { tolerance, maxIterations }: DescentLimits,
  afterSweeps: (done: number) => Promise<void>,
): Promise<DescentResult> {
  const coefficients = start.slice();
  const { targetSquare } = gram;
  if (targetSquare === 0) return { coefficients: coefficients.fill(0), dualityGap: 0, converged: true };
  const gradient = gradientAt(gram, coefficients);
  let gap = dualityGap(gram, penalty, coefficients, gradient) / targetSquare;
  for (let done = 0; ; ) {
    const exact = solvedOnSupport(gram, penalty, coefficients);
    if (exact) {
      const exactGap = dualityGap(gram, penalty, exact, gradientAt(gram, exact)) / targetSquare;
      if (exactGap <= 1e-12)
        return { coefficients: exact, dualityGap: Math.max(exactGap, 0), converged: true };
    }
    if (gap <= tolerance || done >= maxIterations) {
      return { coefficients, dualityGap: Math.max(gap, 0), converged: gap <= tolerance };
    }
    for (let sweep = 0; sweep < sweepsAtOnce && done < maxIterations; sweep++, done++) {
      sweepOnce(gram, penalty, coefficients, gradient);
    }
    gap = dualityGap(gram, penalty, coefficients, gradient) / targetSquare;
    await afterSweeps(done);
  }
}

/** Minimises over each coefficient in turn; the gradient is kept up to date. */
function sweepOnce(
  { width, columns }: Gram,
  { l1, l2 }: ElasticPenalty,
  coefficients: Float64Array,
  gradient: Float64Array,
): void {
  for (let j = 0; j < width; j++) {
    const square = columns[j * width + j] as number;
    const before = coefficients[j] as number;
    // A constant column explains nothing.
    if (square === 0) continue;
    const pull = (gradient[j] as number) + square * before;
    const shrunken = Math.abs(pull) - l1;
    const after = shrunken <= 0 ? 0 : (Math.sign(pull) * shrunken) / (square + l2);
    const move = after - before;
    if (move === 0) continue;
    coefficients[j] = after;
    for (let k = 0; k < width; k++) {
      gradient[k] = (gradient[k] as number) - move * (columns[j * width + k] as number);
    }
  }
}

/** Mean of each column times the residual. */
function gradientAt({ width, columns, target }: Gram, coefficients: Float64Array): Float64Array {
  const gradient = target.slice();
  for (let j = 0; j < width; j++) {
    const coefficient = coefficients[j] as number;
    if (coefficient === 0) continue;
    for (let k = 0; k < width; k++) {
      gradient[k] = (gradient[k] as number) - coefficient * (columns[j * width + k] as number);
    }
  }
  return gradient;
}

/**
 * Loss minus a lower bound of it: the lower of two gaps, one from the residual scaled until it is feasible (which needs
 * l1 above 0) and one from the residual as it is, by the conjugate of the penalty (which needs l2 above 0).
 */
function dualityGap(
  { target, targetSquare }: Gram,
  { l1, l2 }: ElasticPenalty,
  coefficients: Float64Array,
  gradient: Float64Array,
): number {
  let fitted = 0;
  let residualSquare = targetSquare;
  let absolute = 0;
  let square = 0;
  let steepest = 0;
  let excess = 0;
  coefficients.forEach((coefficient, j) => {
    fitted += coefficient * (target[j] as number);
    residualSquare -= coefficient * ((target[j] as number) + (gradient[j] as number));
    absolute += Math.abs(coefficient);
    square += coefficient * coefficient;
    steepest = Math.max(steepest, Math.abs((gradient[j] as number) - l2 * coefficient));
    excess += Math.max(Math.abs(gradient[j] as number) - l1, 0) ** 2;
  });
  const loss = 0.5 * residualSquare + l1 * absolute + 0.5 * l2 * square;
  const residualTarget = targetSquare - fitted;
  const scale = steepest > l1 ? l1 / steepest : 1;
  const scaled = loss + 0.5 * scale * scale * (residualSquare + l2 * square) - scale * residualTarget;
  if (l2 === 0) return scaled;
  const conjugate = loss + 0.5 * residualSquare - residualTarget + excess / (2 * l2);
  return Math.min(scaled, conjugate);
}

/** The coefficients that are not 0, exact if their signs are right; `null` where there is no such solution. */
function solvedOnSupport(
  { width, columns, target }: Gram,
  { l1, l2 }: ElasticPenalty,
  coefficients: Float64Array,
): Float64Array | null {
  const isFree = (j: number): boolean => l1 === 0 || coefficients[j] !== 0;
  const support = Array.from({ length: width }, (_, j) => j).filter(
    (j) => isFree(j) && (columns[j * width + j] as number) > 0,
  );
  const solved = new Float64Array(width);
  if (support.length === 0) return solved;
  const system = Matrix.zeros(support.length, support.length);
  const right = Matrix.zeros(support.length, 1);
  support.forEach((j, row) => {
    support.forEach((k, column) => {
      system.set(row, column, (columns[j * width + k] as number) + (j === k ? l2 : 0));
    });
    right.set(row, 0, (target[j] as number) - l1 * Math.sign(coefficients[j] as number));
  });
  const decomposition = new CholeskyDecomposition(system);
  if (!decomposition.isPositiveDefinite()) return null;
  const solution = decomposition.solve(right);
  for (const [row, j] of support.entries()) {
    const coefficient = solution.get(row, 0);
    if (!Number.isFinite(coefficient)) return null;
    if (l1 > 0 && Math.sign(coefficient) !== Math.sign(coefficients[j] as number)) return null;
    solved[j] = coefficient;
  }
  return solved;
}
