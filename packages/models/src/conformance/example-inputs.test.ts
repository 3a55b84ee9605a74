import { createRandom } from '@titans/core';
import { expect, test } from 'vitest';
import { ridge, type TextMatrix } from '../estimators/index.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { periodicMedian } from '../forecast/medians.js';
import { checkForecaster, checkRegressor, featureInputs, textInputs } from './index.js';
import { overwrite } from './plain-data.js';

test('options that contradict each other are refused', () => {
  const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
  expect(() => checkRegressor(() => ridge(), { rows: 59 })).toThrow(refused);
  expect(() => checkRegressor(() => ridge(), { weights: 'refused', repetitionTolerance: 1 })).toThrow(
    refused,
  );
  expect(() => checkForecaster(() => periodicMedian(), { days: 59 })).toThrow(refused);
});

test('inputs are the same for the same seed, in arrays of their own', () => {
  for (const inputs of [
    featureInputs(),
    featureInputs({ categorical: false }),
    textInputs({ dense: true }),
  ]) {
    const make = (): FeatureMatrix | TextMatrix => inputs.make(Int32Array.of(0, 1, 2, 0), createRandom(1));
    const [first, second] = [make(), make()];
    expect(first).toEqual(second);
    overwrite(first);
    expect(second).toEqual(make());
    expect(first).not.toEqual(second);
  }
});
