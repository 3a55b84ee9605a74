import { createRandom, type Random } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { groupOf, unitGroups } from './assign-variant.js';
import {
  alwaysValidPValue,
  type DifferenceEstimate,
  mixturePValue,
  mixtureRows,
} from './confidence-sequence.js';
import {
  addOutcome,
  differenceOfMeans,
  meanDifference,
  noOutcomes,
  type OutcomePlace,
  type OutcomeSums,
  seenGroups,
} from './outcome-sums.js';
import { sampleRatioPValue } from './sample-ratio.js';

const alpha = 0.05;
const spread = mixtureRows(2_000, alpha);

/** Whether the p-value is at most alpha; Student's distribution, which only makes it larger, is asked only then. */
function isFound(estimate: DifferenceEstimate | null): boolean {
  if (estimate === null || !(estimate.standardError > 0)) return false;
  if (mixturePValue(estimate.value / estimate.standardError, estimate.rows, spread) > alpha) return false;
  return alwaysValidPValue(estimate, spread) <= alpha;
}

/** Share of streams in which a difference is found at any of the looks. */
function foundShare(streams: number, isFoundIn: (random: Random) => boolean): number {
  let found = 0;
  for (let stream = 0; stream < streams; stream++) {
    if (isFoundIn(createRandom(stream, 'sequential error'))) found++;
  }
  return found / streams;
}

function isLook(row: number, sums: readonly OutcomeSums[]): boolean {
  return row % 10 === 0 && sums.every((one) => one.rows >= 100 && seenGroups(one) >= 30);
}

/** Two variants by turns of chance, looked at after every tenth outcome from the 100th of each on. */
function splitStream(
  rows: number,
  draw: (random: Random, isChallenger: boolean) => number,
  range: [number, number] | null,
) {
  return (random: Random): boolean => {
    const sums: [OutcomeSums, OutcomeSums] = [noOutcomes(), noOutcomes()];
    for (let row = 0; row < rows; row++) {
      const side = random.uint32() & 1;
      addOutcome(sums[side] as OutcomeSums, draw(random, side === 1), newUnit(random));
      if (isLook(row, sums) && isFound(differenceOfMeans(sums[0], sums[1], range))) return true;
    }
    return false;
  };
}

/** A unit that is asked about once. */
const newUnit = (random: Random): OutcomePlace => ({ group: random.integer(unitGroups), amends: false });
const share = (probability: number) => (random: Random) => (random.float() < probability ? 1 : 0);
const streams = 200;
/** Three standard errors above alpha. */
const most = alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / streams);

describe('looked at again and again, no difference is found in more than alpha of the streams', () => {
  test.each([0.01, 0.1, 0.5, 0.97])('of shares of %d', (probability) => {
    expect(foundShare(streams, splitStream(2_000, share(probability), [0, 1]))).toBeLessThan(most);
  });

  test('of values that are skewed, as latencies are', () => {
    const logNormal = (random: Random): number => Math.exp(random.normal());
    expect(foundShare(streams, splitStream(2_000, logNormal, null))).toBeLessThan(most);
  });

  test('of a difference from what it is: intervals hold the truth at all looks together', () => {
    const found = foundShare(streams, (random) => {
      const sums: [OutcomeSums, OutcomeSums] = [noOutcomes(), noOutcomes()];
      for (let row = 0; row < 2_000; row++) {
        const side = random.uint32() % 4 === 0 ? 1 : 0;
        addOutcome(sums[side], share(side === 1 ? 0.3 : 0.05)(random), newUnit(random));
        if (!isLook(row, sums)) continue;
        const estimate = differenceOfMeans(sums[0], sums[1], [0, 1]);
        if (isFound(estimate && { ...estimate, value: estimate.value - 0.25 })) return true;
      }
      return false;
    });
    expect(found).toBeLessThan(most);
  });

  test('of pairs that mostly agree', () => {
    const found = foundShare(streams, (random) => {
      const pairs = noOutcomes();
      for (let row = 0; row < 2_000; row++) {
        const draw = random.float();
        addOutcome(pairs, draw < 0.02 ? 1 : draw < 0.04 ? -1 : 0, newUnit(random));
        if (isLook(row, [pairs]) && isFound(meanDifference(pairs, [0, 1]))) return true;
      }
      return false;
    });
    expect(found).toBeLessThan(most);
  });

  // Three accounts with four fifths of all outcomes: taken for three of 400, they make a difference in two streams of five.
  test.each([
    ['', 0],
    [', some of which ask most', 0.8],
  ])('of accounts whose outcomes are alike%s', (_name, shareOfLarge) => {
    const accounts = 400;
    const groups = Array.from({ length: accounts }, (_, account) => groupOf('test', `account-${account}`));
    const found = foundShare(100, (random) => {
      const sums: [OutcomeSums, OutcomeSums] = [noOutcomes(), noOutcomes()];
      const rates = Array.from({ length: accounts }, () => random.float());
      for (let row = 0; row < 4_000; row++) {
        const account = random.integer(random.float() < shareOfLarge ? 3 : accounts);
        const place = { group: groups[account] as number, amends: false };
        addOutcome(sums[account & 1] as OutcomeSums, random.float() < (rates[account] ?? 0) ? 1 : 0, place);
        if (isLook(row, sums) && isFound(differenceOfMeans(sums[0], sums[1], [0, 1]))) return true;
      }
      return false;
    });
    expect(found).toBeLessThan(alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / 100));
  });

  test('of units that come in the planned shares', () => {
    const found = foundShare(streams, (random) => {
      const counts: [number, number] = [0, 0];
      for (let unit = 0; unit < 1_000; unit++) {
        const side = random.float() < 0.9 ? 0 : 1;
        counts[side]++;
        if (sampleRatioPValue(counts, [0.9, 0.1]) <= alpha) return true;
      }
      return false;
    });
    expect(found).toBeLessThan(most);
  });
});

describe('what is there is found', () => {
  test('a difference of 0.5 against 0.6, in nine streams of ten within 3,000 outcomes', () => {
    const better = (random: Random, isChallenger: boolean): number => share(isChallenger ? 0.6 : 0.5)(random);
    expect(foundShare(100, splitStream(3_000, better, [0, 1]))).toBeGreaterThan(0.9);
  });

  test('looking as often without such a test finds what is not there', () => {
    // The usual z of 1.96, what the test is for.
    const found = foundShare(200, (random) => {
      const sums: [OutcomeSums, OutcomeSums] = [noOutcomes(), noOutcomes()];
      for (let row = 0; row < 3_000; row++) {
        addOutcome(sums[row & 1] as OutcomeSums, share(0.5)(random), newUnit(random));
        const estimate = isLook(row, sums) ? differenceOfMeans(sums[0], sums[1], [0, 1]) : null;
        if (estimate !== null && Math.abs(estimate.value / estimate.standardError) > 1.96) return true;
      }
      return false;
    });
    expect(found).toBeGreaterThan(0.2);
  });
});
