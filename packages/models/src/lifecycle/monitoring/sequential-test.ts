/**
 * Bets that the mean loss is above a limit, as shares of the largest bet that cannot lose all. Which one pays best depends
 * on how far above and how varied losses are; of ten, one is always near, at the price of a factor of ten.
 */
const bets = [0.005, 0.01, 0.02, 0.04, 0.07, 0.12, 0.2, 0.32, 0.5, 0.75] as const;

/** Logarithms by which each bet grew over some losses; those of several lots add up, in any order. */
export type Growth = readonly number[];

/** What was learned of one window. */
export interface WindowGrowth {
  /** Its number in its stream, from 1. */
  readonly index: number;
  readonly growth: Growth;
}

export const noGrowth: Growth = bets.map(() => 0);

/**
 * What one loss does to every bet that the mean loss is above `limit`.
 *
 * @param loss 0 or more; it need not be bounded above.
 * @param limit Above 0.
 */
export function growthOf(loss: number, limit: number): Growth {
  return bets.map((bet) => Math.log1p(bet * (loss / limit - 1)));
}

/** The same for losses that are 0 or 1: `count` of `n` are 1. */
export function growthOfShare(count: number, n: number, limit: number): Growth {
  return bets.map(
    (bet) => count * Math.log1p(bet * (1 / limit - 1)) + Math.max(0, n - count) * Math.log1p(-bet),
  );
}

export function addGrowth(a: Growth, b: Growth): Growth {
  return a.map((value, bet) => value + (b[bet] as number));
}

/**
 * The growth of losses of which so many come together: as if each lot were one. A lot of equal losses multiplies every bet
 * as often as it has losses, and the root of that is what one of them does.
 */
export function growthOfClusters(growth: Growth, clusterRows: number): Growth {
  return clusterRows === 1 ? growth : growth.map((value) => value / clusterRows);
}

/**
 * Evidence that losses are above the limit, as the logarithm of an e-value: where the mean loss, given all before, is never
 * above it, the value is ever as large as ln(1 ÷ α) with probability α at most, however often it is looked at.
 *
 * Each bet starts with 1 and is multiplied by 1 + bet × (loss ÷ limit − 1), which is fair or worse if the mean loss is not
 * above the limit (Waudby-Smith and Ramdas 2024, §4). A new set of bets starts with every window, so that good times before
 * a fall do not hide it; the set of window j is weighted by 1 ÷ (j (j + 1)), which add up to 1 (Shin, Ramdas and Rinaldo
 * 2024).
 *
 * @param windows Rising by index.
 * @param before Growth of windows before the first of these, which belong to the first set of bets alone.
 */
export function evidence(windows: readonly WindowGrowth[], before: Growth | null = null): number {
  let sum = noGrowth;
  let total = Number.NEGATIVE_INFINITY;
  for (const { index, growth } of windows.toReversed()) {
    sum = addGrowth(sum, growth);
    total = logAdd(total, startedAt(index, sum));
  }
  return before === null ? total : logAdd(total, startedAt(1, addGrowth(sum, before)));
}

/** The wealth of the bets that started with a window, weighted. */
function startedAt(index: number, growth: Growth): number {
  const wealth = growth.reduce(logAdd, Number.NEGATIVE_INFINITY) - Math.log(growth.length);
  return wealth - Math.log(index) - Math.log(index + 1);
}

/** ln(e^a + e^b). */
function logAdd(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
}
