import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecision, rankedProbabilityScore, rocAuc, thresholdCurve } from './index.js';
import { codeOf } from './testing/code-of.js';

test('with ties as roc_curve(drop_intermediate=False) and precision_recall_curve of scikit-learn 1.9.1', () => {
  const curve = thresholdCurve(
    [0, 0, 1, 1, 0, 1, 1, 0, 1, 0],
    [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9, 0.8, 0.65, 0.05],
  );
  expect(Array.from(curve.thresholds)).toEqual([
    Number.POSITIVE_INFINITY,
    0.9,
    0.8,
    0.65,
    0.4,
    0.35,
    0.1,
    0.05,
  ]);
  expect(Array.from(curve.falsePositiveRate)).toEqual([0, 0, 0.2, 0.2, 0.6, 0.6, 0.8, 1]);
  expect(Array.from(curve.truePositiveRate)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1]);
  expect(Array.from(curve.precision)).toEqual([
    1, 1, 0.6666666666666666, 0.75, 0.5714285714285714, 0.625, 0.5555555555555556, 0.5,
  ]);
});

test('the area under it is the ROC-AUC, its steps the average precision', () => {
  const rows = fc.array(fc.tuple(fc.nat(1), fc.nat(6)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const [outcomes, scores] = [pairs.map(([outcome]) => outcome), pairs.map(([, score]) => score)];
      fc.pre(outcomes.includes(0) && outcomes.includes(1));
      const { truePositiveRate: tpr, falsePositiveRate: fpr, precision } = thresholdCurve(outcomes, scores);
      let [area, steps] = [0, 0];
      for (let i = 1; i < tpr.length; i++) {
        const [up, before] = [tpr[i] as number, tpr[i - 1] as number];
        area += (((fpr[i] as number) - (fpr[i - 1] as number)) * (up + before)) / 2;
        steps += (up - before) * (precision[i] as number);
      }
      expect(area).toBeCloseTo(rocAuc(outcomes, scores), 12);
      expect(steps).toBeCloseTo(averagePrecision(outcomes, scores), 12);
    }),
  );
});

test('what the outcomes cannot give is NaN, and what is wrong with the input is said', () => {
  expect(thresholdCurve([1], [2]).falsePositiveRate).toEqual(Float64Array.of(Number.NaN, Number.NaN));
  expect(thresholdCurve([0], [2]).truePositiveRate).toEqual(Float64Array.of(Number.NaN, Number.NaN));
  expect(codeOf(() => thresholdCurve([], []))).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => thresholdCurve([1], [1, 2]))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => thresholdCurve([2], [1]))).toBe('INVALID_ARGUMENT');
});

test('the ranked probability score is the integral of the squared distance of the distributions', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 12 }), (members, actual) => {
      let integral = 0;
      for (let at = 0; at < 12; at++) {
        const share = members.filter((member) => member <= at).length / members.length;
        integral += (share - (actual <= at ? 1 : 0)) ** 2;
      }
      const found = rankedProbabilityScore([actual], Float64Array.from(members), members.length);
      expect(found).toBeCloseTo(integral, 12);
    }),
  );
  expect(rankedProbabilityScore([3, 5], Float64Array.of(4, 9), 1)).toBe(2.5);
  expect(codeOf(() => rankedProbabilityScore([], new Float64Array(), 1))).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => rankedProbabilityScore([1], Float64Array.of(1), 2))).toBe('SHAPE_MISMATCH');
});
