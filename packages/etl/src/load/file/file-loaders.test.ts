import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createTransaction,
  type Transaction,
  type TransactionTable,
  tableFromRows,
  tableSource,
} from '@titans/core';
import fc from 'fast-check';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loaderConformance } from '../../conformance/loader.js';
import { extract } from '../../extract/extract.js';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { Rejection } from '../../records/rejection.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import type { Loader } from '../loader.js';
import { csvFile } from './csv-file.js';
import { fileSettings } from './file-columns.js';
import { ndjsonFile } from './ndjson-file.js';
import { parquetFile } from './parquet-file.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titans-file-loaders-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function readBack(path: string): Promise<TransactionTable> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) return tableFromRows([]);
  const statement = await extract(path, fileSettings).table();
  expect(statement.rejections).toEqual([]);
  return statement.transactions;
}

async function* oneBatch(
  rows: readonly Transaction[],
  rejections: readonly Rejection[] = [],
): AsyncGenerator<TransactionBatch> {
  yield { ...batchOfTable(tableFromRows(rows)), rejections, rowsIn: rows.length + rejections.length };
}

const rejection: Rejection = {
  code: 'DATE_INVALID',
  message: 'There is no day 2024-02-30.',
  source: 'a',
  row: 1,
  line: 2,
  byteOffset: 30,
  field: 'date',
  column: 'Date',
  value: '2024-02-30',
};

const textLoaders: readonly (readonly [string, (path: string) => Loader])[] = [
  ['a.csv', (path) => csvFile(path, { escapeFormulas: false })],
  ['a.ndjson', (path) => ndjsonFile(path)],
];

