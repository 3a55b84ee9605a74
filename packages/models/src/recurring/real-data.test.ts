import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { createTransaction, parsePlainDate, type Transaction, tableFromRows } from '@titans/core';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { findRecurring } from './find-recurring.js';
import { checkingAccount } from './testing/checking-account.js';

const data = new URL('../../../../../shared/data/', import.meta.url);
const ledger = fileURLToPath(new URL('beancount-example/example.beancount', data));
const purchasingCards = fileURLToPath(new URL('pcard-calderdale/transactions.csv.gz', data));
const cards = fileURLToPath(new URL('sparkov-sim/transactions.csv.gz', data));

describe.skipIf(!existsSync(ledger))('on a ledger of four years', () => {
  const { streams } = findRecurring(existsSync(ledger) ? checkingAccount(ledger) : []);
  const streamOf = (payee: string) => streams.find((stream) => stream.payee?.startsWith(payee));

  test('wages every other Thursday, bills every month', () => {
    expect(streamOf('babble payroll')).toMatchObject({
      direction: 'income',
      schedule: { frequency: 'fortnightly' },
      firstDate: '2019-01-03',
      lastDate: '2022-12-29',
      missed: [],
      next: { date: '2023-01-12' },
    });
    for (const bill of [
      'edison power',
      'verizon wireless',
      'wine tarner cable',
      'riverbank properties',
      'bank fees',
    ]) {
      expect([bill, streamOf(bill)?.schedule.frequency]).toEqual([bill, 'monthly']);
    }
  });

  test('rent that was not booked in the last month is missed', () => {
    // The ledger has 47 rents of 2,400.00, the last on 6 November, and ends with December.
    const rent = streamOf('riverbank properties');
    expect(rent?.rows).toHaveLength(47);
    expect(rent?.amount).toMatchObject({ kind: 'fixed', lastMinor: -240_000 });
    expect(rent?.missed).toEqual(['2022-12-04']);
  });
});

describe('on cards', () => {
  test.skipIf(!existsSync(purchasingCards))('subscriptions among real purchases', () => {
    const rows = rowsOf(
      purchasingCards,
      ({ date = '', supplier_name = '', net_amount = '', expense_area = '' }) => ({
        date: parsePlainDate(date),
        description: supplier_name,
        amount: -Number(net_amount),
        currency: 'GBP',
        accountId: expense_area || 'none',
      }),
    );
    const { streams } = findRecurring(tableFromRows(rows));
    const frequencyOf = (payee: string) =>
      streams.find((stream) => stream.payee === payee)?.schedule.frequency;
    expect(frequencyOf('mailchimp')).toBe('monthly');
    expect(frequencyOf('amazon prime')).toBe('monthly');
    expect(frequencyOf('surveymonkey')).toBe('yearly');
    // Of 46,191 purchases at thousands of suppliers.
    expect(streams.length).toBeLessThan(60);
  });

  test.skipIf(!existsSync(cards))(
    'none among 176,842 purchases at random times',
    () => {
      const rows = rowsOf(cards, ({ trans_date_trans_time = '', merchant = '', amt = '', cc_num = '' }) => ({
        date: parsePlainDate(trans_date_trans_time.slice(0, 10)),
        description: merchant,
        amount: -Number(amt),
        accountId: cc_num,
      }));
      expect(findRecurring(tableFromRows(rows)).streams).toEqual([]);
    },
    60_000,
  );
});

function rowsOf(
  file: string,
  read: (record: Readonly<Record<string, string>>) => Parameters<typeof createTransaction>[0],
): Transaction[] {
  const text = gunzipSync(readFileSync(file)).toString();
  const { data: records } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  return records.map((record) => createTransaction(read(record)));
}
