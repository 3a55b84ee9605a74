/** The constant of Euler and Mascheroni. */
const gamma = 0.5772156649015329;
/** Below this the survival function is 1 to eight digits, and its integral is lost in rounding. */
const least = -4;
const steps = 2_000;
const furthest = 100;

/**
 * One p-value of several tests: how often the harmonic mean of as many would be as small where nothing is to be found (Wilson 2019,
 * PNAS 116, 1195–1200), by the distribution of Landau that it tends to. Tests may depend on one another: of ten that agree entirely,
 * something is found in 4 % of all cases at a stated 5 %, of those that are independent in 5 %. By Simes or Bonferroni it would be less.
 *
 * @param pValues From 0 to 1; at least one.
 * @returns The p-value itself where there is one.
 */
export function harmonicMeanPValue(pValues: readonly number[]): number {
  const [first = 1] = pValues;
  const count = pValues.length;
  if (count <= 1) return first;
  const mean = pValues.reduce((sum, p) => sum + 1 / p, 0) / count;
  // Together they cannot say more than the least of them says by itself.
  return Math.max(Math.min(...pValues), landauSurvival(mean - Math.log(count) - 1 + gamma));
}

/** Probability that Landau's variable λ exceeds x: ∫₀^∞ exp(−t ln t − x t) sin(π t) ÷ (π t) dt, by Simpson's rule. */
export function landauSurvival(x: number): number {
  if (x < least) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  // Where x is large all is near 0. The root takes the edge off t ln t there.
  const scale = Math.max(1, x);
  const width = Math.sqrt(furthest) / steps;
  let sum = 0;
  for (let step = 1; step <= steps; step++) {
    const root = step * width;
    const t = (root * root) / scale;
    const value = (Math.exp(-t * Math.log(t) - x * t) * Math.sin(Math.PI * t) * 2) / (Math.PI * root);
    sum += value * (step === steps ? 1 : step % 2 === 1 ? 4 : 2);
  }
  return Math.min(1, Math.max(0, (sum * width) / 3));
}
