import { createTransaction, type TransactionInput, tableFromRows, tableSource } from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { RowDecision } from '../../records/row-decision.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { type DeduplicateOptions, deduplicate } from './deduplicate.js';
import { findDuplicates, restoreRows } from './find-duplicates.js';

type Row = Partial<TransactionInput>;

/** Rows of one source in batches of a given size, the last with a summary. */
function batchesOf(
  source: string,
  sourceIndex: number,
  rows: readonly Row[],
  size = 1_000,
): TransactionBatch[] {
  const batches: TransactionBatch[] = [];
  for (let from = 0; from === 0 || from < rows.length; from += size) {
    const table = tableFromRows(
      rows
        .slice(from, from + size)
        .map((row) =>
          createTransaction({ date: '2024-03-01', description: 'Tesco Stores 6737', amount: -12.5, ...row }),
        ),
    );
    const isLast = from + size >= rows.length;
    const summary = {
      name: source,
      format: 'table',
      sha256: '',
      sizeBytes: 0,
      rowsIn: rows.length,
      rowsRejected: 0,
    };
    const batch = batchOfTable(table, { source, sourceIndex, summary: isLast ? summary : null });
    const row = batch.provenance.row.map((number) => number + from);
    batches.push({ ...batch, provenance: { ...batch.provenance, row } });
  }
  return batches;
}

async function* streamOf(batches: readonly TransactionBatch[]): AsyncGenerator<TransactionBatch> {
  yield* batches;
}

interface Outcome {
  /** `source:row` of the rows that stay. */
  readonly kept: readonly string[];
  readonly decisions: readonly RowDecision[];
  readonly batches: readonly TransactionBatch[];
}

async function run(batches: readonly TransactionBatch[], options: DeduplicateOptions = {}): Promise<Outcome> {
  const result: TransactionBatch[] = [];
  for await (const batch of deduplicate(options).transform(streamOf(batches))) result.push(batch);
  for (const batch of result) expect(batch.table.length + batch.rejections.length).toBe(batch.rowsIn);
  expect(result.map(({ rowsIn }) => rowsIn)).toEqual(batches.map(({ rowsIn }) => rowsIn));
  return {
    kept: result.flatMap(({ source, provenance }) => [...provenance.row].map((row) => `${source}:${row}`)),
    decisions: result.flatMap(({ decisions }) => decisions),
    batches: result,
  };
}

const two = (a: readonly Row[], b: readonly Row[], options?: DeduplicateOptions): Promise<Outcome> =>
  run([...batchesOf('a', 0, a), ...batchesOf('b', 1, b)], options);

