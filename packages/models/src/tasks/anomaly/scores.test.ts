import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertThreshold, budgetShare } from './alert-budget.js';
import { scored } from './factors.js';
import { riskOf } from './risk.js';
import { percentileMap, probabilityMap, type ScoreMap, scoreOf, shareMap } from './score-map.js';

const hundred = Float64Array.from({ length: 100 }, (_, index) => index);
const asLogOdds: ScoreMap = { kind: 'probability', platt: { slope: 1, intercept: 0 } };

describe('levels', () => {
  test('by multiples of the odds of the threshold', () => {
    expect([0.49, 0.5, 0.83, 0.84, 0.96, 0.97].map((score) => riskOf(score, 0.5))).toEqual([
      'low',
      'medium',
      'medium',
      'high',
      'high',
      'critical',
    ]);
    // A budget of 3 %: a fifth of it is 0.6 %, a twenty-fifth 0.12 %.
    expect([0.969, 0.97, 0.9935, 0.9945, 0.9985, 0.999, 1].map((score) => riskOf(score, 0.97))).toEqual([
      'low',
      'medium',
      'medium',
      'high',
      'high',
      'critical',
      'critical',
    ]);
  });
});

describe('percentiles', () => {
  test('are the share of rows that stood out less', () => {
    const map = percentileMap(hundred);
    expect(scoreOf(map, 0)).toBe(0);
    expect(scoreOf(map, 50)).toBeCloseTo(0.5, 2);
    expect(scoreOf(map, 90)).toBeCloseTo(0.9, 2);
    expect(scoreOf(map, 1000)).toBeGreaterThan(0.9999);
  });

  test('the threshold leaves the budget above it, but nothing ordinary', () => {
    const told = { hasLabels: false, hasBudget: false };
    expect(alertThreshold(percentileMap(hundred), hundred, 0.1, told)).toBe(0.9);
    // All rows alike: three nats are needed, e⁻³ of rows by chance.
    expect(alertThreshold(percentileMap(new Float64Array(50)), new Float64Array(50), 0.1, told)).toBeCloseTo(
      1 - Math.exp(-3),
      12,
    );
  });

  test('alerts per day become a share of the rows of a day', () => {
    const days = Float64Array.from({ length: 400 }, (_, row) => Math.floor(row / 40));
    expect(budgetShare({ perDay: 2 }, days)).toBe(0.05);
    expect(budgetShare({ perDay: 1000 }, days)).toBe(0.2);
    expect(budgetShare(undefined, days)).toBe(0.03);
  });
});

describe('probabilities', () => {
  test('there are none of fewer than ten labelled rows of a kind, nor where the labels say the opposite', () => {
    expect(probabilityMap([-1, 1], [0, 1])).toBeNull();
    const logOdds = Array.from(hundred, (value) => value - 50);
    const nine = logOdds.map((value) => (value > 40 ? 1 : 0));
    expect(probabilityMap(logOdds, nine)).toBeNull();
    const opposite = logOdds.map((value) => (value < 0 ? 1 : 0));
    expect(probabilityMap(logOdds, opposite)).toBeNull();
    expect(probabilityMap(new Array<number>(100).fill(1), opposite)).toBeNull();
  });

  test('the share of anomalies, as if one more of each had been seen, where log-odds tell nothing', () => {
    const map = shareMap([1, 0, 0, 0]);
    for (const value of [-20, 0, 20]) expect(scoreOf(map, value)).toBeCloseTo(2 / 6, 4);
  });

  test('a budget moves the threshold to the score that its share of rows reaches', () => {
    const values = Float64Array.from(hundred, (value) => value / 10 - 5);
    const told = { hasLabels: true, hasBudget: true };
    expect(alertThreshold(asLogOdds, values, 0.1, told)).toBeCloseTo(1 / (1 + Math.exp(-4)), 12);
    expect(alertThreshold(asLogOdds, values, 0.1, { ...told, hasBudget: false })).toBe(0.5);
  });

  test('a budget is kept where scores are alike: those that would exceed it are left out', () => {
    const told = { hasLabels: true, hasBudget: true };
    const alertsOf = (values: readonly number[], share: number): number => {
      const threshold = alertThreshold(asLogOdds, Float64Array.from(values), share, told);
      return values.filter((value) => scoreOf(asLogOdds, value) >= threshold).length;
    };
    expect(alertsOf(new Array(100).fill(-3), 0.1)).toBe(0);
    expect(alertsOf([...new Array(80).fill(-3), ...new Array(20).fill(1)], 0.1)).toBe(0);
    expect(alertsOf([...new Array(80).fill(-3), ...new Array(15).fill(1), 2, 2, 3, 4, 5], 0.1)).toBe(5);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.0001, max: 0.2, noNaN: true }),
        (values, share) => {
          expect(alertsOf(values, share)).toBeLessThanOrEqual(Math.ceil(share * values.length));
        },
      ),
    );
  });
});

describe('factors', () => {
  test('by hand: evidence shares the percentile in proportion', () => {
    const answer = scored(
      [
        { reason: 'a', value: 30 },
        { reason: 'b', value: 20 },
        { reason: 'c', value: 0 },
      ],
      0,
      percentileMap(hundred),
      0.4,
    );
    expect(answer).toMatchObject({ isAnomaly: true, riskLevel: 'medium', scoreKind: 'percentile' });
    expect(answer.explanation).toBe('Medium risk: a, and b.');
    expect(answer.factors.map(({ feature }) => feature)).toEqual(['a', 'b']);
    expect(answer.factors[0]?.contribution).toBeCloseTo(answer.score * 0.6, 12);
  });

  test('nothing found', () => {
    expect(scored([{ reason: 'a', value: 0 }], 0, percentileMap(hundred), 0.97)).toMatchObject({
      score: 0,
      isAnomaly: false,
      factors: [],
      explanation: 'Low risk: nothing about this transaction stands out.',
    });
  });

  test('add up to the score, whatever the parts, and point where the parts point', () => {
    const parts = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { maxLength: 15 });
    fc.assert(
      fc.property(
        parts,
        fc.double({ min: -12, max: 3, noNaN: true }),
        fc.boolean(),
        (values, base, isPercentile) => {
          const map = isPercentile ? percentileMap(hundred) : asLogOdds;
          const answer = scored(
            values.map((value, index) => ({ reason: `${index}`, value })),
            base,
            map,
            0.5,
          );
          const sum = answer.factors.reduce((total, { contribution }) => total + contribution, 0);
          expect(Math.abs(sum - answer.score)).toBeLessThan(1e-9);
          expect(answer.score).toBeGreaterThanOrEqual(0);
          expect(answer.score).toBeLessThanOrEqual(1);
          for (const { feature, contribution } of answer.factors) {
            const value = values[Number(feature)];
            if (value !== undefined) expect(Math.sign(contribution)).toBe(Math.sign(value));
          }
        },
      ),
    );
  });
});
