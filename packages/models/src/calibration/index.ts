/**
 * Probabilities and intervals that mean what they say: temperature, sigmoid, isotonic and Venn–Abers calibration,
 * reliability, conformal prediction. Whatever is learned is frozen, plain data; applying it is pure.
 *
 * @module
 */
export {
  type AdaptiveInterval,
  type AdaptiveIntervals,
  type AdaptiveOptions,
  adaptiveIntervals,
  adaptiveRadius,
  startAdaptiveInterval,
  updateAdaptiveInterval,
} from './adaptive-interval.js';
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
export {
  applyConformalSets,
  type ConformalSetOptions,
  type ConformalSets,
  fitConformalSets,
} from './conformal-sets.js';
export { applyIsotonic, fitIsotonic, type IsotonicOptions, type IsotonicRegression } from './isotonic.js';
export { applyMondrianInterval, fitMondrianInterval, type MondrianInterval } from './mondrian.js';
export { applyPlatt, fitPlatt, type PlattScaling } from './platt.js';
export {
  debiasedCalibrationError,
  expectedCalibrationError,
  type ReliabilityBin,
  type ReliabilityOptions,
  reliabilityCurve,
} from './reliability-curve.js';
export { applyTemperature, fitTemperature, type TemperatureScaling } from './temperature.js';
export {
  applyVennAbers,
  fitVennAbers,
  type VennAbers,
  type VennAbersProbabilities,
} from './venn-abers.js';