describe('what is a duplicate', () => {
  test.each<readonly [string, Row, Row, boolean]>([
    ['the same row of another source', {}, {}, true],
    [
      'another writing, two days later',
      {},
      { description: 'CARD PAYMENT TO TESCO CARD 1234', date: '2024-03-03' },
      true,
    ],
    [
      'a name cut off',
      { description: 'Higher Mapping Solutions' },
      { description: 'HIGHER MAPPING SOLUTIO' },
      true,
    ],
    ['four days apart', {}, { date: '2024-03-05' }, false],
    ['another amount', {}, { amount: -12.51 }, false],
    ['money in', {}, { amount: 12.5 }, false],
    ['another currency', {}, { currency: 'EUR' }, false],
    ['another account', {}, { accountId: 'savings' }, false],
    ['another shop', {}, { description: 'Lidl' }, false],
    [
      'the same identifier',
      { id: '7', description: 'Tesco' },
      { id: '7', description: 'Card purchase' },
      true,
    ],
    ['another identifier of the same form', { id: 'A17' }, { id: 'B99' }, false],
    ['another identifier of another form', { id: 'A17' }, { id: '990017' }, true],
  ])('%s', async (_, first, second, isDuplicate) => {
    const { kept } = await two([first], [second]);
    expect(kept).toEqual(isDuplicate ? ['a:1'] : ['a:1', 'b:1']);
  });

  test('two equal purchases within one source are two, and two in the next export the same two', async () => {
    expect((await two([{}, {}], [{}, {}])).kept).toEqual(['a:1', 'a:2']);
    expect((await two([{}], [{}, {}])).kept).toEqual(['a:1', 'b:2']);
    expect((await two([{}, {}], [], { withinSource: true })).kept).toEqual(['a:1']);
  });

  test('within one source the same identifier twice is one transaction', async () => {
    expect((await two([{ id: '1' }, { id: '1' }, { id: '2' }], [])).kept).toEqual(['a:1', 'a:3']);
  });

  test('a purchase of every day is none where the file of one month ends and that of the next begins', async () => {
    const days = (month: string, from: number, to: number): Row[] =>
      Array.from({ length: to - from + 1 }, (_, day) => ({
        date: `2024-${month}-${String(from + day).padStart(2, '0')}`,
      }));
    const [january, february] = [days('01', 25, 31), days('02', 1, 7)];
    for (const months of [
      [january, february],
      [february, january],
    ]) {
      const batches = months.flatMap((rows, index) => batchesOf(`month ${index}`, index, rows, 3));
      expect((await run(batches)).decisions).toEqual([]);
    }
    // The same rows are duplicates where the second file holds the end of the first again.
    const overlapping = [
      ...batchesOf('a', 0, january),
      ...batchesOf('b', 1, [...days('01', 30, 31), ...february]),
    ];
    expect((await run(overlapping)).decisions.map(({ row }) => row.row)).toEqual([1, 2]);
  });

  test('the identifier tells which of two equal rows it is', async () => {
    const rows: Row[] = [{ id: 'x-1' }, { id: null }, { id: 'x-2' }];
    const { decisions } = await run([...batchesOf('a', 0, rows), ...batchesOf('b', 1, rows)]);
    expect(decisions.map(({ row, other }) => [row.row, other?.row])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test('a third export is compared with what stays of the first two', async () => {
    const { kept, decisions } = await run([
      ...batchesOf('a', 0, [{}, {}]),
      ...batchesOf('b', 1, [{}, {}]),
      ...batchesOf('c', 2, [{}, {}, { date: '2024-03-03' }]),
    ]);
    expect(kept).toEqual(['a:1', 'a:2', 'c:3']);
    expect(new Set(decisions.map(({ other }) => other?.source))).toEqual(new Set(['a']));
  });

  test('the nearest day is the duplicate, whichever comes first in the file', async () => {
    // The second export goes from new to old and has one purchase more.
    const { kept } = await two(
      [{ date: '2024-03-01' }, { date: '2024-03-02' }],
      [{ date: '2024-03-03' }, { date: '2024-03-02' }, { date: '2024-03-01' }],
    );
    expect(kept).toEqual(['a:1', 'a:2', 'b:1']);
  });
});

describe('decisions', () => {
  test('name the row that stays, say why, hold the row, and can be taken back', async () => {
    const row = { description: 'TESCO STORES', date: '2024-03-02' };
    const { decisions, batches } = await two([{}], [row]);
    expect(decisions).toEqual([
      {
        transformer: 'deduplicate',
        kind: 'near-duplicate',
        row: { source: 'b', row: 1 },
        other: { source: 'a', row: 1 },
        // The same name, one day apart.
        confidence: 0.97,
        evidence: { similarity: 1, daysApart: 1, sameId: false },
        removed: createTransaction({ amount: -12.5, ...row }),
      },
    ]);
    expect(batches[1]?.rejections).toMatchObject([
      { code: 'ROW_DUPLICATE', source: 'b', row: 1, line: null, byteOffset: null, value: 'TE••• ••••ES' },
    ]);
    expect(batches[1]?.rejections[0]?.message).toContain('row 1 of "a"');
    for (const keep of [[{ source: 'b', row: 1 }], () => true]) {
      expect((await two([{}], [row], { keep })).kept).toEqual(['a:1', 'b:1']);
    }
  });

  test('rows taken out can be put back into a table', async () => {
    const { batches, decisions } = await two([{}], [{}]);
    const restored = restoreRows((batches[0] as TransactionBatch).table, decisions);
    expect([...restored.rows()]).toEqual(
      [...batches].flatMap(() => [
        createTransaction({ date: '2024-03-01', description: 'Tesco Stores 6737', amount: -12.5 }),
      ]),
    );
  });
});

describe('what is known already', () => {
  const known = tableSource(
    tableFromRows([
      createTransaction({ date: '2024-03-01', description: 'Tesco Stores 6737', amount: -12.5 }),
    ]),
  );

  test('a near duplicate is taken out; the same row goes on to the loader, once', async () => {
    const near = batchesOf('a', 0, [{ description: 'TESCO', date: '2024-03-02' }]);
    const { kept, decisions } = await run(near, { against: known });
    expect(kept).toEqual([]);
    expect(decisions[0]?.other).toEqual({ source: 'known transactions of 2024-03-01', row: 1 });
    const same = batchesOf('a', 0, [{}, { date: '2024-03-02' }]);
    expect((await run(same, { against: known })).kept).toEqual(['a:1', 'a:2']);
  });

  test('prepare reads it, so that nothing is read during the load', async () => {
    let reads = 0;
    const counting = {
      transactions: () => {
        reads++;
        return known.transactions();
      },
    };
    const prepared = await deduplicate({ against: counting }).prepare?.();
    expect(reads).toBe(1);
    const kept: number[] = [];
    const near = batchesOf('a', 0, [{ description: 'TESCO' }]);
    for await (const batch of prepared?.transform(streamOf(near)) ?? []) kept.push(batch.table.length);
    expect([reads, kept]).toEqual([1, [0]]);
  });
});

const anyRow: fc.Arbitrary<Row> = fc.record({
  date: fc.integer({ min: 1, max: 9 }).map((day) => `2024-03-0${day}`),
  description: fc.constantFrom('TESCO 123', 'Tesco', 'LIDL', 'Lidl Halifax', 'Rent'),
  amount: fc.constantFrom(-5, -6),
  id: fc.constantFrom(null, null, 'A1', 'A2', '77'),
});
const sources = fc.array(fc.array(anyRow, { maxLength: 8 }), { maxLength: 4 });
const batchesOfAll = (all: readonly (readonly Row[])[], size: number): TransactionBatch[] =>
  all.flatMap((rows, index) => batchesOf(`s${index}`, index, rows, size));

describe('properties', () => {
  test('the result does not depend on the size of batches', async () => {
    await fc.assert(
      fc.asyncProperty(sources, fc.constantFrom(3, 50_000), async (all, decideRows) => {
        const expected = await run(batchesOfAll(all, 1_000), { decideRows });
        for (const size of [1, 2, 5]) {
          const other = await run(batchesOfAll(all, size), { decideRows });
          expect(other.kept).toEqual(expected.kept);
          expect(other.decisions).toEqual(expected.decisions);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a source loaded twice adds nothing, and each row that stays takes at most one of each other source', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 12 }), async (drawn) => {
        const rows = drawn.map((row, index) => ({
          ...row,
          id: row.id === null ? null : `${row.id}-${index}`,
        }));
        const once = await run(batchesOfAll([rows], 4));
        const twice = await run(batchesOfAll([rows, rows], 4));
        expect(twice.kept).toEqual(once.kept);
        const pairs = twice.decisions
          .filter(({ row, other }) => row.source !== other?.source)
          .map(({ other }) => JSON.stringify(other));
        expect(new Set(pairs).size).toBe(pairs.length);
      }),
    );
  });
});

describe('tables in memory', () => {
  test('every row may be a duplicate unless sources are told', () => {
    const table = tableFromRows(
      ['Tesco', 'TESCO STORES', 'Lidl'].map((description) =>
        createTransaction({ date: '2024-03-01', description, amount: -5 }),
      ),
    );
    expect(findDuplicates(table)).toMatchObject([{ row: 1, duplicateOf: 0, kind: 'near-duplicate' }]);
    expect(findDuplicates(table, { sources: [0, 0, 1] })).toEqual([]);
    expect(() => findDuplicates(table, { sources: [0] })).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
  });

  test('equal rows in any number do not cost a square', { timeout: 120_000 }, () => {
    const row = createTransaction({ date: '2024-03-01', description: 'Fee', amount: -1 });
    const cpuTime = (length: number): number => {
      const table = tableFromRows(new Array(length).fill(row));
      const sources = Array.from({ length }, (_, index) => (index < length / 2 ? 0 : 1));
      const before = process.cpuUsage();
      expect(findDuplicates(table, { sources }).length).toBe(length / 2);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    // Eight times as many rows cost eight times as much, or 64 times where each is compared with each.
    const growths = [1, 2, 3].map(() => cpuTime(48_000) / cpuTime(6_000));
    expect(Math.min(...growths)).toBeLessThan(24);
  });
});
