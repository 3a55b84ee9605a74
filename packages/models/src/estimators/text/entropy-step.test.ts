import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entropyStep, wrightOmega } from './entropy-step.js';

// scipy 1.17: scipy.special.wrightomega(y)
test.each([
  [-300, 5.148200222412013e-131],
  [-20, 2.061153618190205e-9],
  [-7.001, 0.0009101418041981949],
  [-7, 0.0009110515723789146],
  [-3, 0.04747849102486547],
  [-1, 0.27846454276107374],
  [-0.5, 0.4046738485459385],
  [0, 0.5671432904097838],
  [0.5, 0.7662486081617502],
  [1, 1.0],
  [1.001, 1.0005000624947913],
  [2, 1.5571455989976113],
  [10, 7.9294200950196965],
  [700, 693.4583088790255],
  [1000000.0, 999986.1845032577],
])('the Wright ω function of %d', (y, expected) => {
  expect(Math.abs(wrightOmega(y) / expected - 1)).toBeLessThan(3e-15);
});

test('the step meets the conditions of optimality, whatever the guess', () => {
  const scores = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 30 });
  const positive = fc.double({ min: -7, max: 7, noNaN: true }).map((power) => 10 ** power);
  const guess = fc.double({ min: -1000, max: 1000, noNaN: true });
  fc.assert(
    fc.property(scores, positive, positive, guess, (z, curvature, total, start) => {
      const alpha = new Float64Array(z.length);
      entropyStep(Float64Array.from(z), curvature, total, start, alpha);
      const sum = alpha.reduce((all, value) => all + value, 0);
      expect(Math.abs(sum / total - 1)).toBeLessThan(1e-9);
      // ln α + curvature · α − z is one number for all.
      const levels = z.map(
        (score, k) => Math.log(alpha[k] as number) + curvature * (alpha[k] as number) - score,
      );
      const finite = levels.filter((_, k) => (alpha[k] as number) > 1e-300);
      const spread = Math.max(...finite) - Math.min(...finite);
      expect(spread).toBeLessThan(1e-9 * Math.max(1, curvature * total));
    }),
    { numRuns: 500 },
  );
});
