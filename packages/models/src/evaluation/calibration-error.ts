import {
  expectedCalibrationError,
  type ReliabilityOptions,
  reliabilityCurve,
} from '../calibration/reliability-curve.js';
import { type BootstrapInterval, type BootstrapOptions, bootstrapInterval } from './bootstrap.js';

export interface CalibrationErrorOptions extends ReliabilityOptions, BootstrapOptions {}

/**
 * Expected calibration error with a bootstrap interval. The bins are made anew for every resample. An error cannot be
 * below 0, so that chance only adds to it: of a well calibrated model both the estimate and the interval lie above 0,
 * the more so the fewer rows a bin has. `debiasedCalibrationError` says what is left without it.
 *
 * @param outcomes 1 for the event, 0 for its absence, one per probability.
 * @throws TitansError as `reliabilityCurve` and {@link bootstrapInterval}.
 * @example
 * ```ts
 * import { calibrationErrorInterval } from '@titans/models/evaluation';
 *
 * const probabilities = [0.1, 0.2, 0.7, 0.9, 0.4, 0.6];
 * const { estimate, lower, upper } = await calibrationErrorInterval(probabilities, [0, 0, 1, 1, 1, 0], { bins: 3 });
 * ```
 */
export async function calibrationErrorInterval(
  probabilities: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  options: CalibrationErrorOptions = {},
): Promise<BootstrapInterval> {
  const { bins, strategy, ...resampling } = options;
  const shape: ReliabilityOptions = {
    ...(bins === undefined ? {} : { bins }),
    ...(strategy === undefined ? {} : { strategy }),
  };
  // Says what is wrong with the rows before any is drawn.
  reliabilityCurve(probabilities, outcomes, shape);
  const errorOf = (rows: Int32Array): number => {
    const drawn = Float64Array.from(rows, (row) => probabilities[row] as number);
    const drawnOutcomes = Uint8Array.from(rows, (row) => outcomes[row] as number);
    return expectedCalibrationError(reliabilityCurve(drawn, drawnOutcomes, shape));
  };
  return bootstrapInterval(errorOf, probabilities.length, resampling);
}
