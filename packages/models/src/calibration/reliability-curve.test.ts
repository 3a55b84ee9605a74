import { describe, expect, test } from 'vitest';
import { mostProbableLabels } from '../evaluation/index.js';
import { codeOf } from '../evaluation/testing/code-of.js';
import { fourClasses } from '../evaluation/testing/four-classes.js';
import { expectedCalibrationError, reliabilityCurve } from './index.js';

const { labels, probabilities } = fourClasses();
const predicted = mostProbableLabels(probabilities, 4);
const confidences = Float64Array.from(predicted, (label, row) => probabilities[row * 4 + label] as number);
const isRight = Array.from(predicted, (label, row) => (label === labels[row] ? 1 : 0));

function expectCurve(
  strategy: 'equal-width' | 'equal-mass',
  counts: readonly number[],
  observed: readonly number[],
  means: readonly number[],
): void {
  const curve = reliabilityCurve(confidences, isRight, { strategy });
  expect(curve.map(({ n }) => n)).toEqual(counts);
  curve.forEach((bin, i) => {
    expect(bin.observed).toBeCloseTo(observed[i] as number, 12);
    expect(bin.meanPredicted).toBeCloseTo(means[i] as number, 12);
    expect(bin.meanPredicted >= bin.lower && bin.meanPredicted <= bin.upper).toBe(true);
  });
}

describe('a reliability curve equals sklearn.calibration.calibration_curve', () => {
  test('uniform', () => {
    expectCurve(
      'equal-width',
      [2, 18, 15, 4, 1],
      [0, 0.3888888888888889, 0.7333333333333333, 0.5, 1],
      [0.2728475690765051, 0.35804664778925643, 0.43677967799452483, 0.5346490691836956, 0.6820566631689401],
    );
  });

  test('quantile', () => {
    expectCurve(
      'equal-mass',
      [4, 4, 4, 4, 4, 4, 4, 4, 5, 3],
      [0, 0.75, 0.5, 0, 0.5, 1, 0.5, 0.75, 0.4, 1],
      [
        0.2924535351093737, 0.3451704240103834, 0.35664290476134625, 0.36548736402584425, 0.38787947168295894,
        0.40689145089596734, 0.43407871384548635, 0.4502060016902472, 0.4849000960497062, 0.5943809879487535,
      ],
    );
  });
});

test('a probability on an edge belongs to the bin below, 0 to the first', () => {
  const curve = reliabilityCurve([0, 0.5, 1], [0, 1, 1], { bins: 2 });
  expect(curve).toEqual([
    { lower: 0, upper: 0.5, n: 2, meanPredicted: 0.25, observed: 0.5 },
    { lower: 0.5, upper: 1, n: 1, meanPredicted: 1, observed: 1 },
  ]);
  // (2 × 0.25 + 1 × 0) / 3
  expect(expectedCalibrationError(curve)).toBeCloseTo(1 / 6, 15);
});

test('equal probabilities share a bin, also of equal mass', () => {
  const curve = reliabilityCurve([0.3, 0.3, 0.3, 0.3], [0, 1, 0, 0], { strategy: 'equal-mass' });
  expect(curve.map(({ n, observed }) => [n, observed])).toEqual([[4, 0.25]]);
});

test('what is wrong with the input is said', () => {
  expect(codeOf(() => reliabilityCurve([], []))).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => reliabilityCurve([0.5], [1, 0]))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => reliabilityCurve([Number.NaN], [1]))).toBe('DATA_NOT_FINITE');
  expect(codeOf(() => reliabilityCurve([1.1], [1]))).toBe('INVALID_ARGUMENT');
  expect(codeOf(() => reliabilityCurve([0.5], [2]))).toBe('INVALID_ARGUMENT');
  expect(codeOf(() => reliabilityCurve([0.5], [1], { bins: 0 }))).toBe('INVALID_ARGUMENT');
  expect(codeOf(() => expectedCalibrationError([]))).toBe('DATA_INSUFFICIENT');
});
