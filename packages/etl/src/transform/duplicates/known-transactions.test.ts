import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTransaction,
  type TransactionInput,
  type TransactionSelection,
  type TransactionSource,
  tableFromRows,
  tableSource,
} from '@titans/core';
import { expect, test } from 'vitest';
import { extract } from '../../extract/extract.js';
import { pipeline } from '../../pipeline/pipeline.js';
import { describeOnEngines } from '../../testing/warehouse-engines.js';
import { rowComparison } from './compared-rows.js';
import { deduplicate } from './deduplicate.js';
import { type KnownSource, knownTransactions } from './known-transactions.js';
import type { ComparedRow } from './remembered-rows.js';

const known = (rows: readonly Partial<TransactionInput>[]): TransactionSource =>
  tableSource(
    tableFromRows(
      rows.map((row) =>
        createTransaction({ date: '2024-03-01', description: 'Tesco', amount: -5, accountId: 'a', ...row }),
      ),
    ),
  );

/** A source with a snapshot that writes down what it is asked for. */
function watched(source: TransactionSource): {
  source: KnownSource;
  asked: Omit<TransactionSelection, 'signal'>[];
} {
  const asked: TransactionSelection[] = [];
  const transactions: TransactionSource['transactions'] = (selection = {}) => {
    asked.push(selection);
    return source.transactions(selection);
  };
  return { asked, source: { transactions, snapshot: async () => ({ transactions }) } };
}

const rowsOf = (days: readonly number[], comparedRow = rowComparison()): readonly ComparedRow[] => {
  const row = createTransaction({ date: '2024-03-01', description: 'Tesco', amount: -5, accountId: 'a' });
  const compared = comparedRow(tableFromRows([row]), 0, { sourceIndex: 0, row: 1 });
  return days.map((day) => ({ ...compared, day: compared.day + day }));
};

test('only days near the rows at hand are asked for, some at a time, of their accounts', async () => {
  const { source, asked } = watched(known([{}]));
  const comparedRow = rowComparison();
  const held = await knownTransactions(source, 3, comparedRow, {});
  expect(asked).toEqual([]);
  await held.around(rowsOf([0, 2, 200], comparedRow), new Set(['a', 'b']), {});
  // Six days before the first to six days after the last of each group.
  const groups = [
    { from: '2024-02-24', to: '2024-03-09' },
    { from: '2024-09-11', to: '2024-09-23' },
  ];
  expect(asked).toEqual(['a', 'b'].flatMap((accountId) => groups.map((group) => ({ accountId, ...group }))));
  asked.length = 0;
  // 60 days, of all of many accounts: 31 days first, then as many as hold few rows.
  const accounts = new Set(Array.from({ length: 9 }, (_, index) => `${index}`));
  await held.around(
    rowsOf(
      Array.from({ length: 48 }, (_, day) => day),
      comparedRow,
    ),
    accounts,
    {},
  );
  expect(asked).toEqual([
    { from: '2024-02-24', to: '2024-03-25' },
    { from: '2024-03-26', to: '2024-04-23' },
  ]);
});

test('only rows of amounts at hand are kept, numbered by account and day', async () => {
  const { source } = watched(
    known([{ amount: -7 }, {}, { accountId: 'b' }, {}, { date: '2024-03-02' }, { date: '2024-03-20' }]),
  );
  const comparedRow = rowComparison();
  const [row] = rowsOf([0], comparedRow) as [ComparedRow];
  const around = await (await knownTransactions(source, 3, comparedRow, {})).around(
    [row],
    new Set(['a']),
    {},
  );
  expect(around.same(row).map((same) => same.row)).toEqual([2, 3]);
  const near: [number, number][] = [];
  around.near(row, { days: 3, isOwnVisited: false, cursor: null }, (seen) =>
    near.push([seen.day - row.day, seen.row]),
  );
  expect(near.sort()).toEqual([
    [0, 2],
    [0, 3],
    [1, 1],
  ]);
  expect([0, 1, 2].map((later) => around.covers({ ...row, day: row.day + later }))).toEqual([
    true,
    true,
    false,
  ]);
});

/** A month in which many purchases share day, amount and a like name. */
function denseCsv(): Uint8Array {
  const shops = ['Tesco Stores 6737', 'TESCO STORES', 'Lidl', 'Lidl Halifax', 'Coffee', 'COFFEE LONDON'];
  const lines = Array.from({ length: 6_000 }, (_, index) => {
    const day = String(1 + ((index * 7) % 10)).padStart(2, '0');
    const id = index % 2 === 0 ? `x-${index}` : '';
    return `2024-03-${day},${shops[(index * 11) % 6]},-${1 + ((index * 13) % 4)}.50,${id}`;
  });
  return new TextEncoder().encode(['date,description,amount,id', ...lines].join('\n'));
}

