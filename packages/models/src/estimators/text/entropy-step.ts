/**
 * The step of one row in the dual of multinomial logistic regression (Yu, Huang and Lin 2011): the α ≥ 0 that add up
 * to `total` and minimise Σ α·ln α + curvature ÷ 2 · Σ α² − Σ z·α.
 *
 * At the minimum ln α + curvature·α = z + ν, so that curvature·α is the Wright ω function of z + ν + ln curvature;
 * the sum of them is an increasing convex function of ν, whose root Newton's method finds from either side.
 *
 * @param z Overwritten.
 * @param guess Of ν.
 * @param alpha The result.
 */
export function entropyStep(
  z: Float64Array,
  curvature: number,
  total: number,
  guess: number,
  alpha: Float64Array,
): void {
  const logCurvature = Math.log(curvature);
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < z.length; k++) highest = Math.max(highest, z[k] as number);
  // Here one α alone would be the total, so the root is not above.
  const uppermost = Math.log(total) + curvature * total - highest;
  let shift = Math.min(guess, uppermost);
  for (let round = 0; round < 60; round++) {
    let sum = 0;
    let slope = 0;
    for (let k = 0; k < z.length; k++) {
      const omega = wrightOmega((z[k] as number) + shift + logCurvature);
      alpha[k] = omega / curvature;
      sum += omega;
      slope += omega / (1 + omega);
    }
    const excess = sum - curvature * total;
    if (Math.abs(excess) <= 1e-12 * curvature * total) return;
    const next = Math.min(shift - excess / slope, uppermost);
    if (next === shift) return;
    shift = next;
  }
}

/** The Wright ω function: the ω > 0 with ω + ln ω = y, to about 1e-15 relative. */
export function wrightOmega(y: number): number {
  if (y < -7) {
    // The Taylor series of the Lambert W function of e^y.
    const x = Math.exp(y);
    return x * (1 - x * (1 - x * (1.5 - x * (8 / 3 - x * (125 / 24 - x * 10.8)))));
  }
  const x = y > 1 ? 0 : Math.exp(y);
  let omega = y > 1 ? y - Math.log(y) : x / (1 + 0.65 * x);
  // Each step has four times as many digits right (Fritsch, Shafer and Crowley 1973).
  for (let round = 0; round < 2; round++) {
    const residual = y - omega - Math.log(omega);
    const next = 1 + omega;
    const twice = 2 * next * (next + (2 / 3) * residual);
    omega *= 1 + ((residual / next) * (twice - residual)) / (twice - 2 * residual);
  }
  return omega;
}
