import { createTransaction, fromEpochDay, tableFromRows, toEpochDay } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { findRecurring, recurringFinder } from './find-recurring.js';

const start = toEpochDay('2023-01-02');
const rows = Array.from({ length: 500 }, (_, day) => [
  ...(day % 7 === 0 ? [{ description: 'Gym Fit', amount: day < 250 ? -9 : -11 }] : []),
  ...(day % 14 === 3 ? [{ description: 'Acme wages', amount: 1200 }] : []),
  ...(day % 3 === 1 ? [{ description: 'Fresh Market', amount: -10 - (day % 11) }] : []),
  ...(day % 91 === 5 ? [{ description: 'City Water', amount: -60 - (day % 4) }] : []),
]).flatMap((some, day) => some.map((row) => createTransaction({ date: fromEpochDay(start + day), ...row })));

describe('streams as of many days', () => {
  test('what is remembered of other days changes no answer', () => {
    const find = recurringFinder(tableFromRows(rows), { holidays: new Set() });
    for (const day of [499, 300, 120, 310, 499]) {
      const asOf = fromEpochDay(start + day);
      const known = rows.filter(({ date }) => date <= asOf);
      expect(find(start + day).streams).toEqual(findRecurring(known, { asOf }).streams);
    }
    expect(find(start + 499).streams.map(({ schedule }) => schedule.frequency)).toContain('weekly');
  });
});
