import { createTransaction, type Transaction, type TransactionSource, tableFromRows } from '@titans/core';
import type { ConformanceCase } from '@titans/core/conformance';
import type { LoadCounts, Loader } from '../load/loader.js';
import { batchOfTable } from '../records/batch-of-table.js';
import type { Rejection } from '../records/rejection.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { requireFunction, requireKnownOptions } from '../validation/arguments.js';
import { requireEqual, requireRejection, requireThat } from './require-that.js';

/** A loader under test, with a way to see what it loaded. */
export interface LoaderUnderTest {
  readonly loader: Loader;
  readonly source: TransactionSource;
  close(): Promise<void>;
}

/** What a loader promises beyond what every loader does. */
export interface LoaderConformanceOptions {
  /**
   * `merged` for loaders that know rows and sources from earlier loads, as a database does; `latest` for those whose
   * every load takes the place of the one before, as a file does. `merged` unless told.
   */
  readonly keeps?: 'merged' | 'latest';
}

/**
 * Checks that every loader must pass: all or nothing, the same rows twice change nothing, equal rows of one source
 * are kept apart, and the counts add up.
 *
 * @param open Gives an empty place to load into, afresh for each case.
 */
export function loaderConformance(
  open: () => Promise<LoaderUnderTest>,
  options: LoaderConformanceOptions = {},
): readonly ConformanceCase[] {
  requireFunction(open, 'open', 'loaderConformance needs a function that opens the loader under test');
  requireKnownOptions(options, ['keeps'], 'loaderConformance');
  const { keeps = 'merged' } = options;
  const named = (name: string, check: (under: LoaderUnderTest) => Promise<void>): ConformanceCase => ({
    name,
    run: async () => {
      const under = await open();
      try {
        await check(under);
      } finally {
        await under.close();
      }
    },
  });

  const merging = [
    named('loads the same rows again without a change', async ({ loader, source }) => {
      const rows = [coffee, coffee, salary];
      await loader.load(batchesOf('a', rows));
      const before = [...(await source.transactions()).rows()];
      for (let time = 2; time <= 3; time++) {
        requireEqual(
          await loader.load(batchesOf('a', rows)),
          counts({ unchanged: 3 }),
          `counts of load ${time}`,
        );
      }
      requireEqual([...(await source.transactions()).rows()], before, 'transactions after three loads');
    }),
    named('keeps equal rows of one source apart, and knows them in the next', async ({ loader, source }) => {
      requireEqual(
        await loader.load(batchesOf('a', [coffee, coffee])),
        counts({ loaded: 2 }),
        'two equal rows',
      );
      const again = await loader.load(batchesOf('b', [coffee, salary, coffee, coffee]));
      requireEqual(again, counts({ loaded: 2, unchanged: 2 }), 'three equal rows, of which two are known');
      requireEqual((await source.transactions()).length, 4, 'rows kept');
    }),
    named('keeps apart what differs in time or reference, in one load or two', async ({ loader, source }) => {
      const morning: Transaction = { ...coffee, time: '09:00:00' };
      const evening: Transaction = { ...coffee, time: '18:00:00' };
      const first: Transaction = { ...salary, reference: '1' };
      const second: Transaction = { ...salary, reference: '2' };
      requireEqual(
        await loader.load(batchesOf('a', [morning, first], 'b', [evening, second])),
        counts({ loaded: 4 }),
        'two sources at once',
      );
      requireEqual(
        await loader.load(batchesOf('b', [evening, first])),
        counts({ unchanged: 2 }),
        'once more',
      );
      const night: Transaction = { ...coffee, time: '23:00:00' };
      requireEqual(await loader.load(batchesOf('c', [night])), counts({ loaded: 1 }), 'another time');
      requireEqual((await source.transactions()).length, 5, 'rows kept');
    }),
    named('gives what was missing to the row that is there', async ({ loader, source }) => {
      await loader.load(batchesOf('a', [coffee]));
      const known: Transaction = { ...coffee, time: '09:00:00', reference: '1' };
      requireEqual(await loader.load(batchesOf('b', [known])), counts({ updated: 1 }), 'counts');
      requireEqual([...(await source.transactions()).rows()], [known], 'transactions');
    }),
    named('matches equal rows by what they hold, in whatever order they come', async ({ loader, source }) => {
      const drinks: Transaction = { ...coffee, category: 'drinks' };
      await loader.load(batchesOf('a', [coffee, drinks]));
      requireEqual(await loader.load(batchesOf('b', [drinks, coffee])), counts({ unchanged: 2 }), 'reversed');
      requireEqual(await loader.load(batchesOf('c', [drinks])), counts({ unchanged: 1 }), 'one of them');
      requireEqual((await source.transactions()).length, 2, 'rows kept');
    }),
    named('counts in a dry run, and keeps nothing', async ({ loader, source }) => {
      await loader.load(batchesOf('a', [salary]));
      const rows = [coffee, { ...salary, category: 'pay' }];
      const counted = await loader.load(batchesOf('b', rows), { dryRun: true });
      requireEqual(counted, counts({ loaded: 1, updated: 1 }), 'counts');
      requireEqual([...(await source.transactions()).rows()], [salary], 'transactions');
      requireEqual(await loader.hasLoaded(checksumOf('b')), false, 'checksum');
      requireEqual(await loader.load(batchesOf('b', rows)), counted, 'counts of the load');
    }),
    named('knows the newest date of each source', async ({ loader }) => {
      if (loader.watermark === undefined) return;
      requireEqual(await loader.watermark('a'), null, 'before');
      await loader.load(batchesOf('a', [coffee, salary]));
      await loader.load(batchesOf('a', [coffee]));
      requireEqual(await loader.watermark('a'), '2024-03-25', 'after an older row');
      requireEqual(await loader.watermark('b'), null, 'another source');
    }),
    named('does not count a source as loaded of which some days were left out', async ({ loader }) => {
      const batch = batchOf('a', [coffee], 0);
      async function* partial(): AsyncGenerator<TransactionBatch> {
        if (batch.summary !== null) yield { ...batch, summary: { ...batch.summary, isPartial: true } };
      }
      await loader.load(partial());
      requireEqual(await loader.hasLoaded(checksumOf('a')), false, 'in part');
      await loader.load(batchesOf('a', [coffee]));
      await loader.load(partial());
      requireEqual(await loader.hasLoaded(checksumOf('a')), true, 'as a whole');
    }),
    named('takes the later of two sources that hold the same row', async ({ loader, source }) => {
      const loaded = await loader.load(batchesOf('a', [coffee], 'b', [{ ...coffee, category: 'drinks' }]));
      requireEqual(loaded, counts({ loaded: 1, unchanged: 1 }), 'counts');
      requireEqual((await source.transactions()).row(0).category, 'drinks', 'category');
    }),
    named('updates what has changed', async ({ loader, source }) => {
      await loader.load(batchesOf('a', [coffee, salary]));
      const recategorised = { ...coffee, category: 'drinks', status: 'paid' };
      const changed = await loader.load(batchesOf('b', [recategorised, salary]));
      requireEqual(changed, counts({ updated: 1, unchanged: 1 }), 'counts');
      requireEqual([...(await source.transactions()).rows()][0], recategorised, 'the updated row');
    }),
    named('knows the sources it has loaded by their checksum', async ({ loader }) => {
      requireEqual(await loader.hasLoaded(checksumOf('a')), false, 'before');
      await loader.load(batchesOf('a', [coffee]));
      requireEqual(await loader.hasLoaded(checksumOf('a')), true, 'after');
      requireEqual(await loader.hasLoaded(checksumOf('b')), false, 'another source');
    }),
    named('can be asked for a checksum by the batches that it loads', async ({ loader, source }) => {
      await loader.load(batchesOf('a', [coffee]));
      async function* unknownOnly(): AsyncGenerator<TransactionBatch> {
        if (!(await loader.hasLoaded(checksumOf('a')))) yield* batchesOf('a', [coffee]);
        if (!(await loader.hasLoaded(checksumOf('b')))) yield batchOf('b', [salary], 0);
      }
      requireEqual(await loader.load(unknownOnly()), counts({ loaded: 1 }), 'counts');
      requireEqual((await source.transactions()).length, 2, 'rows kept');
    }),
  ];

  const replacing = [
    named('puts each load in the place of the one before', async ({ loader, source }) => {
      const rows = [coffee, coffee, salary];
      for (let time = 1; time <= 2; time++) {
        requireEqual(
          await loader.load(batchesOf('a', rows)),
          counts({ loaded: 3 }),
          `counts of load ${time}`,
        );
        requireEqual([...(await source.transactions()).rows()], rows, `transactions after load ${time}`);
      }
      requireEqual(
        await loader.load(batchesOf('b', [salary])),
        counts({ loaded: 1 }),
        'counts of fewer rows',
      );
      requireEqual([...(await source.transactions()).rows()], [salary], 'transactions after fewer rows');
    }),
    named('does not leave out sources of loads that were replaced', async ({ loader }) => {
      await loader.load(batchesOf('a', [coffee]));
      requireEqual(await loader.hasLoaded(checksumOf('a')), false, 'checksum');
    }),
  ];

  return [
    ...(keeps === 'merged' ? merging : replacing),
    named('keeps every field of a transaction', async ({ loader, source }) => {
      const full = [coffee, salary, everyField];
      requireEqual(await loader.load(batchesOf('a', full)), counts({ loaded: 3 }), 'counts');
      const kept = [...(await source.transactions()).rows()];
      requireEqual(kept, [everyField, coffee, salary], 'transactions, oldest first');
    }),
    named('leaves nothing behind where the batches fail', async ({ loader, source }) => {
      await loader.load(batchesOf('a', [salary]));
      const reason = new Error('the source broke');
      async function* broken(): AsyncGenerator<TransactionBatch> {
        yield* batchesOf('b', [coffee, { ...salary, category: 'changed' }]);
        throw reason;
      }
      const thrown = await loader.load(broken()).then(
        () => null,
        (error: unknown) => error,
      );
      requireThat(thrown === reason, `Expected the reason to be passed on, got ${String(thrown)}.`);
      requireEqual([...(await source.transactions()).rows()], [salary], 'transactions');
      requireEqual(await loader.hasLoaded(checksumOf('b')), false, 'the checksum of the broken source');
    }),
    named('leaves nothing behind where the counts are refused', async ({ loader, source }) => {
      const seen: LoadCounts[] = [];
      const refuse = (counted: LoadCounts): void => {
        seen.push(counted);
        throw new RangeError('refused');
      };
      const thrown = await loader.load(batchesOf('a', [coffee]), { onCounted: refuse }).then(
        () => null,
        (error: unknown) => error,
      );
      requireThat(
        thrown instanceof RangeError,
        `Expected the exception of onCounted, got ${String(thrown)}.`,
      );
      requireEqual(seen, [counts({ loaded: 1 })], 'counts before the commit');
      requireEqual((await source.transactions()).length, 0, 'rows kept');
      requireEqual(await loader.hasLoaded(checksumOf('a')), false, 'checksum');
    }),
    named('leaves nothing behind when it is cancelled', async ({ loader, source }) => {
      const abort = new AbortController();
      async function* cancelled(): AsyncGenerator<TransactionBatch> {
        yield* batchesOf('a', [coffee]);
        abort.abort();
        yield* batchesOf('b', [salary]);
      }
      await requireRejection(
        () => loader.load(cancelled(), { signal: abort.signal }),
        ['ABORTED'],
        'cancelled load',
      );
      requireEqual((await source.transactions()).length, 0, 'rows kept');
    }),
    named('counts rejections, and takes a source that is nothing else', async ({ loader, source }) => {
      const only: TransactionBatch = { ...batchOf('a', [], 0), rejections: [rejection], rowsIn: 1 };
      async function* batches(): AsyncGenerator<TransactionBatch> {
        yield only;
      }
      requireEqual(await loader.load(batches()), counts({ quarantined: 1 }), 'counts');
      requireEqual(await loader.load(batches()), counts({ quarantined: 1 }), 'counts of the second load');
      requireEqual((await source.transactions()).length, 0, 'rows kept');
    }),
    named('stores text as it is, whatever it holds', async ({ loader, source }) => {
      const texts = [
        "'; drop table raw_transactions; --",
        '\\N',
        'a\tb\\n"c"',
        '__proto__',
        'Ünïcødé 💶',
        '=1+1',
        '\\.',
      ];
      const rows = texts.map((text) =>
        createTransaction({ date: '2024-05-01', description: text, amount: -1 }),
      );
      requireEqual(await loader.load(batchesOf('a', rows)), counts({ loaded: texts.length }), 'counts');
      requireEqual([...(await source.transactions()).rows()], rows, 'transactions');
    }),
    named('reads by account and by day, both ends included', async ({ loader, source }) => {
      await loader.load(batchesOf('a', [coffee, salary, everyField]));
      const days = await source.transactions({ from: '2024-02-29', to: '2024-03-01' });
      requireEqual([...days.rows()], [everyField, coffee], 'from 29 February to 1 March');
      const account = await source.transactions({ accountId: 'joint' });
      requireEqual([...account.rows()], [everyField], 'the joint account');
    }),
  ];
}

