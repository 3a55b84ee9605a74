import { unitGroups } from './assign-variant.js';
import type { DifferenceEstimate } from './confidence-sequence.js';

/** Sums over outcomes: all that is kept of them, however many there were. */
export interface OutcomeSums {
  /** Outcomes. */
  rows: number;
  sum: number;
  /** Rows and sums by group of units. */
  readonly groups: { readonly rows: number[]; readonly sums: number[] };
}

/** Where an outcome is added. */
export interface OutcomePlace {
  /** Group of the unit. */
  readonly group: number;
  /** Whether the outcome was counted before, as 0: only its value is added. */
  readonly amends: boolean;
  /** Whether it is taken back; what was never counted is not. */
  readonly withdraws?: boolean;
}

/** Sums of nothing. */
export function noOutcomes(): OutcomeSums {
  const zeros = (): number[] => new Array<number>(unitGroups).fill(0);
  return { rows: 0, sum: 0, groups: { rows: zeros(), sums: zeros() } };
}

/** Adds an outcome, or takes it back, in place. */
export function addOutcome(
  sums: OutcomeSums,
  given: number,
  { group, amends, withdraws = false }: OutcomePlace,
): void {
  if (withdraws && (sums.groups.rows[group] as number) < 1) return;
  const sign = withdraws ? -1 : 1;
  const rows = amends ? 0 : sign;
  const value = sign * given;
  sums.rows += rows;
  sums.sum += value;
  sums.groups.rows[group] = (sums.groups.rows[group] as number) + rows;
  sums.groups.sums[group] = (sums.groups.sums[group] as number) + value;
}

/** Groups that have outcomes. */
export function seenGroups({ groups }: OutcomeSums): number {
  return groups.rows.filter((count) => count > 0).length;
}

/**
 * How many groups of equal size would say as much: the squared sum of their sizes over the sum of their squares (Kish 1965). One
 * account with most of the outcomes leaves hardly more than one; taken for one of many, chance alone would often be a difference.
 */
function effectiveGroups({ rows, groups }: OutcomeSums): number {
  let squares = 0;
  for (const count of groups.rows) squares += count * count;
  return squares === 0 ? 0 : rows ** 2 / squares;
}

/** The mean, or `null` where there is no outcome. */
export function meanOf({ rows, sum }: OutcomeSums): number | null {
  return rows === 0 ? null : sum / rows;
}

/**
 * The difference of two means, the second less the first. Variances are those of sums over groups of units, so that outcomes of
 * one unit may be as alike as they like, with as many degrees of freedom as groups of equal size would have that say as much.
 * Where values have a range, each variance is that with one outcome more at either end, so that few outcomes which happen to be
 * equal are not taken for certain (after Agresti and Caffo 2000).
 *
 * @returns `null` where either has too few outcomes for a variance, or most of them in one group.
 */
export function differenceOfMeans(
  first: OutcomeSums,
  second: OutcomeSums,
  range: readonly [number, number] | null,
): DifferenceEstimate | null {
  const [one, other] = [varianceOfMean(first, range), varianceOfMean(second, range)];
  if (one === null || other === null) return null;
  const variance = one.variance + other.variance;
  return {
    value: other.mean - one.mean,
    standardError: Math.sqrt(variance),
    // Welch and Satterthwaite.
    degreesOfFreedom:
      variance > 0
        ? variance ** 2 / (one.variance ** 2 / one.degrees + other.variance ** 2 / other.degrees)
        : Math.min(one.degrees, other.degrees),
    rows: first.rows + second.rows,
  };
}

/** The mean of differences of pairs, as {@link differenceOfMeans}; the range is that of the values, not of differences. */
export function meanDifference(
  pairs: OutcomeSums,
  range: readonly [number, number] | null,
): DifferenceEstimate | null {
  const widest = range === null ? null : ([range[0] - range[1], range[1] - range[0]] as const);
  const found = varianceOfMean(pairs, widest);
  if (found === null) return null;
  return {
    value: found.mean,
    standardError: Math.sqrt(found.variance),
    degreesOfFreedom: found.degrees,
    rows: pairs.rows,
  };
}

interface MeanVariance {
  readonly mean: number;
  readonly variance: number;
  readonly degrees: number;
}

function varianceOfMean(sums: OutcomeSums, range: readonly [number, number] | null): MeanVariance | null {
  const { rows, sum } = sums;
  const independent = effectiveGroups(sums);
  if (independent < 2) return null;
  const mean = sum / rows;
  const atEnds = range === null ? 0 : (range[0] - mean) ** 2 + (range[1] - mean) ** 2;
  const scaled = (spreadOfGroups(sums, mean) * independent) / (independent - 1);
  return { mean, variance: (scaled + atEnds) / rows ** 2, degrees: independent - 1 };
}

/** Squares of how far the sums of groups are from what the mean makes of their rows. */
function spreadOfGroups({ groups: { rows, sums } }: OutcomeSums, mean: number): number {
  let spread = 0;
  for (let group = 0; group < rows.length; group++) {
    spread += ((sums[group] as number) - mean * (rows[group] as number)) ** 2;
  }
  return spread;
}
