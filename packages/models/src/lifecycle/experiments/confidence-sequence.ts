import { studentT } from '../../statistics/distributions.js';
import { normalCdf, normalQuantile } from '../../statistics/normal.js';
import { rootBetween } from '../../statistics/root-search.js';

/** From so many degrees of freedom on, Student's distribution is taken for the normal one. */
const manyDegrees = 1e6;
/** The score whose tail is the least positive number. */
const farthestScore = 37;

/**
 * The number of rows by which the normal mixture is spread so that its boundary is tightest when `plannedRows` have been seen
 * (Howard, Ramdas, McAuliffe and Sekhon 2021, proposition 3 and section 3.5): r = t ÷ (2 ln(1/α) + ln(1 + 2 ln(1/α))).
 */
export function mixtureRows(plannedRows: number, alpha: number): number {
  const level = 2 * Math.log(1 / alpha);
  return plannedRows / (level + Math.log1p(level));
}

/**
 * How many standard errors the estimate may be from the truth at any time, with probability 1 − α at all times together: the
 * boundary of the two-sided normal mixture of Robbins (1970), √((t + r)(ln((t + r) ÷ r) + 2 ln(1/α))) ÷ √t, which is that of
 * the mixture sequential probability ratio test (Johari, Koomen, Pekelis and Walsh 2017) with τ² = σ² ÷ r.
 *
 * @param rows t, above 0.
 * @param spread r of {@link mixtureRows}.
 */
export function mixtureBoundary(rows: number, spread: number, alpha: number): number {
  return Math.sqrt(((rows + spread) / rows) * (Math.log1p(rows / spread) + 2 * Math.log(1 / alpha)));
}

/**
 * The always-valid p-value of an estimate that is `score` standard errors from 0: the least α at which the confidence sequence
 * of {@link mixtureBoundary} leaves 0 out, and 1 ÷ the ratio of the mixture test; at most 1.
 */
export function mixturePValue(score: number, rows: number, spread: number): number {
  const log = (Math.log1p(rows / spread) - (score * score * rows) / (rows + spread)) / 2;
  return log >= 0 ? 1 : Math.exp(log);
}

/** An estimate with what is needed to say how sure it is. */
export interface DifferenceEstimate {
  readonly value: number;
  readonly standardError: number;
  /** Of the standard error. */
  readonly degreesOfFreedom: number;
  /** Rows that it rests on, of both variants together. */
  readonly rows: number;
}

/** What may be said at every look. */
export interface AlwaysValid {
  /** Of no difference. */
  readonly pValue: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The p-value and the interval of an estimate, which hold at every look however often one looks: an asymptotic confidence
 * sequence (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, theorem 2.2), since the variance is estimated. As it is
 * estimated from few rows at first, scores are those of Student's distribution: z with the tail that t has.
 */
export function alwaysValid(estimate: DifferenceEstimate, spread: number, alpha: number): AlwaysValid {
  const { value, standardError, degreesOfFreedom, rows } = estimate;
  // Without any variation nothing is known of how sure the estimate is.
  if (!(standardError > 0)) {
    return { pValue: 1, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
  }
  const half = standardError * studentScore(mixtureBoundary(rows, spread, alpha), degreesOfFreedom);
  return {
    pValue: alwaysValidPValue(estimate, spread),
    lower: value - half,
    upper: value + half,
  };
}

/** The p-value of {@link alwaysValid} alone, which is cheaper. */
export function alwaysValidPValue(estimate: DifferenceEstimate, spread: number): number {
  const { value, standardError, degreesOfFreedom, rows } = estimate;
  if (!(standardError > 0)) return 1;
  return mixturePValue(normalScore(value / standardError, degreesOfFreedom), rows, spread);
}

/** The normal score with the tail of a t, as a distance from 0. */
export function normalScore(t: number, degreesOfFreedom: number): number {
  const distance = Math.abs(t);
  if (degreesOfFreedom >= manyDegrees) return distance;
  const tail = studentT(-distance, degreesOfFreedom).lower;
  return tail <= 0 ? farthestScore : Math.min(farthestScore, -normalQuantile(tail));
}

/** The t with the tail of a normal score. */
export function studentScore(z: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom >= manyDegrees) return z;
  const tail = Math.log(normalCdf(-z));
  const excess = (t: number): number => tail - Math.log(studentT(-t, degreesOfFreedom).lower);
  let high = 2 * z + 1;
  while (excess(high) < 0) high *= 2;
  return rootBetween(excess, 0, high);
}
