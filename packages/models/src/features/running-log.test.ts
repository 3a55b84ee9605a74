import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addToLog, amountSince, rowsSince, runningLog } from './running-log.js';

test('rows and amounts of every stretch in reach, wherever the log begins', () => {
  const moves = fc.array(
    fc.record({ gap: fc.integer({ min: 0, max: 4 }), cents: fc.integer({ min: -999_999, max: 999_999 }) }),
    { minLength: 1, maxLength: 150 },
  );
  fc.assert(
    fc.property(moves, fc.integer({ min: 0, max: 10 }), fc.nat({ max: 149 }), (all, window, skipped) => {
      let at = 0;
      const rows = all.map(({ gap, cents }) => {
        at += gap;
        return { at, cents, type: cents > 0 ? ('Income' as const) : ('Expense' as const) };
      });
      const log = runningLog(10);
      const shorter = runningLog(10);
      for (const row of rows) addToLog(log, row.at, { type: row.type, amount: row.cents / 100 });
      const begin = rows[Math.min(skipped, rows.length - 1)]?.at as number;
      for (const row of rows.filter((each) => each.at >= Math.min(begin, at - window))) {
        addToLog(shorter, row.at, { type: row.type, amount: row.cents / 100 });
      }
      const inside = rows.filter((row) => row.at >= at - window);
      const spent = inside.reduce((sum, { cents }) => sum + Math.max(0, -cents), 0);
      for (const each of [log, shorter]) {
        expect(rowsSince(each, at - window)).toBe(inside.length);
        expect(amountSince(each, at - window, 'Expense')).toBe(spent / 100);
      }
    }),
  );
});

test('what is out of reach is dropped', () => {
  const log = runningLog(30);
  for (let day = 0; day < 10_000; day++) addToLog(log, day, { type: 'Expense', amount: -1 });
  expect(log.entries.length).toBeLessThan(100);
  expect(rowsSince(log, 10_000 - 30)).toBe(30);
});
