import { createRandom, createTransaction, fromEpochDay, type Transaction, toEpochDay } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { findRecurring } from './find-recurring.js';
import type { RecurringStream } from './stream.js';
import { generatedAccount, type TrueStream } from './testing/generated-accounts.js';

/** Of another stream than those that the search was written with, which were 0 to 19. */
const heldOutSeeds = Array.from({ length: 40 }, (_, index) => 1000 + index);

function isFound(found: RecurringStream, truth: TrueStream): boolean {
  const common = found.rows.filter((row) => truth.rows.includes(row)).length;
  const isThat = common >= 0.9 * Math.max(found.rows.length, truth.rows.length);
  return isThat && found.schedule.frequency === truth.frequency;
}

describe('on generated accounts of thirty months', () => {
  const pairs: { readonly found: RecurringStream; readonly truth: TrueStream }[] = [];
  let foundCount = 0;
  let trueCount = 0;
  for (const seed of heldOutSeeds) {
    const account = generatedAccount(seed);
    const { streams } = findRecurring(account.rows);
    foundCount += streams.length;
    trueCount += account.streams.length;
    for (const truth of account.streams) {
      const found = streams.find((stream) => isFound(stream, truth));
      if (found !== undefined) pairs.push({ found, truth });
    }
  }

  test('precision and recall are at least 0.95', () => {
    expect(trueCount).toBe(480);
    expect(pairs.length / foundCount).toBeGreaterThanOrEqual(0.95);
    expect(pairs.length / trueCount).toBeGreaterThanOrEqual(0.95);
  });

  test('the next payment is within its intervals at least as often as their level says', () => {
    const ahead = pairs.flatMap(({ found, truth }) =>
      found.next === null ? [] : [{ next: found.next, truth }],
    );
    const onDay = ahead.filter(
      ({ next, truth }) =>
        truth.nextDay >= toEpochDay(next.earliest) && truth.nextDay <= toEpochDay(next.latest),
    );
    const ofAmount = ahead.filter(
      ({ next, truth }) => truth.nextMinor >= next.lowestMinor && truth.nextMinor <= next.highestMinor,
    );
    expect(ahead.length).toBeGreaterThan(450);
    // The level is 0.9; one payment in a hundred is left out, which no interval holds.
    expect(onDay.length / ahead.length).toBeGreaterThanOrEqual(0.89);
    expect(ofAmount.length / ahead.length).toBeGreaterThanOrEqual(0.9);
  });
});

describe('the rate of false streams', () => {
  /** Purchases whose gaps are gamma distributed, at a thousand payees. */
  function irregular(shape: number, meanDays: number, isOnePrice: boolean): Transaction[] {
    const random = createRandom(3, `${shape} ${meanDays} ${isOnePrice}`);
    const rows: Transaction[] = [];
    for (let payee = 0; payee < 1000; payee++) {
      const letters = [...String(payee)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
      let day = 18_000 + random.integer(365);
      for (let left = 3 + random.integer(25); left > 0; left--) {
        let gap = 0;
        for (let part = 0; part < shape; part++) gap -= (Math.log(1 - random.float()) * meanDays) / shape;
        day += Math.round(gap);
        const amount = isOnePrice ? -3.2 : -(100 + random.integer(5000)) / 100;
        rows.push(createTransaction({ date: fromEpochDay(day), description: `shop ${letters}`, amount }));
      }
    }
    return rows;
  }

  test.each([
    [1, 7, true],
    [1, 30.4, true],
    [1, 30.4, false],
    [4, 14, true],
    [4, 30.4, true],
    [4, 91, false],
  ])('gaps of shape %i and mean %d, one price: %s', (shape, meanDays, isOnePrice) => {
    const { streams } = findRecurring(irregular(shape, meanDays, isOnePrice));
    expect(streams.filter(({ logEvidence }) => logEvidence >= 2).length).toBeLessThanOrEqual(10);
    expect(streams.length).toBeLessThanOrEqual(20);
  });
});
