import { createRandom, type Random } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareInterval } from '../../evaluation/share-interval.js';
import type { PerformanceBaseline } from './baseline.js';
import {
  addGrowth,
  evidence,
  type Growth,
  growthOf,
  growthOfShare,
  noGrowth,
  type WindowGrowth,
} from './sequential-test.js';
import { type TestPlan, testPlans } from './test-plan.js';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** When the test of a stream of losses first reports, looked at after every tenth; `null` if it never does. */
function firstReport(
  lossOf: (row: number) => number,
  rows: number,
  limit: number,
  least: number,
): number | null {
  const windows: WindowGrowth[] = [];
  let growth: Growth = noGrowth;
  for (let row = 0; row < rows; row++) {
    growth = addGrowth(growth, growthOf(lossOf(row), limit));
    const index = Math.floor(row / 100) + 1;
    const open = { index, growth };
    if (row % 10 === 9 && evidence([...windows, open]) >= least) return row + 1;
    if (row % 100 === 99) {
      windows.push(open);
      growth = noGrowth;
    }
  }
  return null;
}

function reports(
  streams: number,
  rows: number,
  least: number,
  stream: (random: Random) => { limit: number; lossOf: (row: number) => number },
): readonly (number | null)[] {
  return Array.from({ length: streams }, (_, index) => {
    const { limit, lossOf } = stream(createRandom(index, 'sequential-test'));
    return firstReport(lossOf, rows, limit, least);
  });
}

const least = Math.log(1 / 0.05);

/** Largest number of reports among streams that still agrees with a share of 0.05 (exact one-sided limit of 99.9 %). */
function mostReports(streams: number): number {
  let most = Math.round(0.05 * streams);
  while (shareInterval(most + 1, streams, 0.998).lower <= 0.05) most++;
  return most;
}

describe('over whole streams, looked at again and again, at most 5 % report a fall that is none', () => {
  test('of an accuracy that is as low as it may be', () => {
    const found = reports(120, 1_200, least, (random) => ({
      limit: 0.1,
      lossOf: () => (random.float() < 0.1 ? 1 : 0),
    }));
    const alarms = found.filter((at) => at !== null).length;
    print(`accuracy at its limit: ${alarms} of 120 streams of 1,200 labels report`);
    expect(alarms).toBeLessThanOrEqual(mostReports(120));
  });

  test('of absolute errors with a heavy tail whose mean is as high as it may be', () => {
    // Log-normal errors of mean 1 and variance e² − 1.
    const found = reports(120, 1_200, least, (random) => ({
      limit: 1,
      lossOf: () => Math.exp(Math.SQRT2 * random.normal() - 1),
    }));
    const alarms = found.filter((at) => at !== null).length;
    print(`heavy-tailed errors at their limit: ${alarms} of 120 streams report`);
    expect(alarms).toBeLessThanOrEqual(mostReports(120));
  });

  test('of a model that is as good as ever and whose baseline was measured on 200 rows, by chance too well or not', () => {
    const streams = 120;
    const alarms = Array.from({ length: streams }, (_, index) => {
      const random = createRandom(index, 'baseline');
      return reportOf(random, { baselineRows: 200, share: 0.15, later: 0.15, tolerance: 0, rows: 1_000 });
    }).filter((at) => at !== null).length;
    print(`baselines of 200 rows without tolerance: ${alarms} of ${streams} streams of 1,000 labels report`);
    expect(alarms).toBeLessThanOrEqual(mostReports(streams));
  });
});

