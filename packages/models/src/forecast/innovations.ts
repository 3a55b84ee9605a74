/** Which parts an exponential smoothing has, and whether its errors are absolute or relative to what was expected. */
export interface SmoothingModel {
  readonly error: 'additive' | 'multiplicative';
  readonly trend: 'none' | 'additive' | 'damped';
  readonly season: 'none' | 'additive' | 'multiplicative';
}

/** Smoothing weights as statsmodels' ETSModel has them: `beta` at most `alpha`, `gamma` at most 1 − `alpha`. */
export interface InnovationParameters {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  /** Damping of the trend per step, 1 for none. */
  readonly phi: number;
}

/** Level, trend, and one season value per phase, the next step's first (empty without a season). */
export interface InnovationState {
  readonly level: number;
  readonly trend: number;
  readonly season: Float64Array;
}

/** What {@link runInnovations} gives. */
export interface InnovationRun {
  readonly state: InnovationState;
  /** Sum of squared one-step errors; of errors ÷ expected value for multiplicative errors. */
  readonly squaredErrors: number;
  /** Sum of log |expected value|, which the likelihood of multiplicative errors needs; 0 for additive ones. */
  readonly logExpected: number;
}

/**
 * Runs the innovations form of exponential smoothing (Hyndman, Koehler, Ord and Snyder 2008, "Forecasting with
 * Exponential Smoothing") over a series. O(values). An expected value of 0 with multiplicative errors gives NaN sums.
 */
export function runInnovations(
  series: Float64Array,
  model: SmoothingModel,
  { alpha, beta, gamma, phi }: InnovationParameters,
  start: InnovationState,
): InnovationRun {
  const period = start.season.length;
  const season = start.season.slice();
  const isRatio = model.season === 'multiplicative';
  const isRelative = model.error === 'multiplicative';
  let { level, trend } = start;
  let [squaredErrors, logExpected, phase] = [0, 0, 0];
  for (let t = 0; t < series.length; t++) {
    const slope = phi * trend;
    const carried = level + slope;
    const seasonal = period === 0 ? (isRatio ? 1 : 0) : (season[phase] as number);
    const expected = isRatio ? carried * seasonal : carried + seasonal;
    const error = (series[t] as number) - expected;
    if (isRelative) {
      const relative = error / expected;
      squaredErrors += relative * relative;
      logExpected += Math.log(Math.abs(expected));
    } else squaredErrors += error * error;
    const adjusted = isRatio ? error / seasonal : error;
    level = carried + alpha * adjusted;
    trend = slope + beta * adjusted;
    if (period > 0) {
      season[phase] = seasonal + gamma * (isRatio ? error / carried : error);
      if (++phase === period) phase = 0;
    }
  }
  const rotated = season.map((_, index) => season[(index + phase) % period] as number);
  return { state: { level, trend, season: rotated }, squaredErrors, logExpected };
}

/** Forecasts 1, 2, … `steps` after a state. */
export function forecastInnovations(
  { level, trend, season }: InnovationState,
  model: SmoothingModel,
  phi: number,
  steps: number,
): Float64Array {
  let [damped, power] = [0, 1];
  return Float64Array.from({ length: steps }, (_, step) => {
    power *= phi;
    damped += power;
    const carried = level + damped * trend;
    if (season.length === 0) return carried;
    const part = season[step % season.length] as number;
    return model.season === 'multiplicative' ? carried * part : carried + part;
  });
}
