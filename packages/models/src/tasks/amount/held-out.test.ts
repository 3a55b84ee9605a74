import { addDays, createRandom, createTransaction, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { amountTable, knownRows, takeRows } from './amount-rows.js';
import { fitAmount } from './fit-amount.js';
import { type HeldOut, heldOutAtRandom, heldOutByTime } from './held-out.js';
import { rangeKind } from './range.js';

describe('rows that are held out by time', () => {
  // One payment a day to one payee, of 1, 2, 3 … 10.
  const table = amountTable(
    tableFromRows(
      Array.from({ length: 10 }, (_, day) =>
        createTransaction({ date: addDays('2024-01-01', day), description: 'Cafe', amount: -(day + 1) }),
      ),
    ),
  );

  test('come in blocks, the oldest of which is only learned from', () => {
    const { splits } = heldOutByTime(table, [], 10);
    expect(splits.map(({ test }) => [...test])).toEqual([
      [2, 3],
      [4, 5],
      [6, 7],
      [8, 9],
    ]);
    for (const { train, test } of splits) {
      expect([...train, ...test].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  test('know the payee by the blocks before theirs alone', () => {
    const { knownRows, knownLast } = heldOutByTime(table, [], 10).rows.knowledge.evidence;
    // Two rows before the second block are too few to know the payee by.
    expect([...knownRows].slice(2)).toEqual([0, 0, 4, 4, 6, 6, 8, 8]);
    expect([...knownLast].slice(4).map((value) => Math.round(Math.expm1(value)))).toEqual([4, 4, 6, 6, 8, 8]);
  });
});

test('ranges of drifting amounts are as wide as the drift, not as neighbours differ', async () => {
  const random = createRandom(1, 'drift');
  let level = 3;
  const rows = Array.from({ length: 600 }, (_, index) => {
    // Amounts of one level differ by a fifth at most; every thirty rows the level moves, by a quarter on average.
    if (index % 30 === 0) level += random.float() - 0.5;
    return createTransaction({
      date: addDays('2022-01-01', index >> 1),
      description: `shop ${'abcdefgh'[random.integer(8)]}`,
      amount: -Math.round(100 * Math.exp(level + 0.2 * (random.float() - 0.5))) / 100,
    });
  });
  const table = amountTable(tableFromRows(rows));
  const every = rows.map((_, row) => row);
  const known = knownRows(table, [], rows.length);
  const options = { seed: 0, budget: 'quick' } as const;
  const widthOf = async (heldOut: HeldOut): Promise<number> => {
    const { range } = await fitAmount(known, every, [], options, {}, heldOut);
    const { below, above } = range[0]?.[
      rangeKind({ hasHistory: true, hasCategory: false, type: 1, payee: 1 })
    ] ?? { below: 0, above: 0 };
    return below + above;
  };
  const [byTime, atRandom] = [
    await widthOf(heldOutByTime(table, [], rows.length)),
    await widthOf(heldOutAtRandom(takeRows(known, every), 0)),
  ];
  // Moves between -0.5 and 0.5 have a middle 80 % that is 0.8 wide, amounts of one level have one of 0.16.
  expect(byTime).toBeGreaterThan(0.8);
  expect(atRandom).toBeLessThan(0.4);
});
