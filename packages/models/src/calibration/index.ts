/**
 * Probabilities and intervals that mean what they say: temperature, sigmoid and isotonic calibration, reliability,
 * conformal prediction. Whatever is learned is frozen, plain data; applying it is pure.
 *
 * @module
 */
export {
  applyConformalInterval,
  applyConformalQuantileRegression,
  type ConformalInterval,
  type ConformalQuantileRegression,
  fitConformalInterval,
  fitConformalQuantileRegression,
  type PredictionIntervals,
} from './conformal-interval.js';
export { conformalQuantile, leastConformalScores } from './conformal-quantile.js';
export { applyIsotonic, fitIsotonic, type IsotonicOptions, type IsotonicRegression } from './isotonic.js';
export { applyPlatt, fitPlatt, type PlattScaling } from './platt.js';
export {
  expectedCalibrationError,
  type ReliabilityBin,
  type ReliabilityOptions,
  reliabilityCurve,
} from './reliability-curve.js';
export { applyTemperature, fitTemperature, type TemperatureScaling } from './temperature.js';
