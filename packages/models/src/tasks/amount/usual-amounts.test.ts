import { describe, expect, test } from 'vitest';
import { learnCredibility, usualAmount } from './credibility.js';
import { evidenceFor, evidenceOf } from './evidence.js';
import { hashName } from './name-hash.js';
import { addAmount, noAmounts, summaryOf } from './recent-amounts.js';
import { noUsualAmounts, usualKeys } from './usual-amounts.js';

const keysOf = (description: string, category: string | null = null) =>
  usualKeys({ type: 'Expense', category, description, merchantName: null });

describe('the last amounts', () => {
  test('their quantiles are those of numpy, the run counts equal ones at the end', () => {
    const recent = noAmounts();
    for (const value of [5, 1, 4, 2, 3, 3]) addAmount(recent, value);
    // numpy.quantile([5, 1, 4, 2, 3, 3], [0.1, 0.5, 0.9]) = 1.5, 3, 4.5
    expect(summaryOf(recent)).toEqual({ rows: 6, low: 1.5, median: 3, high: 4.5, last: 3, run: 2 });
    for (let more = 0; more < 20; more++) addAmount(recent, 7);
    expect(summaryOf(recent)).toEqual({ rows: 26, low: 7, median: 7, high: 7, last: 7, run: 15 });
    expect(summaryOf(noAmounts())).toBeNull();
  });
});

describe('evidence', () => {
  const rows = {
    keys: ['Cafe Rio 12', 'cafe rio', 'Cafe Rio 9', 'Cafe Rio', 'Cafe Luna'].map((name) => keysOf(name)),
    days: Float64Array.of(1, 1, 2, 3, 4),
    target: Float64Array.of(2, 4, 6, 100, 8),
  };

  test('a row sees the rows of earlier days that may be learned from, from three on', () => {
    const { wordRows, wordMean, knownRows, knownMedian } = evidenceOf(rows, noUsualAmounts(), 3);
    // Day 1: nothing. Day 2: the two of day 1, too few. Day 3: all three. Day 4: still, as the fourth row is held out.
    expect([...wordRows]).toEqual([0, 0, 0, 3, 3]);
    expect([...wordMean]).toEqual([Number.NaN, Number.NaN, Number.NaN, 4, 4]);
    expect([...knownRows]).toEqual([0, 0, 0, 3, 0]);
    expect(knownMedian[3]).toBe(4);
  });

  test('rows that are asked about see what was taken in', () => {
    const usual = noUsualAmounts();
    evidenceOf(rows, usual, 3);
    const { knownRows, knownLast, wordRows } = evidenceFor([keysOf('CAFE RIO 77'), keysOf('Other')], usual);
    expect([...knownRows]).toEqual([3, 0]);
    expect(knownLast[0]).toBe(6);
    expect([...wordRows]).toEqual([3, 0]);
  });

  test('rows that are not visible are not taken in', () => {
    const { wordRows } = evidenceOf(rows, noUsualAmounts(), 5, Uint8Array.of(1, 1, 0, 1, 0));
    expect([...wordRows]).toEqual([0, 0, 0, 0, 3]);
  });
});

describe('credibility', () => {
  test('each level is drawn towards the one before by so many rows', () => {
    const usual = noUsualAmounts();
    const keys = keysOf('Cafe', 'food');
    const rows = {
      keys: [keys, keys, keys],
      days: Float64Array.of(1, 2, 3),
      target: Float64Array.of(1, 2, 6),
    };
    evidenceOf(rows, usual, 3);
    const none = { rows: Float64Array.of(Number.NaN), median: Float64Array.of(Number.NaN) };
    const own = { rows: Float64Array.of(1), median: Float64Array.of(10) };
    const counts = { category: 3, word: 1, payee: 3, account: 1 };
    // Means of type, category and word are 3; the payee's median is 2: (3 × 2 + 3 × 3) ÷ 6 = 2.5; with one own row of
    // 10: (10 + 2.5) ÷ 2 = 6.25.
    const evidence = evidenceFor([keys], usual);
    expect(usualAmount(evidence, none, counts).account[0]).toBe(2.5);
    expect(usualAmount(evidence, own, counts).account[0]).toBe(6.25);
  });

  test('payees that differ are believed after few rows, those that do not hardly at all', () => {
    const days = Float64Array.from({ length: 600 }, (_, row) => row);
    const keys = [...days].map((row) => keysOf(`payee${'abcdefghij'[row % 10]}`));
    // Deviates between -1 and 1 that repeat after 97 rows.
    const noise = (row: number): number => ((row * 37) % 97) / 48 - 1;
    const learn = (target: Float64Array): number => {
      const evidence = evidenceOf({ keys, days, target }, noUsualAmounts(), 600);
      const absent = new Float64Array(600).fill(Number.NaN);
      const { word, payee } = learnCredibility(evidence, { rows: absent, median: absent }, target);
      return Math.min(word, payee);
    };
    expect(learn(days.map((row) => 10 * (row % 10) + noise(row)))).toBeLessThanOrEqual(0.5);
    expect(learn(days.map(noise))).toBeGreaterThanOrEqual(8);
  });
});

test('hashes of names are safe integers that tell names apart', () => {
  const names = Array.from({ length: 50_000 }, (_, index) => `payee ${index}`);
  const hashes = names.map((name) => hashName(name));
  expect(new Set(hashes).size).toBe(names.length);
  expect(hashes.every(Number.isSafeInteger)).toBe(true);
});
