import { createTransaction, type Transaction, tableFromRows } from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOfTable } from '../records/batch-of-table.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { type MatchableRow, matchRows } from './match-rows.js';
import { memoryLoader } from './memory-loader.js';

function row(
  content: string,
  secondOfDay: number | null = null,
  reference: string | null = null,
): MatchableRow {
  return { content, secondOfDay, reference };
}

function fates(known: readonly MatchableRow[], ...sources: readonly (readonly MatchableRow[])[]): string[] {
  const staged = sources.flatMap((rows, source) => rows.map((each) => ({ ...each, source })));
  return matchRows(known, staged, false).map((fate) =>
    'known' in fate ? `${fate.kind} ${known.indexOf(fate.known)}` : fate.kind,
  );
}

describe('rows of one key', () => {
  test('are matched by content before anything else', () => {
    expect(fates([row('food'), row('drinks')], [row('drinks'), row('food')])).toEqual([
      'unchanged 1',
      'unchanged 0',
    ]);
    expect(fates([row('food')], [row('drinks'), row('food')])).toEqual(['new', 'unchanged 0']);
  });

  test('are as many as the source with the most of them has', () => {
    expect(fates([row('a')], [row('a'), row('a')], [row('a'), row('a'), row('a')])).toEqual([
      'unchanged 0',
      'new',
      'superseded',
      'superseded',
      'new',
    ]);
  });

  test('with other times or references are other transactions', () => {
    expect(fates([row('a', 32_400)], [row('b', 54_000)])).toEqual(['new']);
    expect(fates([row('a', null, '1')], [row('b', null, '2')])).toEqual(['new']);
    expect(fates([row('a', 32_400, '1')], [row('b', 32_400, '2')])).toEqual(['new']);
  });

  test('where a time or a reference is missing are the same', () => {
    expect(fates([row('a')], [row('b', 32_400, '1')])).toEqual(['updated 0']);
    expect(fates([row('a', 32_400, '1')], [row('b')])).toEqual(['updated 0']);
    expect(fates([row('a', null, '1')], [row('b', 32_400)])).toEqual(['updated 0']);
    expect(fates([row('a', null, 'any')], [row('b', null, '2')])).toEqual(['new']);
  });

  test('with the identifier of their source are one transaction, and the last one counts', () => {
    const staged = [row('a'), row('b')].map((each) => ({ ...each, source: 0 }));
    expect(matchRows([], staged, true).map(({ kind }) => kind)).toEqual(['superseded', 'new']);
  });

  test('are matched in time in proportion to their number, whatever their references', () => {
    const known = Array.from({ length: 50_000 }, (_, index) => row(`a${index}`, null, `${index}`));
    const staged = known.map((_, index) => ({ ...row(`b${index}`, 1, `x${index}`), source: 0 }));
    expect(matchRows(known, staged, false).every(({ kind }) => kind === 'new')).toBe(true);
  }, 20_000);
});

const purchase = fc.record({
  day: fc.integer({ min: 1, max: 9 }),
  second: fc.integer({ min: 0, max: 86_399 }),
  description: fc.constantFrom('Tea', 'Bus'),
  amount: fc.constantFrom('-1.00', '-2.50'),
  category: fc.constantFrom('food', 'travel', null),
});

async function* batches(rows: readonly Transaction[], name: string): AsyncGenerator<TransactionBatch> {
  const sha256 = Buffer.from(name).toString('hex').padStart(64, '0');
  const summary = { name, format: 'test', sha256, sizeBytes: 1, rowsIn: rows.length, rowsRejected: 0 };
  yield batchOfTable(tableFromRows(rows), { source: name, summary });
}

function sorted(rows: Iterable<Transaction>): readonly string[] {
  return [...rows].map((each) => JSON.stringify(each)).sort();
}

/** Cut-outs of one statement, loaded in the given order; what is kept, and what the statement has in the cut-outs. */
async function loadCuts(
  statement: readonly Transaction[],
  cuts: readonly (readonly [from: number, to: number])[],
  positionOf: (transaction: Transaction) => number,
): Promise<{ kept: readonly string[]; covered: readonly string[] }> {
  const loader = memoryLoader();
  const isIn = (transaction: Transaction, [from, to]: readonly [number, number]): boolean =>
    positionOf(transaction) >= from && positionOf(transaction) < to;
  for (const [index, cut] of cuts.entries()) {
    await loader.load(
      batches(
        statement.filter((each) => isIn(each, cut)),
        String(index),
      ),
    );
  }
  return {
    kept: sorted((await loader.transactions()).rows()),
    covered: sorted(statement.filter((each) => cuts.some((cut) => isIn(each, cut)))),
  };
}

const dayOf = ({ date }: Transaction): number => Number(date.slice(8));

describe('overlapping exports of one statement, in any order, give the statement', () => {
  test('where they hold whole days, equal purchases and all', async () => {
    const cut = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 10 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(purchase, { maxLength: 30 }),
        fc.array(cut, { maxLength: 5 }),
        fc.boolean(),
        async (purchases, cuts, isReversed) => {
          const statement = purchases.map(({ day, description, amount, category }) =>
            createTransaction({ date: `2024-05-0${day}`, description, amount, category }),
          );
          const { kept, covered } = await loadCuts(
            isReversed ? statement.toReversed() : statement,
            cuts,
            dayOf,
          );
          expect(kept).toEqual(covered);
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  test('where they are cut anywhere, if rows have times', async () => {
    const cut = fc.tuple(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 0, max: 900_000 }));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(purchase, { maxLength: 30, selector: ({ second }) => second }),
        fc.array(cut, { maxLength: 5 }),
        async (purchases, cuts) => {
          const statement = purchases.map(({ day, second, description, amount, category }) =>
            createTransaction({
              date: `2024-05-0${day}`,
              time: new Date(second * 1_000).toISOString().slice(11, 19),
              description,
              amount,
              category,
            }),
          );
          const { kept, covered } = await loadCuts(
            statement,
            cuts,
            (each) => dayOf(each) * 90_000 + Number((each.time ?? '').replaceAll(':', '')) / 3,
          );
          expect(kept).toEqual(covered);
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });
});
