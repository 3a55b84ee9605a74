import {
  createRandom,
  createTransaction,
  epochDay,
  fromEpochDay,
  type Random,
  toEpochDay,
} from '@titans/core';
import { describe, expect, test } from 'vitest';
import { findRecurring } from './find-recurring.js';

const deviations: Readonly<Record<string, (random: Random) => number>> = {
  'always on the day': () => 0,
  'one in ten up to three days late': (random) => (random.float() < 0.1 ? 1 + random.integer(3) : 0),
  'three in ten up to three days late': (random) => (random.float() < 0.3 ? 1 + random.integer(3) : 0),
  'evenly within two days': (random) => random.integer(5) - 2,
  'normal, 1.5 days': (random) => Math.round(1.5 * random.normal()),
};

/** Shares of next payments within the interval of the date and of the amount, over 300 payees with monthly payments. */
function coverage(
  name: string,
  count: number,
  level: number,
): { readonly date: number; readonly amount: number } {
  const random = createRandom(count, name);
  const rows = [];
  const next = new Map<string, { readonly day: number; readonly amountMinor: number }>();
  for (let payee = 0; payee < 300; payee++) {
    const letters = [...String(100 + payee)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const description = `${letters} power`;
    const dayOfMonth = 5 + random.integer(20);
    for (let month = 0; month <= count; month++) {
      const day =
        epochDay(2022 + Math.floor(month / 12), (month % 12) + 1, dayOfMonth) +
        (deviations[name]?.(random) ?? 0);
      const amountMinor = -Math.round(5000 * Math.max(0.2, 1 + 0.15 * random.normal()));
      if (month === count) next.set(description, { day, amountMinor });
      else rows.push(createTransaction({ date: fromEpochDay(day), description, amount: amountMinor / 100 }));
    }
  }
  let [streams, dates, amounts] = [0, 0, 0];
  for (const { payee, next: expected } of findRecurring(rows, { level }).streams) {
    const paid = next.get(payee ?? '');
    if (expected === null || paid === undefined) continue;
    streams++;
    if (paid.day >= toEpochDay(expected.earliest) && paid.day <= toEpochDay(expected.latest)) dates++;
    if (paid.amountMinor >= expected.lowestMinor && paid.amountMinor <= expected.highestMinor) amounts++;
  }
  expect(streams).toBeGreaterThan(150);
  return { date: dates / streams, amount: amounts / streams };
}

describe('intervals of the next payment hold at their level, to four points from eight payments on', () => {
  const cases = Object.keys(deviations).flatMap((name) =>
    [8, 24].flatMap((count) => [0.8, 0.9, 0.95].map((level) => [name, count, level] as const)),
  );
  test.each(cases)('%s, %i payments, level %d', (name, count, level) => {
    const { date, amount } = coverage(name, count, level);
    expect(date).toBeGreaterThanOrEqual(level - 0.04);
    expect(amount).toBeGreaterThanOrEqual(level - 0.04);
  });
});
