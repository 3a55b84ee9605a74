import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import {
  calibrationErrorInterval,
  debiasedCalibrationError,
  expectedCalibrationError,
  reliabilityCurve,
} from './index.js';
import { codeOf } from './testing/code-of.js';

const probabilities = Array.from({ length: 200 }, (_, i) => (((i * 37) % 101) + 0.5) / 101);
const outcomes = probabilities.map((p, i) => (((i * 53) % 97) / 97 < p ** 1.5 ? 1 : 0));

describe('the calibration error without what chance adds', () => {
  test('equals numpy: per bin, (p.mean() − y.mean())² − y.var(ddof=1) ÷ n', () => {
    const curve = reliabilityCurve(probabilities, outcomes);
    expect(debiasedCalibrationError(curve)).toBeCloseTo(0.038302381291425616, 13);
    expect(expectedCalibrationError(curve)).toBeCloseTo(0.07584158415841583, 13);
  });

  test('squared, it is 0 on average for probabilities that are right, where the plain one is far above', () => {
    const random = createRandom(3, 'calibrated');
    let [squares, plain] = [0, 0];
    const draws = 1500;
    for (let draw = 0; draw < draws; draw++) {
      const p = Float64Array.from({ length: 60 }, () => random.float());
      const y = p.map((value) => (random.float() < value ? 1 : 0));
      const curve = reliabilityCurve(p, y, { bins: 5 });
      // Signed, as the root of a negative mean is cut off at 0.
      const rows = curve.filter(({ n }) => n > 1);
      const n = rows.reduce((sum, bin) => sum + bin.n, 0);
      squares += rows.reduce((sum, bin) => {
        const chance = (bin.observed * (1 - bin.observed)) / (bin.n - 1);
        return sum + (bin.n * ((bin.meanPredicted - bin.observed) ** 2 - chance)) / n;
      }, 0);
      const found = debiasedCalibrationError(curve);
      expect(found).toBeGreaterThanOrEqual(0);
      plain += expectedCalibrationError(curve);
    }
    // Within a bin of width 0.2 the true variance is a little below that of the mean: 0.0003 at most.
    expect(Math.abs(squares / draws)).toBeLessThan(0.001);
    expect(plain / draws).toBeGreaterThan(0.06);
  });

  test('bins of a single row say nothing', () => {
    expect(debiasedCalibrationError(reliabilityCurve([0.1, 0.9], [0, 1]))).toBeNaN();
    expect(codeOf(() => debiasedCalibrationError([]))).toBe('DATA_INSUFFICIENT');
  });
});

describe('the interval of the calibration error', () => {
  test('holds the estimate of a model that is much too sure, seeded', async () => {
    const sure = probabilities.map((p) => (p > 0.5 ? 0.99 : 0.01));
    const options = { bins: 4, resamples: 400, seed: 2 };
    const found = await calibrationErrorInterval(sure, outcomes, options);
    expect(found.estimate).toBe(expectedCalibrationError(reliabilityCurve(sure, outcomes, { bins: 4 })));
    expect(found.lower).toBeLessThan(found.estimate);
    expect(found.upper).toBeGreaterThan(found.estimate);
    expect(found.lower).toBeGreaterThan(0.1);
    expect(await calibrationErrorInterval(sure, outcomes, options)).toEqual(found);
  });

  test('what is wrong with the input is said', async () => {
    await expect(calibrationErrorInterval([], [])).rejects.toMatchObject({ code: 'DATA_INSUFFICIENT' });
    await expect(calibrationErrorInterval([2], [1])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
