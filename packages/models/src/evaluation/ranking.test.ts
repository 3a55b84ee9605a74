import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecision, rocAuc } from './index.js';
import { codeOf } from './testing/code-of.js';

const outcomes = [0, 0, 1, 1, 0, 1, 1, 0, 1, 0];
const scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9, 0.8, 0.65, 0.05];

test('with ties as scikit-learn', () => {
  // roc_auc_score and average_precision_score of scikit-learn 1.9.1
  expect(rocAuc(outcomes, scores)).toBeCloseTo(0.74, 14);
  expect(averagePrecision(outcomes, scores)).toBeCloseTo(0.7226190476190475, 14);
});

test('equal scores tell nothing', () => {
  expect(rocAuc([0, 1, 1], [3, 3, 3])).toBe(0.5);
  expect(averagePrecision([0, 1, 1], [3, 3, 3])).toBe(2 / 3);
});

test('undefined where only one outcome occurs', () => {
  expect(rocAuc([1, 1], [0.2, 0.3])).toBeNaN();
  expect(rocAuc([0, 0], [0.2, 0.3])).toBeNaN();
  expect(averagePrecision([0, 0], [0.2, 0.3])).toBeNaN();
  expect(averagePrecision([1, 1], [0.2, 0.3])).toBe(1);
});

test('what is wrong with the input is said', () => {
  for (const metric of [rocAuc, averagePrecision]) {
    expect(codeOf(() => metric([], []))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => metric([0, 1], [1]))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => metric([0, 1], [1, Number.NaN]))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => metric([0, 2], [1, 2]))).toBe('INVALID_ARGUMENT');
  }
});

test('the ROC-AUC is the share of pairs in order, counted one by one', () => {
  const rows = fc.array(fc.tuple(fc.nat(1), fc.nat(6)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const events = pairs.filter(([outcome]) => outcome === 1);
      const others = pairs.filter(([outcome]) => outcome === 0);
      fc.pre(events.length > 0 && others.length > 0);
      let won = 0;
      for (const [, event] of events) {
        for (const [, other] of others) won += event > other ? 1 : event === other ? 0.5 : 0;
      }
      const found = rocAuc(
        pairs.map(([outcome]) => outcome),
        pairs.map(([, score]) => score),
      );
      expect(found).toBeCloseTo(won / (events.length * others.length), 13);
    }),
  );
});

test('average precision from its definition, threshold by threshold', () => {
  const rows = fc.array(fc.tuple(fc.nat(1), fc.nat(6)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const events = pairs.filter(([outcome]) => outcome === 1).length;
      fc.pre(events > 0);
      let [expected, recall] = [0, 0];
      for (let threshold = 6; threshold >= 0; threshold--) {
        const taken = pairs.filter(([, score]) => score >= threshold);
        const found = taken.filter(([outcome]) => outcome === 1).length;
        if (taken.length > 0) expected += (found / events - recall) * (found / taken.length);
        recall = found / events;
      }
      const found = averagePrecision(
        pairs.map(([outcome]) => outcome),
        pairs.map(([, score]) => score),
      );
      expect(found).toBeCloseTo(expected, 12);
    }),
  );
});