/** When a whole plan first reports, looked at after every 100 labels. */
function reportOf(
  random: Random,
  told: {
    readonly baselineRows: number;
    readonly share: number;
    readonly later: number;
    readonly tolerance: number;
    readonly rows: number;
  },
): number | null {
  const { baselineRows: n, share, later, tolerance, rows } = told;
  const lossesOf = (of: number, probability: number): number =>
    Array.from({ length: of }, () => random.float() < probability).filter(Boolean).length;
  const baseline: PerformanceBaseline = {
    ...{ task: 'category', kind: 'classification', modelVersion: 'category@1' },
    figures: [{ metric: 'accuracy', value: 1 - lossesOf(n, share) / n, n, standardError: null }],
  };
  const { cells, threshold } = testPlans(baseline, { tests: ['accuracy'], tolerance })[0] as TestPlan;
  const counts: number[] = [];
  for (let row = 100; row <= rows; row += 100) {
    counts.push(lossesOf(100, later));
    const found = cells.map(({ limit, head }) => {
      const windows = counts.map((count, place) => ({
        index: place + 1,
        growth: growthOfShare(count, 100, limit),
      }));
      return head + evidence(windows);
    });
    if (Math.min(...found) >= threshold) return row;
  }
  return null;
}

test('a fall of 0.1 from a baseline that was measured on rows of its own is found', () => {
  for (const [baselineRows, rows, least] of [
    [10_000, 2_000, 38],
    [1_000, 2_000, 34],
    [200, 2_000, 0],
  ] as const) {
    const found = Array.from({ length: 40 }, (_, index) =>
      reportOf(createRandom(index, 'power'), {
        baselineRows,
        share: 0.05,
        later: 0.15,
        tolerance: 0.05,
        rows,
      }),
    ).flatMap((at) => at ?? []);
    found.sort((a, b) => a - b);
    print(
      `fall of 0.1 below a baseline of ${baselineRows} rows: found in ${found.length} of 40 within 2,000 labels, median ${found[Math.floor(found.length / 2)]}`,
    );
    expect(found.length).toBeGreaterThanOrEqual(least);
  }
});

test('a fall of 0.1 below 0.95, known exactly, with a tolerance of 0.05 is found, from the start and after good times', () => {
  for (const [before, rows] of [
    [0, 3_000],
    [1_000, 4_000],
  ] as const) {
    const found = reports(100, rows, least, (random) => ({
      limit: 0.1,
      lossOf: (row) => (random.float() < (row < before ? 0.05 : 0.15) ? 1 : 0),
    }));
    const delays = found.flatMap((at) => (at === null ? [] : [at - before])).sort((a, b) => a - b);
    print(
      `fall of 0.1 after ${before} labels: found in ${delays.length} of 100, median after ${delays[49]} labels`,
    );
    expect(delays.length).toBeGreaterThanOrEqual(95);
    expect(delays[0]).toBeGreaterThan(0);
  }
});

test('evidence is what its definition says', () => {
  // By hand: one window, one bet on each of ten shares; losses 1 and 0 at a limit of 0.5 multiply by 1 ± bet.
  const bets = [0.005, 0.01, 0.02, 0.04, 0.07, 0.12, 0.2, 0.32, 0.5, 0.75];
  const growth = addGrowth(growthOf(1, 0.5), growthOf(0, 0.5));
  const wealth = bets.reduce((sum, bet) => sum + (1 + bet) * (1 - bet), 0) / 10;
  expect(evidence([{ index: 1, growth }])).toBeCloseTo(Math.log(wealth / 2), 12);
  // Two windows: the second starts bets of its own, weighted 1 ÷ 6.
  const both = bets.reduce((sum, bet) => sum + ((1 + bet) * (1 - bet)) ** 2, 0) / 10;
  expect(
    evidence([
      { index: 1, growth },
      { index: 2, growth },
    ]),
  ).toBeCloseTo(Math.log(both / 2 + wealth / 6), 12);
  // Of windows that are no longer kept the first bets know.
  expect(evidence([{ index: 2, growth }], growth)).toBeCloseTo(Math.log(both / 2 + wealth / 6), 12);
});

test('losses count alike one by one, in any order, and by their number', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { maxLength: 60 }),
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      (losses, limit) => {
        const each = losses.map((loss) => growthOf(loss ? 1 : 0, limit)).reduce(addGrowth, noGrowth);
        const together = growthOfShare(losses.filter(Boolean).length, losses.length, limit);
        for (const [bet, value] of together.entries()) expect(each[bet]).toBeCloseTo(value, 9);
      },
    ),
  );
});
