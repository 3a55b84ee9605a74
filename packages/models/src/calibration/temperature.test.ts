import { describe, expect, test } from 'vitest';
import { logLoss } from '../evaluation/index.js';
import { codeOf } from '../evaluation/testing/code-of.js';
import { fourClasses } from '../evaluation/testing/four-classes.js';
import { applyTemperature, fitTemperature } from './index.js';

const { labels, probabilities } = fourClasses();
const scores = probabilities.map((probability) => 5 * Math.log(probability));

describe('temperature scaling', () => {
  test('finds the minimum of the log-loss that scipy finds', () => {
    // scipy.optimize.brentq on its derivative, xtol = rtol = 1e-15; minimize_scalar agrees to eight digits
    const scaling = fitTemperature(scores, labels, 4);
    expect(scaling.temperature).toBeCloseTo(4.894824184214364, 11);
    expect(logLoss(labels, applyTemperature(scaling, scores, 4), 4)).toBeCloseTo(1.236467111840568, 12);
    expect(Object.isFrozen(scaling)).toBe(true);
    expect(JSON.parse(JSON.stringify(scaling))).toEqual(scaling);
  });

  test('temperature 1 is the softmax, by hand', () => {
    const [first, second] = applyTemperature({ temperature: 1 }, Float64Array.of(0, Math.log(3)), 2);
    expect(first).toBeCloseTo(0.25, 15);
    expect(second).toBeCloseTo(0.75, 15);
  });

  test('large scores do not overflow, and an unknown class has probability 0', () => {
    const found = applyTemperature(
      { temperature: 1 },
      Float64Array.of(5000, 4999, Number.NEGATIVE_INFINITY),
      3,
    );
    expect(found[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 14);
    expect(found[2]).toBe(0);
    const known = fitTemperature(scores.subarray(0, 8), labels.subarray(0, 2), 4);
    const withUnknown = Float64Array.from(
      [0, 1].flatMap((row) => [...scores.subarray(row * 4, row * 4 + 4), -Infinity]),
    );
    expect(fitTemperature(withUnknown, labels.subarray(0, 2), 5).temperature).toBeCloseTo(
      known.temperature,
      12,
    );
  });

  test('stays within bounds where the minimum is at infinity', () => {
    const sure = Float64Array.of(2, 0, 0, 2);
    expect(fitTemperature(sure, [0, 1], 2).temperature).toBe(0.01);
    expect(fitTemperature(sure, [1, 0], 2).temperature).toBe(100);
    expect(fitTemperature(Float64Array.of(3, 3, 3, 3), [0, 1], 2).temperature).toBe(1);
  });

  test('what is wrong with the input is said', () => {
    const fit = (values: number[], codes: number[]): unknown =>
      codeOf(() => fitTemperature(Float64Array.from(values), codes, 2));
    expect(fit([], [])).toBe('DATA_INSUFFICIENT');
    expect(fit([1, 2], [0, 1])).toBe('SHAPE_MISMATCH');
    expect(fit([1, 2, 3], [0])).toBe('SHAPE_MISMATCH');
    expect(fit([1, Number.NaN], [0])).toBe('DATA_NOT_FINITE');
    expect(fit([1, Number.POSITIVE_INFINITY], [0])).toBe('DATA_NOT_FINITE');
    expect(fit([1, Number.NEGATIVE_INFINITY], [1])).toBe('DATA_NOT_FINITE');
    expect(fit([1, 2], [2])).toBe('INVALID_ARGUMENT');
    const unknown = Float64Array.of(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY);
    expect(codeOf(() => applyTemperature({ temperature: 0 }, Float64Array.of(1, 2), 2))).toBe(
      'INVALID_ARGUMENT',
    );
    expect(codeOf(() => applyTemperature({ temperature: 1 }, unknown, 2))).toBe('DATA_NOT_FINITE');
  });
});
