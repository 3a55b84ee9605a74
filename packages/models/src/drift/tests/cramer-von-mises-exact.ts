import { greatestCommonDivisor } from './kolmogorov-paths.js';

/**
 * Exact probability of Anderson's U at least so large without ties: how often every value occurs over all orders of the
 * two samples, by the recursion of Xiao, Gordon and Yakovlev (2006). The number of values grows with the sizes; up to 25
 * in a sample it takes well under a second.
 */
export function exactCramerVonMises(m: number, n: number, rankDistance: number): number {
  const multiple = (m / greatestCommonDivisor(m, n)) * n;
  const [a, b] = [multiple / m, multiple / n];
  const product = m * n;
  // scipy rounds this down, so that ties count as the next statistic that is possible without them.
  const least = Math.floor(
    (multiple ** 2 * (m + n) * (6 * rankDistance - product * (4 * product - 1))) / (6 * product ** 2),
  );
  let column: Map<number, number>[] = [];
  for (let u = 0; u <= n; u++) {
    const next: Map<number, number>[] = [];
    for (let v = 0; v <= m; v++) {
      const shift = (a * v - b * u) ** 2;
      const counts = new Map<number, number>();
      if (u === 0 && v === 0) counts.set(0, 1);
      addShifted(counts, v > 0 ? next[v - 1] : undefined, shift);
      addShifted(counts, u > 0 ? column[v] : undefined, shift);
      next.push(counts);
    }
    column = next;
  }
  let [extreme, all] = [0, 0];
  for (const [value, count] of column[m] ?? []) {
    all += count;
    if (value >= least) extreme += count;
  }
  return extreme / all;
}

function addShifted(to: Map<number, number>, from: Map<number, number> | undefined, shift: number): void {
  if (from === undefined) return;
  for (const [value, count] of from) to.set(value + shift, (to.get(value + shift) ?? 0) + count);
}
