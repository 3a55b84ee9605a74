import { existsSync, readFileSync } from 'node:fs';
import {
  createRandom,
  createTransaction,
  fromEpochDay,
  parsePlainDate,
  type Transaction,
  type TransactionInput,
  tableFromRows,
  toEpochDay,
} from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { businessDaysBetween, type FindTransfersOptions, findTransfers } from './find-transfers.js';
import { type MarkTransfersOptions, markTransfers } from './mark-transfers.js';

type Row = Partial<TransactionInput>;
const transaction = (row: Row): Transaction =>
  createTransaction({ date: '2024-03-04', description: 'Purchase', amount: -1, ...row });
const pairsOf = (rows: readonly Row[], options?: FindTransfersOptions): (readonly [number, number])[] =>
  findTransfers(tableFromRows(rows.map(transaction)), options).transfers.map((pair) => [pair.out, pair.in]);

const out: Row = { accountId: 'giro', description: 'Umbuchung', amount: -500 };
const arrival: Row = { accountId: 'savings', description: 'Gutschrift', amount: 500 };

describe('pairs', () => {
  test.each<readonly [string, Row, Row, boolean]>([
    ['with a word for it', out, arrival, true],
    ['over a weekend', { ...out, date: '2024-03-01' }, { ...arrival, date: '2024-03-06' }, true],
    ['four business days', { ...out, date: '2024-03-01' }, { ...arrival, date: '2024-03-07' }, false],
    ['booked a day earlier where it arrives', { ...out, date: '2024-03-05' }, arrival, true],
    ['two days earlier', { ...out, date: '2024-03-06' }, arrival, false],
    ['in one account', out, { ...arrival, accountId: 'giro' }, false],
    ['another currency', out, { ...arrival, currency: 'EUR' }, false],
    ['another amount', out, { ...arrival, amount: 500.01 }, false],
    [
      'a round amount without a word',
      { ...out, description: 'ATM' },
      { ...arrival, description: 'Anna' },
      false,
    ],
    [
      'an odd amount without a word',
      { ...out, description: '4711', amount: -512.37 },
      { ...arrival, description: 'x', amount: 512.37 },
      true,
    ],
  ])('%s', (_, first, second, isPair) => {
    expect(pairsOf([first, second])).toEqual(isPair ? [[0, 1]] : []);
    expect(pairsOf([second, first])).toEqual(isPair ? [[1, 0]] : []);
  });

  test('the number of the other account in the text speaks for a round amount', () => {
    const rows = [
      { ...out, description: 'To DE89 3704 0044 0532 0130 00' },
      { ...arrival, description: 'Eingang' },
    ];
    expect(pairsOf(rows)).toEqual([]);
    const accounts = [{ id: 'giro' }, { id: 'savings', names: ['DE89370400440532013000'] }];
    expect(pairsOf(rows, { accounts })).toEqual([[0, 1]]);
    expect(pairsOf(rows, { accounts: [{ id: 'giro' }] })).toEqual([]);
  });

  test('the best pairing of all is taken, not the first', () => {
    // Nearest first would pair Tuesday with Wednesday and leave Monday without a partner.
    const days = (row: Row, date: string): Row => ({ ...row, date });
    expect(
      pairsOf([
        days(out, '2024-03-04'),
        days(out, '2024-03-07'),
        days(arrival, '2024-03-07'),
        days(arrival, '2024-03-12'),
      ]),
    ).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  test('an odd amount that occurs often says nothing by itself', () => {
    const often = Array.from({ length: 3 }, (_, index) => ({
      amount: -512.37,
      date: `2023-0${index + 1}-10`,
    }));
    const rows = [
      { accountId: 'giro', amount: -512.37 },
      { accountId: 'savings', amount: 512.37, description: 'x' },
    ];
    expect(pairsOf(rows)).toEqual([[0, 1]]);
    expect(pairsOf([...rows, ...often])).toEqual([]);
  });

  test('equal rows are as good as one another', () => {
    expect(pairsOf([out, out, arrival])).toHaveLength(1);
    expect(pairsOf([out, out, arrival, arrival])).toHaveLength(2);
  });

  test('where another account would do as well, both are reported and nothing is decided', () => {
    const { transfers, ambiguous } = findTransfers(
      tableFromRows([out, arrival, { ...arrival, accountId: 'deposit' }].map(transaction)),
    );
    expect(transfers).toEqual([]);
    expect(ambiguous).toEqual([
      { row: 0, candidates: [1, 2] },
      { row: 1, candidates: [0] },
      { row: 2, candidates: [0] },
    ]);
  });

  test('of many equal amounts those of one day belong together, and what two accounts could have is reported', () => {
    const daily = Array.from({ length: 40 }, (_, index) => fromEpochDay(19_784 + index));
    const rows = daily.flatMap((date) => [
      { ...out, date },
      { ...arrival, date },
    ]);
    expect(pairsOf(rows)).toEqual(daily.map((_, index) => [2 * index, 2 * index + 1]));
    const { transfers, ambiguous } = findTransfers(
      tableFromRows(
        [...rows, ...daily.map((date) => ({ ...arrival, date, accountId: 'deposit' }))].map(transaction),
      ),
    );
    expect(transfers).toEqual([]);
    expect(ambiguous.length).toBeGreaterThanOrEqual(80);
  });

  test('business days leave weekends out', () => {
    const day = (text: string): number => toEpochDay(parsePlainDate(text));
    // numpy.busday_count of the day after the first to the day after the second.
    expect(businessDaysBetween(day('2024-03-01'), day('2024-03-04'))).toBe(1);
    expect(businessDaysBetween(day('2024-03-02'), day('2024-03-03'))).toBe(0);
    expect(businessDaysBetween(day('2024-03-01'), day('2024-04-01'))).toBe(21);
    expect(businessDaysBetween(day('2024-04-01'), day('2024-03-01'))).toBe(-21);
    expect(businessDaysBetween(day('1969-12-25'), day('1970-01-01'))).toBe(5);
    expect(() => findTransfers(tableFromRows([]), { businessDays: 1.5 })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});

async function marked(
  batches: readonly TransactionBatch[],
  options?: MarkTransfersOptions,
): Promise<readonly TransactionBatch[]> {
  async function* stream(): AsyncGenerator<TransactionBatch> {
    yield* batches;
  }
  const result: TransactionBatch[] = [];
  for await (const batch of markTransfers(options).transform(stream())) result.push(batch);
  expect(result.map(({ table, rejections, rowsIn }) => rowsIn - table.length - rejections.length)).toEqual(
    batches.map(() => 0),
  );
  return result;
}

const batch = (source: string, rows: readonly Row[]): TransactionBatch =>
  batchOfTable(tableFromRows(rows.map(transaction)), { source });

describe('marks', () => {
  test('both halves get the tag, beside those they have, and a decision names them', async () => {
    const [first, second] = await marked([
      batch('giro.csv', [{ ...out, tags: ['mine'] }, {}]),
      batch('savings.csv', [arrival]),
    ]);
    expect([...(first?.table.rows() ?? [])].map(({ tags }) => tags)).toEqual([['mine', 'transfer'], []]);
    expect(second?.table.row(0).tags).toEqual(['transfer']);
    expect(first?.decisions).toMatchObject([
      {
        transformer: 'mark-transfers',
        kind: 'transfer',
        row: { source: 'giro.csv', row: 1 },
        other: { source: 'savings.csv', row: 1 },
        removed: null,
      },
    ]);
  });

  test('beyond the rows that may be held, what is near is still found, and nothing is lost or marked twice', async () => {
    const filler = Array.from({ length: 30 }, (_, index) => batch('x', [{ amount: -1_000 - index }]));
    const near = [batch('a', [out]), batch('b', [arrival])];
    const result = await marked([...filler, ...near, ...filler], { holdRows: 10 });
    expect(result).toHaveLength(62);
    expect(result.flatMap(({ decisions }) => decisions)).toHaveLength(1);
    const far = await marked([batch('a', [out]), ...filler, batch('b', [arrival])], { holdRows: 10 });
    expect(far.flatMap(({ decisions }) => decisions)).toEqual([]);
  });

  test('the size of batches does not matter', async () => {
    const row = fc.record({
      accountId: fc.constantFrom('a', 'b', 'c'),
      date: fc.integer({ min: 1, max: 9 }).map((day) => `2024-03-0${day}`),
      amount: fc.constantFrom(-500, 500, -12.34, 12.34),
      description: fc.constantFrom('Transfer', 'Umbuchung b', 'Purchase'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 14 }), async (rows) => {
        const whole = await marked([batch('s', rows)]);
        const single = await marked(rows.map((each) => batch('s', [each])));
        const tags = (batches: readonly TransactionBatch[]): unknown =>
          batches.flatMap(({ table }) => [...table.rows()].map((each) => each.tags));
        expect(tags(single)).toEqual(tags(whole));
      }),
      { numRuns: 50 },
    );
  });
});

const ledger = '../shared/data/beancount-example/example.beancount';

/** Postings in dollars to own accounts as rows of their statements, with the number of the entry they are from. */
function statementsOf(text: string): { readonly row: Row; readonly entry: number }[] {
  const rows: { row: Row; entry: number }[] = [];
  let entry = 0;
  let head: { date: string; description: string } | null = null;
  for (const line of text.split('\n')) {
    const start = /^(\d{4}-\d{2}-\d{2}) \* "([^"]*)"(?: "([^"]*)")?/.exec(line);
    if (start !== null) {
      entry++;
      head = { date: start[1] as string, description: `${start[2]} ${start[3] ?? ''}`.trim() };
      continue;
    }
    const posting = /^\s+((?:Assets|Liabilities):\S+)\s+(-?[\d.]+) USD\s*$/.exec(line);
    if (posting !== null && head !== null && Number(posting[2]) !== 0) {
      rows.push({ entry, row: { accountId: posting[1] as string, amount: posting[2] as string, ...head } });
    }
    if (line.trim() === '') head = null;
  }
  return rows;
}

describe.skipIf(!existsSync(ledger))('a ledger of four years whose transfers are known', () => {
  const statements = existsSync(ledger) ? statementsOf(readFileSync(ledger, 'utf8')) : [];
  const truth = new Set<string>();
  for (const [index, { entry, row }] of statements.entries()) {
    const other = statements.findIndex(
      (each, at) =>
        at !== index &&
        each.entry === entry &&
        each.row.accountId !== row.accountId &&
        Number(each.row.amount) === -Number(row.amount),
    );
    if (other >= 0 && Number(row.amount) < 0) truth.add(`${index} ${other}`);
  }

  function measured(change: (row: Row, isArrival: boolean, index: number) => Row): {
    found: number;
    right: number;
    ambiguous: number;
  } {
    const isArrival = new Set([...truth].map((pair) => Number(pair.split(' ')[1])));
    const table = tableFromRows(
      statements.map(({ row }, index) => transaction(change(row, isArrival.has(index), index))),
    );
    const { transfers, ambiguous } = findTransfers(table);
    const right = transfers.filter((pair) => truth.has(`${pair.out} ${pair.in}`)).length;
    return { found: transfers.length, right, ambiguous: ambiguous.length };
  }

  test('as the ledger writes them', () => {
    expect([statements.length, truth.size]).toEqual([1_630, 63]);
    expect(measured((row) => row)).toEqual({ found: 63, right: 63, ambiguous: 0 });
  });

  test('arriving up to three days later, under other texts', () => {
    const random = createRandom(11);
    const texts = ['PAYMENT THANK YOU', 'Deposit', 'Incoming', 'ACH CREDIT 99812'];
    const { found, right } = measured((row, isArrival) =>
      isArrival
        ? {
            ...row,
            date: fromEpochDay(toEpochDay(parsePlainDate(row.date as string)) + random.integer(4)),
            description: texts[random.integer(4)] as string,
          }
        : row,
    );
    // Round amounts under texts without a word for it are left alone.
    expect(right).toBe(found);
    expect(right).toBeGreaterThanOrEqual(55);
  });

  test('under texts that say nothing', () => {
    // The ten round ones are left alone.
    expect(measured((row, _, index) => ({ ...row, description: `Booking ${index}` }))).toEqual({
      found: 53,
      right: 53,
      ambiguous: 0,
    });
  });
});
