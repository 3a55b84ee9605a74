import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecision, rocAuc } from './ranking.js';
import { averagePrecisionOfResamples, rocAucOfResamples } from './resampled-ranking.js';

const outcomes = [1, 0, 0, 1, 1, 0, 0, 1];
const scores = [0.9, 0.4, 0.4, 0.4, 0.7, 0.7, 0.1, 0.2];

test('the figures of a resample equal scikit-learn', () => {
  // roc_auc_score and average_precision_score of np.repeat(outcomes, copies), np.repeat(scores, copies)
  const copies = [1, 2, 0, 3, 0, 1, 2, 1];
  expect(rocAucOfResamples(outcomes, scores)(copies)).toBeCloseTo(0.64, 12);
  expect(averagePrecisionOfResamples(outcomes, scores)(copies)).toBeCloseTo(0.6678571428571429, 12);
});

test('the figures of any resample are those of its rows, to the last bit', () => {
  const row = fc.record({
    outcome: fc.constantFrom(0, 1),
    score: fc.oneof(fc.constantFrom(0, -0, 0.25, 0.5), fc.double({ noNaN: true, noDefaultInfinity: true })),
    copies: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const repeated = rows.flatMap((one) => Array.from({ length: one.copies }, () => one));
      fc.pre(repeated.length > 0);
      const columns = [rows.map(({ outcome }) => outcome), rows.map(({ score }) => score)] as const;
      const chosen = [repeated.map(({ outcome }) => outcome), repeated.map(({ score }) => score)] as const;
      const copies = rows.map((one) => one.copies);
      expect(rocAucOfResamples(...columns)(copies)).toBe(rocAuc(...chosen));
      expect(averagePrecisionOfResamples(...columns)(copies)).toBe(averagePrecision(...chosen));
    }),
  );
});
