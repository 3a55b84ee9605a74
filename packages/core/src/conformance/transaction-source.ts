import type { PlainDate } from '../calendar/plain-date.js';
import type { TransactionSource } from '../storage/transaction-source.js';
import { createTransaction } from '../transaction/create-transaction.js';
import type { Transaction } from '../transaction/transaction.js';
import { type ConformanceCase, conformanceCase, expectCode, expectEqual } from './conformance.js';

/** A source and what to do with it afterwards. */
export interface TransactionSourceFixture {
  readonly source: TransactionSource;
  close(): Promise<void>;
}

/**
 * What every {@link TransactionSource} must do.
 *
 * @param create Makes a source that holds exactly the given transactions, in whatever order it keeps them.
 */
export function transactionSourceConformance(
  create: (rows: readonly Transaction[]) => Promise<TransactionSourceFixture>,
): readonly ConformanceCase[] {
  const check = (name: string, run: (source: TransactionSource) => Promise<void>): ConformanceCase =>
    conformanceCase(
      () => create(rows),
      (fixture) => fixture.close(),
      name,
      (fixture) => run(fixture.source),
    );
  const descriptions = async (
    source: TransactionSource,
    selection: { accountId?: string; from?: PlainDate; to?: PlainDate },
  ): Promise<string[]> => [...(await source.transactions(selection)).rows()].map((row) => row.description);

  return [
    check('everything is given, oldest first', async (source) => {
      expectEqual(
        await descriptions(source, {}),
        ['leap day', 'untimed', 'morning', 'evening', 'yen'],
        'order',
      );
    }),
    check('every field comes back as it was', async (source) => {
      for (const row of (await source.transactions()).rows()) {
        const original = rows.find((candidate) => candidate.description === row.description);
        expectEqual(row, original, row.description);
      }
    }),
    check('an account is selected by its name; one never seen has no rows', async (source) => {
      expectEqual(await descriptions(source, { accountId: 'savings' }), ['leap day', 'yen'], 'savings');
      expectEqual(await descriptions(source, { accountId: 'unknown' }), [], 'unknown');
    }),
    check('first and last day are inclusive', async (source) => {
      const selection = { from: '2024-02-29', to: '2024-03-01' } as const;
      expectEqual(
        await descriptions(source, selection),
        ['leap day', 'untimed', 'morning', 'evening'],
        'both',
      );
      expectEqual(await descriptions(source, { from: '2024-03-02' }), ['yen'], 'from');
      expectEqual(await descriptions(source, { to: '2024-02-29' }), ['leap day'], 'to');
      expectEqual(
        await descriptions(source, { from: '2024-03-01', to: '2024-02-29' }),
        [],
        'the wrong way round',
      );
    }),
    check('account and days are selected together', async (source) => {
      const selection = { accountId: 'savings', from: '2024-03-01' } as const;
      expectEqual(await descriptions(source, selection), ['yen'], 'rows');
    }),
    check('with a limit at least so many of the oldest are given, in the same order', async (source) => {
      const all = ['leap day', 'untimed', 'morning', 'evening', 'yen'];
      for (const limit of [1, 3, 5, 6]) {
        const given = [...(await source.transactions({ limit })).rows()].map((row) => row.description);
        expectEqual(given, all.slice(0, given.length), `order with ${limit}`);
        expectEqual(given.length >= Math.min(limit, all.length), true, `count with ${limit}`);
      }
      const later = { from: '2024-03-01', limit: 2 } as const;
      const given = [...(await source.transactions(later)).rows()].map((row) => row.description);
      expectEqual(given.slice(0, 2), ['untimed', 'morning'], 'from a day on');
    }),
    check('a day that does not exist is refused', async (source) => {
      await expectCode('DATE_INVALID', () => source.transactions({ from: '2024-02-30' }), 'from');
      await expectCode('DATE_INVALID', () => source.transactions({ to: '2023-02-29' }), 'to');
    }),
    check('a raised signal ends the reading', async (source) => {
      await expectCode('ABORTED', () => source.transactions({ signal: AbortSignal.abort() }), 'transactions');
    }),
  ];
}

const rows: readonly Transaction[] = [
  createTransaction({ date: '2024-03-01', time: '18:30', description: 'evening', amount: -20 }),
  createTransaction({
    id: 'full',
    accountId: 'savings',
    date: '2024-12-31',
    time: '23:59:59',
    description: 'yen',
    amount: '1234567',
    currency: 'JPY',
    balance: -5,
    category: 'travel',
    paymentMethod: 'bank_transfer',
    status: 'Completed',
    reference: 'ref "1"\t\\N',
    receiptUrl: 'https://example.com/receipt?id=1',
    merchantName: 'Größe & Söhne',
    merchantCategoryCode: '0742',
    location: '東京',
    recurring: true,
    tags: ['trip', 'a,b{}"'],
  }),
  createTransaction({
    date: '2024-03-01',
    time: '07:00:01',
    description: 'morning',
    amount: 0,
    type: 'Expense',
  }),
  createTransaction({
    date: '2024-02-29',
    accountId: 'savings',
    description: 'leap day',
    amount: 0.01,
    recurring: false,
  }),
  createTransaction({ date: '2024-03-01', description: 'untimed', amount: '-9999999999.99' }),
];
