import type { BalanceDay, BalanceProjection } from './answers.js';
import { dateAhead, type OutlookContext } from './flow-outlook.js';
import type { JointOutlook } from './joint-outlook.js';
import { centralInterval, drawsOfDay } from './path-intervals.js';

/** What a balance is projected with; amounts in minor units. */
export interface ProjectionParts {
  readonly balance: number;
  readonly level: number;
  readonly below: number | null;
  /** Minor units as the main unit, rounded to whole minor units. */
  readonly toMain: (minor: number) => number;
}

/** The balance at the end of each day, with the shares of paths that go below a level. */
export function projectBalance(
  outlook: JointOutlook,
  { balance, level, below, toMain }: ProjectionParts,
  context: OutlookContext,
): BalanceProjection {
  const { days, sums } = outlook;
  const paths = outlook.sumPaths();
  const count = paths.length / days;
  const limit = below === null ? Number.NEGATIVE_INFINITY : below - balance;
  const hasBeenBelow = new Uint8Array(count);
  const lowestOf = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let lowestStep = 0;
  let everBelow = 0;
  const projected = Array.from({ length: days }, (_, step): BalanceDay => {
    let belowNow = 0;
    for (let path = 0; path < count; path++) {
      const sum = paths[path * days + step] as number;
      if (sum < (lowestOf[path] as number)) lowestOf[path] = sum;
      if (!(sum < limit)) continue;
      belowNow++;
      if (hasBeenBelow[path] === 0) everBelow++;
      hasBeenBelow[path] = 1;
    }
    const point = sums[step] as number;
    if (point < (sums[lowestStep] as number)) lowestStep = step;
    const { lower, upper } = centralInterval(drawsOfDay(paths, days, step), level, point);
    return {
      date: dateAhead(context, step),
      balance: toMain(balance + point),
      lower: toMain(balance + lower),
      upper: toMain(balance + upper),
      belowProbability: below === null ? null : belowNow / count,
      belowByProbability: below === null ? null : everBelow / count,
    };
  });
  const lowest = sums[lowestStep] as number;
  const ends = centralInterval(lowestOf.sort(), level, lowest);
  return {
    days: projected,
    lowest: {
      date: dateAhead(context, lowestStep),
      balance: toMain(balance + lowest),
      lower: toMain(balance + ends.lower),
      upper: toMain(balance + ends.upper),
    },
  };
}
