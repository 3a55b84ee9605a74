/**
 * Where a continuous, ascending function is 0, between two ends at which its signs differ, to the last digits: inverse
 * quadratic steps where they are safe, else bisection (Chandrupatla 1997).
 */
export function rootBetween(ascending: (x: number) => number, low: number, high: number): number {
  let [a, b, c] = [high, low, high];
  let [fa, fb] = [ascending(a), ascending(b)];
  let fc = fa;
  let share = 0.5;
  for (let step = 0; step < 200; step++) {
    const x = a + share * (b - a);
    const fx = ascending(x);
    if (Math.sign(fx) === Math.sign(fa)) [c, fc] = [a, fa];
    else [c, b, fc, fb] = [b, a, fb, fa];
    [a, fa] = [x, fx];
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const least = (2 ** -53 * Math.abs(best) + 1e-300) / Math.abs(b - a);
    if (fa === 0 || fb === 0 || least > 0.5) return best;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    const isSafe = phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi;
    share = isSafe
      ? (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
      : 0.5;
    share = Math.min(1 - least, Math.max(least, share));
  }
  return b;
}