const coffee: Transaction = createTransaction({ date: '2024-03-01', description: 'Coffee', amount: '-3.50' });
const salary: Transaction = createTransaction({
  date: '2024-03-25',
  description: 'Salary',
  amount: '4200.00',
});
const everyField: Transaction = createTransaction({
  id: 'T-1',
  accountId: 'joint',
  date: '2024-02-29',
  time: '23:59:59',
  type: 'Expense',
  description: 'Fullwidth  text',
  amount: '-1234.567',
  currency: 'KWD',
  balance: '99.001',
  category: 'travel',
  paymentMethod: 'debit_card',
  status: 'paid',
  reference: 'R 1',
  receiptUrl: 'https://example.com/1',
  merchantName: 'Airline',
  merchantCategoryCode: '4511',
  location: 'Kuwait',
  recurring: false,
  tags: ['business', 'a "quoted" tag'],
});

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

function counts(given: Partial<LoadCounts>): LoadCounts {
  return { loaded: 0, updated: 0, unchanged: 0, quarantined: 0, ...given };
}

function checksumOf(name: string): string {
  return Buffer.from(name).toString('hex').padStart(64, '0');
}

async function* batchesOf(
  first: string,
  firstRows: readonly Transaction[],
  second?: string,
  secondRows: readonly Transaction[] = [],
): AsyncGenerator<TransactionBatch> {
  yield batchOf(first, firstRows, 0);
  if (second !== undefined) yield batchOf(second, secondRows, 1);
}

function batchOf(name: string, rows: readonly Transaction[], sourceIndex: number): TransactionBatch {
  const summary = {
    name,
    format: 'test',
    sha256: checksumOf(name),
    sizeBytes: 1,
    rowsIn: rows.length,
    rowsRejected: 0,
  };
  return batchOfTable(tableFromRows(rows), { source: name, sourceIndex, summary });
}
