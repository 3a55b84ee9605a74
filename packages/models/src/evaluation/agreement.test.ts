import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  balancedAccuracy,
  classificationReport,
  cohenKappa,
  confusionMatrix,
  matthewsCorrelation,
} from './index.js';
import { fourClasses } from './testing/four-classes.js';

const names = ['a', 'b', 'c', 'd', 'e'];

describe('equal to scikit-learn 1.9.1', () => {
  test('balanced_accuracy_score, cohen_kappa_score, matthews_corrcoef of four classes', () => {
    const { labels, probabilities, classes } = fourClasses();
    const report = classificationReport(labels, probabilities, classes);
    expect(report.balancedAccuracy).toBeCloseTo(0.599404761904762, 14);
    expect(report.kappa).toBeCloseTo(0.371900826446281, 14);
    expect(report.matthewsCorrelation).toBeCloseTo(0.38469632858484215, 14);
  });

  test('a class without rows, and one that occurs nowhere', () => {
    const confusion = confusionMatrix([0, 0, 1, 1, 3], [0, 1, 1, 4, 4], names);
    expect(balancedAccuracy(confusion)).toBeCloseTo(1 / 3, 14);
    expect(cohenKappa(confusion)).toBeCloseTo(0.21052631578947378, 14);
    expect(matthewsCorrelation(confusion)).toBe(0.25);
  });

  test('one class alone', () => {
    const right = confusionMatrix([1, 1], [1, 1], names);
    expect([balancedAccuracy(right), cohenKappa(right), matthewsCorrelation(right)]).toEqual([
      1,
      Number.NaN,
      0,
    ]);
    const wrong = confusionMatrix([1, 1], [0, 0], names);
    expect([balancedAccuracy(wrong), cohenKappa(wrong), matthewsCorrelation(wrong)]).toEqual([0, 0, 0]);
  });
});

test('for two classes, Matthews is the correlation of the codes and κ the share of agreement beyond chance', () => {
  const rows = fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const shareOf = (values: readonly number[]): number =>
        values.reduce((sum, v) => sum + v, 0) / values.length;
      const [p, q] = [shareOf(x), shareOf(y)];
      fc.pre(p > 0 && p < 1 && q > 0 && q < 1);
      const confusion = confusionMatrix(x, y, ['no', 'yes']);
      const both = shareOf(x.map((a, row) => a * (y[row] as number)));
      expect(matthewsCorrelation(confusion)).toBeCloseTo(
        (both - p * q) / Math.sqrt(p * (1 - p) * q * (1 - q)),
        12,
      );
      const agreed = shareOf(x.map((a, row) => (a === y[row] ? 1 : 0)));
      const chance = p * q + (1 - p) * (1 - q);
      expect(cohenKappa(confusion)).toBeCloseTo((agreed - chance) / (1 - chance), 12);
    }),
  );
});
