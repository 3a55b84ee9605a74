import { factorise, solveFactorised } from '../../estimators/linear/positive-definite.js';

/** Log-odds of an anomaly: intercept + Σ coefficient × piece of evidence. */
export interface EvidenceLogistic {
  readonly intercept: number;
  /** One per kind of evidence. */
  readonly coefficients: Float64Array;
}

/** Precision of the belief that a nat of evidence is worth a nat of log-odds: a standard deviation of ½. */
const commonPrecision = 4;
/**
 * Precision of the belief that nats of all kinds are worth the same: a standard deviation of a tenth. Wider, a dozen
 * labels move the weights by chance, and rows are ordered worse than without them.
 */
const ownPrecision = 100;
/** Keeps the intercept finite where only one kind of label occurs. */
const interceptPrecision = 0.01;
const mostSteps = 50;

/**
 * Logistic regression from evidence to labels that begins where no label is known: coefficients are 1 + e + dₖ, where e
 * is common to all (normal prior, standard deviation ½) and dₖ a kind's own (a tenth), so that a few labels say what all
 * evidence is worth and hardly touch the order of rows, and many replace its weights. Newton's method with halved steps.
 *
 * @param pieces Evidence in nats, kind after kind, each with a value per row.
 * @param labels 1 for an anomaly, 0 for the ordinary.
 */
export function fitEvidenceLogistic(pieces: readonly Float64Array[], labels: Int32Array): EvidenceLogistic {
  const size = pieces.length + 1;
  let at = new Float64Array(size).fill(1);
  at[0] = startingIntercept(pieces, labels);
  let loss = lossAt(pieces, labels, at);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, hessian } = derivatives(pieces, labels, at);
    const direction = Float64Array.from(gradient);
    solveFactorised(hessian, size, factorise(hessian, size, 1e-12), direction);
    const decrease = direction.reduce((sum, value, k) => sum + value * (gradient[k] as number), 0);
    if (!(decrease > 1e-10 * (1 + loss))) break;
    let length = 1;
    let next = at;
    let nextLoss = Number.POSITIVE_INFINITY;
    for (; length > 1e-6; length /= 2) {
      next = at.map((value, k) => value - length * (direction[k] as number));
      nextLoss = lossAt(pieces, labels, next);
      if (nextLoss <= loss - 1e-4 * length * decrease) break;
    }
    if (!(nextLoss < loss)) break;
    at = next;
    loss = nextLoss;
  }
  return { intercept: at[0] as number, coefficients: at.slice(1) };
}

/** Log-odds of rows. */
export function logOddsOf(
  { intercept, coefficients }: EvidenceLogistic,
  pieces: readonly Float64Array[],
  rows: number,
): Float64Array {
  const logOdds = new Float64Array(rows).fill(intercept);
  pieces.forEach((piece, k) => {
    const coefficient = coefficients[k] as number;
    for (let row = 0; row < rows; row++)
      logOdds[row] = (logOdds[row] as number) + coefficient * (piece[row] as number);
  });
  return logOdds;
}

/** The odds of the labels, less what the evidence adds on average. */
function startingIntercept(pieces: readonly Float64Array[], labels: Int32Array): number {
  let [events, total] = [0, 0];
  for (const label of labels) events += label;
  for (const piece of pieces) for (const value of piece) total += value;
  return Math.log((events + 1) / (labels.length - events + 1)) - total / labels.length;
}

function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

function lossAt(pieces: readonly Float64Array[], labels: Int32Array, at: Float64Array): number {
  const logOdds = logOddsOf(
    { intercept: at[0] as number, coefficients: at.subarray(1) },
    pieces,
    labels.length,
  );
  let loss = (interceptPrecision / 2) * (at[0] as number) ** 2;
  const deviations = at.subarray(1).map((value) => value - 1);
  const common = deviations.reduce((sum, value) => sum + value, 0);
  const squares = deviations.reduce((sum, value) => sum + value * value, 0);
  loss += (ownPrecision * squares - sharedPrecision(deviations.length) * common ** 2) / 2;
  logOdds.forEach((value, row) => {
    loss += Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))) - (labels[row] as number) * value;
  });
  return loss;
}

function derivatives(
  pieces: readonly Float64Array[],
  labels: Int32Array,
  at: Float64Array,
): { gradient: Float64Array; hessian: Float64Array } {
  const size = at.length;
  const logOdds = logOddsOf(
    { intercept: at[0] as number, coefficients: at.subarray(1) },
    pieces,
    labels.length,
  );
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const values = new Float64Array(size).fill(1);
  for (let row = 0; row < labels.length; row++) {
    for (let k = 1; k < size; k++) values[k] = pieces[k - 1]?.[row] as number;
    const probability = sigmoid(logOdds[row] as number);
    const error = probability - (labels[row] as number);
    const weight = probability * (1 - probability);
    for (let k = 0; k < size; k++) {
      const value = values[k] as number;
      if (value === 0) continue;
      gradient[k] = (gradient[k] as number) + error * value;
      for (let j = 0; j <= k; j++) {
        const place = k * size + j;
        hessian[place] = (hessian[place] as number) + weight * value * (values[j] as number);
      }
    }
  }
  addPrior(gradient, hessian, at);
  return { gradient, hessian };
}

function addPrior(gradient: Float64Array, hessian: Float64Array, at: Float64Array): void {
  const size = at.length;
  const shared = sharedPrecision(size - 1);
  const common = at.subarray(1).reduce((sum, value) => sum + value - 1, 0);
  gradient[0] = (gradient[0] as number) + interceptPrecision * (at[0] as number);
  hessian[0] = (hessian[0] as number) + interceptPrecision;
  for (let k = 1; k < size; k++) {
    gradient[k] = (gradient[k] as number) + ownPrecision * ((at[k] as number) - 1) - shared * common;
    for (let j = 1; j <= k; j++) {
      hessian[k * size + j] = (hessian[k * size + j] as number) + (j === k ? ownPrecision : 0) - shared;
    }
  }
}

/**
 * What the common deviation takes off every entry of the precision of so many coefficients: with the covariance
 * I ÷ ownPrecision + 11ᵀ ÷ commonPrecision, the precision is ownPrecision × I less this × 11ᵀ (Sherman and Morrison).
 */
function sharedPrecision(kinds: number): number {
  return ownPrecision ** 2 / (commonPrecision + kinds * ownPrecision);
}
