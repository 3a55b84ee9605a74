import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { independentScores, type ScoreRun, scaleOfScores } from './score-scale.js';

/** Scores of one day each. */
function alone(scores: readonly number[], weight = 1): ScoreRun[] {
  return scores.map((score) => ({ scores: [score], weight }));
}

const run = fc.record({
  scores: fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 30 }),
  weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
});

describe('the scale', () => {
  test('of independent scores is the conformal quantile', () => {
    // (9 + 1) × 0.8 = 8: the 8th smallest of nine.
    expect(scaleOfScores(alone([9, 1, 8, 2, 7, 3, 6, 4, 5]), 0.8)).toBe(8);
    // (9 + 1) × 0.95 = 9.5: more than there are.
    expect(scaleOfScores(alone([9, 1, 8, 2, 7, 3, 6, 4, 5]), 0.95)).toBe(9);
    expect(scaleOfScores([], 0.8)).toBe(1);
  });

  test('counts scores by their weight', () => {
    // 0.8 × (1 + 1 ÷ 9) of 3 × 5 + 6 = 21 is 18.67: 5, 10, 15, 16, 17, 18, 19.
    expect(scaleOfScores([...alone([3, 1, 2], 5), ...alone([9, 8, 7, 6, 4, 5])], 0.8)).toBe(7);
    // Of 3 × 2 + 6 = 12 it is 10.67: 2, 4, 6, 7, 8, 9, 10, 11.
    expect(scaleOfScores([...alone([3, 1, 2], 2), ...alone([9, 8, 7, 6, 4, 5])], 0.8)).toBe(8);
  });

  test('is drawn to expected scores by as many as they count', () => {
    // Two expected scores of 0 that count as one: 0.8 × (1 + 1 ÷ 5) × 5 = 4.8 of weights 1, 2, 3, 4, 5.
    const few = alone([2, 1, 4, 3]);
    expect(scaleOfScores(few, 0.8, { runs: alone([0, 0]), count: 1 })).toBe(4);
    // That count as six, 0.8 × (1 + 1 ÷ 10) × 10 = 8.8 of weights 6, 7, 8, 9.
    expect(scaleOfScores(few, 0.8, { runs: alone([0, 0]), count: 6 })).toBe(3);
    // That count as sixteen, 0.8 × (1 + 1 ÷ 20) × 20 = 16.8 of weights 16, 17.
    expect(scaleOfScores(few, 0.8, { runs: alone([0, 0], 7), count: 16 })).toBe(1);
    // Without any, and counting for nothing: 0.8 × (1 + 1 ÷ 4) × 4 = 4.
    expect(scaleOfScores(few, 0.8, { runs: [], count: 6 })).toBe(4);
    expect(scaleOfScores(few, 0.8, { runs: alone([9]), count: 0 })).toBe(4);
  });

  test('is one of the scores, no less at a higher level, and the same for weights in proportion', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), (runs) => {
        const [low, high] = [scaleOfScores(runs, 0.8), scaleOfScores(runs, 0.95)];
        expect(low).toBeLessThanOrEqual(high);
        expect(runs.flatMap(({ scores }) => scores)).toContain(low);
        const halved = runs.map(({ scores, weight }) => ({ scores, weight: weight / 2 }));
        expect(scaleOfScores(halved, 0.8)).toBe(low);
      }),
      { numRuns: 200 },
    );
  });
});

describe('independent scores', () => {
  test('by hand: days that are unusual together count less than those that are so apart', () => {
    // 16 of 20 are usual, so that a pair of usual days gives 0.2², of unusual ones 0.8² and another −0.16, and the
    // variance is 0.16. Lag 1: (15 × 0.04 − 0.16 + 3 × 0.64) ÷ 19 ÷ 0.16 = 0.77632. Lag 2: (14 × 0.04 − 2 × 0.16 +
    // 2 × 0.64) ÷ 18 ÷ 0.16 = 0.52778. Lag 3: 0.25, below 2 ÷ √20. 20 ÷ (1 + 2 × 1.30409) = 5.54295.
    const together = [...Array(16).fill(1), ...Array(4).fill(9)];
    expect(independentScores([{ scores: together, weight: 1 }])).toBeCloseTo(5.54295, 4);
    const apart = Array.from({ length: 20 }, (_, day) => (day % 5 === 4 ? 9 : 1));
    expect(independentScores([{ scores: apart, weight: 1 }])).toBe(20);
  });

  test('are as many as the theory of the mean of an autoregressive series has it', () => {
    const random = createRandom(2);
    const series = (correlation: number): ScoreRun => {
      let value = 0;
      const scores = Array.from({ length: 2_000 }, () => {
        value = correlation * value + Math.sqrt(1 - correlation ** 2) * random.normal();
        return Math.abs(value);
      });
      return { scores, weight: 1 };
    };
    expect(independentScores([series(0)])).toBeGreaterThan(1_700);
    // The squares of such values are correlated by 0.8² per day, so that a day counts (1 − 0.64) ÷ (1 + 0.64) = 0.22;
    // being above a border is a little less.
    const counted = independentScores([series(0.8)]);
    expect(counted).toBeGreaterThan(0.18 * 2_000);
    expect(counted).toBeLessThan(0.4 * 2_000);
  });

  test('are no more than there are', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), (runs) => {
        const count = runs.reduce((sum, { scores }) => sum + scores.length, 0);
        const independent = independentScores(runs);
        expect(independent).toBeLessThanOrEqual(count);
        expect(independent).toBeGreaterThan(count / 30);
      }),
    );
    expect(independentScores([])).toBe(0);
  });
});
