/** The 56 days on which statsmodels 0.15 computed the golden numbers: trend, weekly season and a fixed pattern of noise. */
export const weeklySeries: Float64Array = Float64Array.from({ length: 56 }, (_, t) => {
  const noise = ((t * 7919) % 23) - 11;
  const value = 100 + 10 * Math.sin((2 * Math.PI * t) / 7) + 0.5 * t + noise * 1.3;
  return Math.round(value * 10_000) / 10_000;
});
