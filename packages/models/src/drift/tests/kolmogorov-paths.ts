/**
 * Probability that two samples of `n` continuous values have empirical distributions `steps`/n or more apart, on either
 * side: reflections of paths (Gnedenko and Korolyuk 1951), summed so that nothing cancels.
 *
 * @param steps Whole, from 1.
 */
export function outsideSquare(n: number, steps: number): number {
  let outside = 0;
  for (let k = Math.floor(n / steps); k >= 0; k--) {
    let factor = 1;
    for (let j = 0; j < steps; j++) factor = ((n - k * steps - j) * factor) / (n + k * steps + j + 1);
    outside = factor * (1 - outside);
  }
  return Math.min(1, 2 * outside);
}

/**
 * As {@link outsideSquare} for samples of two sizes: of all paths over the lattice, the share that meets
 * |i ÷ m − j ÷ n| ≥ steps ÷ lcm(m, n), by Hodges' recursion (1958) over the points between the two lines alone, each
 * value an average of two, so that far tails keep their digits. O(m · n · distance).
 */
export function outsideRectangle(first: number, second: number, steps: number): number {
  const [m, n] = first >= second ? [first, second] : [second, first];
  const divisor = greatestCommonDivisor(m, n);
  const [mg, ng] = [m / divisor, n / divisor];
  // outside[j - from] is the share of paths to (i, j) that have been outside; beyond the lines it is 1.
  let from = 0;
  let to = Math.min(Math.ceil(steps / mg), n + 1);
  let outside = new Float64Array(n + 1).fill(1);
  let next = new Float64Array(n + 1);
  outside.fill(0, 0, to);
  for (let i = 1; i <= m; i++) {
    const before = from;
    const lengthBefore = to - from;
    from = Math.min(Math.max(Math.floor((ng * i - steps) / mg) + 1, 0), n);
    to = Math.min(Math.ceil((ng * i + steps) / mg), n + 1);
    if (to <= from) return 1;
    let value = from === 0 ? 0 : 1;
    for (let j = from; j < to; j++) {
      const at = j - before;
      const left = at < lengthBefore ? (outside[at] as number) : 1;
      value = (left * i + value * j) / (i + j);
      next[j - from] = value;
    }
    [outside, next] = [next, outside];
  }
  return outside[to - from - 1] as number;
}

export function greatestCommonDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
