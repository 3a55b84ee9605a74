import { addDays, createTransaction, tableFromRows } from '@titans/core';
import { expect, test } from 'vitest';
import { amountTable, knownRows, takeRows } from './amount-rows.js';
import { chooseFixedLevels, chooseFixedRun } from './fixed-run.js';

/** A price of 10 that comes again but for every `broken`-th of the days from 50 on. */
function levelsOf(broken: number): readonly [number, readonly boolean[]] {
  const rows = Array.from({ length: 50 + 200 }, (_, day) =>
    createTransaction({
      date: addDays('2024-01-01', day),
      description: 'Streamflix',
      amount: day >= 50 && day % broken === 0 ? -25 : -10,
    }),
  );
  const table = amountTable(tableFromRows(rows));
  const known = takeRows(
    knownRows(table, [], 50),
    Array.from({ length: 200 }, (_, at) => 50 + at),
  );
  const run = chooseFixedRun(known.knowledge, known.target);
  return [run, chooseFixedLevels(known.knowledge, run, known.target)];
}

test('a fixed price is a range only as far as it comes again so often', () => {
  // Of the days whose account paid the same three times or more before, one in 50, or in 10, breaks it.
  expect(levelsOf(50)).toEqual([3, [true, true]]);
  expect(levelsOf(10)).toEqual([3, [true, false]]);
});