describe.each(textLoaders)('%s', (name, loaderFor) => {
  const cases = loaderConformance(
    async () => {
      const path = join(directory, name);
      return {
        loader: loaderFor(path),
        source: {
          transactions: async (selection) => tableSource(await readBack(path)).transactions(selection),
        },
        close: async () => {},
      };
    },
    { keeps: 'latest' },
  );
  test.each([...cases])('$name', (check) => check.run());

  test('any table is read back as it was', async () => {
    const path = join(directory, name);
    await fc.assert(
      fc.asyncProperty(fc.array(transaction, { maxLength: 6 }), async (rows) => {
        await loaderFor(path).load(oneBatch(rows));
        expect([...(await readBack(path)).rows()]).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });
});

/** In the normal form in which they are kept, without what parts tags. */
const label = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[\s\p{C};|,]+/gu, '').normalize('NFKC'))
  .filter((text) => /^[^\s\p{C};|,]+$/u.test(text) && text.normalize('NFKC') === text);
const name = fc.oneof(
  label,
  fc.constantFrom('a "quoted", b', 'a;b', '=1+1', "'x", '-', '\\N', '__proto__', '+1'),
);
const word = label
  .map((text) => text.toLowerCase())
  .filter((text) => text.normalize('NFKC').toLowerCase() === text);
const amount = fc.tuple(
  fc.constantFrom('USD', 'JPY', 'KWD', 'CLF', 'EUR'),
  fc.integer({ min: -999_999_999, max: 999_999_999 }),
);
const description = fc.oneof(
  name,
  fc
    .tuple(name, fc.constantFrom(' ', '\n', '\r\n', '\t', '\u00a0', ',"'), name)
    .map((parts) => parts.join('')),
);
const transaction: fc.Arbitrary<Transaction> = fc
  .record({
    id: fc.option(label),
    accountId: label,
    date: fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    time: fc.option(fc.constantFrom('00:00:00', '23:59:59', '12:34:56')),
    description,
    amount,
    hasBalance: fc.boolean(),
    category: fc.option(word),
    paymentMethod: fc.constantFrom('cash', 'bank_transfer', 'unknown'),
    status: fc.option(word),
    merchantName: fc.option(label),
    merchantCategoryCode: fc.option(fc.constantFrom('0742', '5411')),
    recurring: fc.option(fc.boolean()),
    tags: fc.array(label, { maxLength: 3 }),
  })
  .map(({ date, amount: [currency, units], hasBalance, ...rest }) => ({
    ...createTransaction({
      ...rest,
      date: date.toISOString().slice(0, 10),
      amount: 1,
      currency,
      paymentMethod: rest.paymentMethod as 'cash',
    }),
    amountMinor: units,
    balanceMinor: hasBalance ? 0 - units : null,
    type: units < 0 ? 'Expense' : 'Income',
  }));

const coffee = createTransaction({
  date: '2024-03-01',
  description: 'Coffee, "black"\nto go',
  amount: '-3.50',
});

describe('the files', () => {
  test('CSV is what another parser reads', async () => {
    const path = join(directory, 'a.csv');
    await csvFile(path).load(oneBatch([coffee]));
    const text = await readFile(path, 'utf8');
    expect(text.split('\r\n')[0]).toBe(
      'id,account_id,date,time,type,description,original_description,amount,currency,balance,category,payment_method,status,reference,receipt_url,merchant_name,merchant_category_code,location,recurring,tags',
    );
    const { data, errors } = Papa.parse<Record<string, string>>(text, {
      header: true,
      delimiter: ',',
      skipEmptyLines: true,
    });
    expect(errors).toEqual([]);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      original_description: 'Coffee, "black"\nto go',
      amount: '-3.50',
      currency: 'USD',
    });
  });

  // The characters of OWASP's page on CSV injection, alone, behind spaces and in later lines.
  test.each([
    ['=HYPERLINK("http://evil.example")', '\'=HYPERLINK("http://evil.example")'],
    ['+1+cmd|calc', "'+1+cmd|calc"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    [' =1', "' =1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['a\n=1', "a\n'=1"],
    ['＝1', "'＝1"],
    ['a; =1', "a;' =1"],
    ['-12.50', '-12.50'],
    ['+49', '+49'],
    ['a=b', 'a=b'],
    ['1-2', '1-2'],
  ])('%j stands in CSV as %j', async (original, written) => {
    const path = join(directory, 'a.csv');
    const row: Transaction = {
      ...coffee,
      originalDescription: original,
      reference: original,
      tags: [original],
    };
    await csvFile(path).load(oneBatch([row]));
    const { data } = Papa.parse<Record<string, string>>(await readFile(path, 'utf8'), {
      header: true,
      delimiter: ',',
    });
    expect(data[0]).toMatchObject({ original_description: written, reference: written, tags: written });
    expect(data[0]?.amount).toBe('-3.50');
  });

  test('NDJSON holds amounts as texts and tags as a list', async () => {
    const path = join(directory, 'a.ndjson');
    await ndjsonFile(path).load(
      oneBatch([{ ...coffee, tags: ['a', 'b;c'], amountMinor: -900_719_925_474_099 }]),
    );
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      amount: '-9007199254740.99',
      tags: ['a', 'b;c'],
      balance: null,
      recurring: null,
    });
  });

  test.each([
    ['a.csv', (path: string) => csvFile(path)],
    ['a.ndjson', (path: string) => ndjsonFile(path)],
    ['a.parquet', (path: string) => parquetFile(path)],
  ])('%s: rejections are kept beside it, and go with it', async (file, loaderFor) => {
    const path = join(directory, file);
    const loader = loaderFor(path);
    const counts = await loader.load(oneBatch([coffee], [rejection, rejection]));
    expect(counts).toEqual({ loaded: 1, updated: 0, unchanged: 0, quarantined: 2 });
    const kept = (await readFile(`${path}.rejections.ndjson`, 'utf8')).trimEnd().split('\n');
    expect(kept.map((line) => JSON.parse(line))).toEqual([rejection, rejection]);
    expect((await readdir(directory)).sort()).toEqual([file, `${file}.rejections.ndjson`]);

    await loader.load(oneBatch([coffee]));
    expect(await readdir(directory)).toEqual([file]);
  });

  test.each([
    ['a.csv', (path: string) => csvFile(path)],
    ['a.parquet', (path: string) => parquetFile(path)],
  ])(
    '%s: a load that fails or is only tried leaves the old file and nothing else',
    async (file, loaderFor) => {
      const path = join(directory, file);
      await writeFile(path, 'old');
      async function* broken(): AsyncGenerator<TransactionBatch> {
        yield* oneBatch([coffee], [rejection]);
        throw new RangeError('the source broke');
      }
      await expect(loaderFor(path).load(broken())).rejects.toThrow(RangeError);
      const counts = await loaderFor(path).load(oneBatch([coffee], [rejection]), { dryRun: true });
      expect(counts).toMatchObject({ loaded: 1, quarantined: 1 });
      expect(await readdir(directory)).toEqual([file]);
      expect(await readFile(path, 'utf8')).toBe('old');
    },
  );

  test('a place that cannot be written is refused', async () => {
    const nowhere = csvFile(join(directory, 'missing', 'a.csv'));
    await expect(nowhere.load(oneBatch([coffee]))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(csvFile(directory).load(oneBatch([coffee], [rejection]))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    await expect(stat(`${directory}.rejections.ndjson`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.skipIf(process.platform === 'win32')(
    'who may not read the old file may not read the new one',
    async () => {
      const path = join(directory, 'a.csv');
      await writeFile(path, 'old', { mode: 0o600 });
      await csvFile(path).load(oneBatch([coffee]));
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    },
  );
});