describeOnEngines((engine) => {
  test('a dense file that was loaded is unchanged in every row, tried or loaded again', {
    timeout: 120_000,
  }, async () => {
    const warehouse = await engine.emptyWarehouse();
    const job = pipeline({
      extract: extract({ name: 'dense.csv', bytes: denseCsv() }),
      transform: deduplicate({ against: warehouse }),
      load: warehouse.loader(),
    });
    expect((await job.run()).rows).toMatchObject({ in: 6_000, loaded: 6_000 });
    for (const dryRun of [true, false]) {
      expect((await job.run({ dryRun })).rows).toEqual({
        in: 6_000,
        loaded: 0,
        updated: 0,
        unchanged: 6_000,
        quarantined: 0,
      });
    }
  });

  test.each(['run', 'source'] as const)(
    'rows of the same run are met once, committed by %s',
    async (commit) => {
      const warehouse = await engine.emptyWarehouse();
      // Two purchases in each export, written differently: nothing of the first may be counted twice.
      const exports = ['Tesco Stores 6737', 'TESCO'].map(
        (shop) => `date,description,amount\n2024-03-01,${shop},-5.00\n2024-03-01,${shop},-5.00\n`,
      );
      const files = [...exports, `${exports[1]}2024-03-01,TESCO,-5.00\n`];
      const directory = await mkdtemp(join(tmpdir(), 'titans-known-'));
      for (const [index, text] of files.entries()) await writeFile(join(directory, `${index}.csv`), text);
      const report = await pipeline({
        extract: extract(`${directory}/*.csv`),
        transform: deduplicate({ against: warehouse }),
        load: warehouse.loader(),
      }).run({ commit });
      await rm(directory, { recursive: true });
      expect(report.rows).toEqual({ in: 7, loaded: 3, updated: 0, unchanged: 0, quarantined: 4 });
    },
  );

  test('overlapping files loaded again change nothing, though they state other balances', async () => {
    const warehouse = await engine.emptyWarehouse();
    const directory = await mkdtemp(join(tmpdir(), 'titans-overlap-'));
    const header = 'Date,Description,Amount,Id,Balance';
    const files = [
      [header, '2024-01-02,Tesco,-3.00,F1,97.00', '2024-01-03,Lidl,-4.00,F2,93.00'],
      // The bank counts the balance from another day on; and a card lists the first purchase two days later.
      [header, '2024-01-03,Lidl,-4.00,F2,193.00', '2024-01-05,Amazon,-9.00,F3,184.00'],
      ['Date,Description,Amount', '2024-01-04,TESCO STORES,-3.00', '2024-01-06,Rent,-500.00'],
    ];
    for (const [index, lines] of files.entries())
      await writeFile(join(directory, `${index}.csv`), `${lines.join('\n')}\n`);
    const job = pipeline({
      extract: extract(`${directory}/*.csv`),
      transform: deduplicate({ against: warehouse }),
      load: warehouse.loader(),
    });
    expect((await job.run()).rows).toEqual({ in: 6, loaded: 4, updated: 0, unchanged: 1, quarantined: 1 });
    expect((await job.run()).rows).toEqual({ in: 6, loaded: 0, updated: 0, unchanged: 5, quarantined: 1 });
    await rm(directory, { recursive: true });
  });

  test('a snapshot leaves out what is loaded later', async () => {
    const warehouse = await engine.emptyWarehouse();
    const load = (name: string, day: string) =>
      pipeline({
        extract: extract({
          name,
          bytes: new TextEncoder().encode(`date,description,amount\n${day},Tesco,-5.00\n`),
        }),
        load: warehouse.loader(),
      }).run();
    await load('a.csv', '2024-03-01');
    const snapshot = await warehouse.snapshot();
    await load('b.csv', '2024-03-02');
    expect((await snapshot.transactions()).length).toBe(1);
    expect((await warehouse.transactions()).length).toBe(2);
  });
});

test.each([
  ['no whole number of days', { days: 0.3 }, 'days'],
  ['no rows that are decided together', { decideRows: 0 }, 'decideRows'],
  ['not a number of rows', { rememberRows: Number.NaN }, 'rememberRows'],
  ['a text for a number of rows', JSON.parse('{ "decideRows": "5" }'), 'decideRows'],
  ['no list of rows to keep', JSON.parse('{ "keep": 5 }'), 'keep'],
  ['a row to keep that is none', JSON.parse('{ "keep": [null] }'), 'keep'],
])('%s: refused at once', (_, options, field) => {
  expect(() => deduplicate(options)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field } }),
  );
});

test.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
  ['a snapshot that gives nothing', { transactions: () => null, snapshot: () => null }, 'against'],
  ['transactions that are no table', { transactions: () => 3 }, 'table'],
])('%s: refused when it is read', async (_, source, field) => {
  // As plain JavaScript passes it.
  const against: unknown = { ...known([]), ...source };
  const transformer = deduplicate({ ...Object.fromEntries([['against', against]]) });
  await expect(transformer.prepare?.({})).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    details: { field },
  });
});

test('a snapshot that is no function is refused at once', () => {
  const against: unknown = { ...known([]), snapshot: 4 };
  expect(() => deduplicate({ ...Object.fromEntries([['against', against]]) })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field: 'against' } }),
  );
});
