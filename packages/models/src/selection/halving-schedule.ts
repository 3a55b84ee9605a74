import { TitansError } from '@titans/core';
import { integerWithin, numberBetween } from '../estimators/parameters.js';

/** How many candidates get how much, round by round. */
export interface HalvingSchedule {
  /** Candidates that each round begins with. */
  readonly candidates: readonly number[];
  /** What each of them gets. */
  readonly resources: readonly number[];
  readonly minResources: number;
  readonly maxResources: number;
}

/** What a schedule is made of. */
export interface HalvingScheduleOptions {
  /** Candidates that are kept after a round: one of so many. Above 1; 3 unless told. */
  readonly factor?: number;
  /**
   * What each candidate gets in the first round. `exhaust` (unless told): so much that the last round uses as much of
   * `maxResources` as it can. `smallest`: for rows 2 × folds × classes, else 1.
   */
  readonly minResources?: number | 'exhaust' | 'smallest';
  /** What no candidate gets more of: all rows unless told; to be told for another resource. */
  readonly maxResources?: number;
  /**
   * Whether candidates are also dropped in rounds that do not raise what each gets, where it is too little for as many
   * rounds as they need; not unless told.
   */
  readonly aggressiveElimination?: boolean;
}

/**
 * The rounds of successive halving, as scikit-learn's `HalvingGridSearchCV` has them. Where it takes logarithms, whose
 * rounding costs it a round at 3⁵ = 243 candidates, powers are counted here.
 *
 * @param candidates In the first round.
 * @param smallest What `minResources: 'smallest'` stands for, below which `exhaust` does not go.
 * @throws TitansError `INVALID_ARGUMENT`, `DATA_INSUFFICIENT` where the least is more than the most.
 */
export function halvingSchedule(
  candidates: number,
  smallest: number,
  options: HalvingScheduleOptions & { readonly maxResources: number },
): HalvingSchedule {
  const factor = numberBetween('factor', options.factor ?? 3, 1, 1e6);
  const most = integerWithin('maxResources', options.maxResources, 1, 2 ** 53);
  const required = wholePowers(candidates, factor) + 1;
  const least = leastResources(options.minResources ?? 'exhaust', smallest, most, factor ** (required - 1));
  if (least > most) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `Successive halving begins with ${least} for each candidate, but there are only ${most}. Set minResources lower, or take fewer folds.`,
      { details: { field: 'minResources', value: `${least}` } },
    );
  }
  const possible = wholePowers(Math.floor(most / least), factor) + 1;
  const isAggressive = options.aggressiveElimination ?? false;
  const counts: number[] = [];
  const resources: number[] = [];
  let left = candidates;
  for (let round = 0; round < (isAggressive ? required : Math.min(required, possible)); round++) {
    const power = isAggressive ? Math.max(0, round - required + possible) : round;
    counts.push(left);
    resources.push(Math.min(most, Math.floor(factor ** power * least)));
    left = candidatesKept(left, factor);
  }
  return Object.freeze({
    candidates: Object.freeze(counts),
    resources: Object.freeze(resources),
    minResources: least,
    maxResources: most,
  });
}

/** How many of so many go on to the next round. */
export function candidatesKept(candidates: number, factor = 3): number {
  return Math.ceil(candidates / factor);
}

function leastResources(
  told: number | 'exhaust' | 'smallest',
  smallest: number,
  most: number,
  growth: number,
): number {
  if (told === 'smallest') return smallest;
  if (told === 'exhaust') return Math.max(smallest, Math.floor(most / growth));
  return integerWithin('minResources', told, 1, 2 ** 53);
}

/** The greatest k with factor^k ≤ value. */
function wholePowers(value: number, factor: number): number {
  let power = 0;
  while (factor ** (power + 1) <= value) power++;
  return power;
}
