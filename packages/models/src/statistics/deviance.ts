/**
 * x ln(x ÷ mean) + mean − x, without cancellation where x and mean are close: half the deviance of a Poisson count
 * (Loader 2000).
 *
 * @param x Above 0.
 * @param mean Above 0.
 */
export function poissonDeviance(x: number, mean: number): number {
  const gap = x - mean;
  const v = gap / (x + mean);
  if (Math.abs(v) >= 0.35) return x * Math.log(x / mean) - gap;
  // ln(x ÷ mean) = 2 artanh(v), whose first term takes the rest away but for v × gap.
  let sum = v * gap;
  let term = 2 * x * v;
  for (let k = 3; ; k += 2) {
    term *= v * v;
    const next = sum + term / k;
    if (next === sum) return sum;
    sum = next;
  }
}
