import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { createTransaction, parsePlainDate, type Transaction } from '@titans/core';
import Papa from 'papaparse';
import { checkingAccount } from '../../packages/models/src/recurring/testing/checking-account.js';

/** Payments of one account that someone else recorded. */
export interface RealAccount {
  readonly name: string;
  readonly rows: readonly Transaction[];
  /** Last days from which thirty days are forecast, counted back from the end, and how far apart. */
  readonly origins: number;
  readonly stepDays: number;
}

const data = new URL('../../../shared/data/', import.meta.url);

/** The sets that lie beside the repository. */
export function realAccounts(): readonly RealAccount[] {
  return [
    {
      name: 'pcard-calderdale',
      file: 'pcard-calderdale/transactions.csv.gz',
      read: purchasingCard,
      origins: 6,
      stepDays: 45,
    },
    {
      name: 'beancount-example',
      file: 'beancount-example/example.beancount',
      read: checkingAccount,
      origins: 8,
      stepDays: 45,
    },
    {
      name: 'titans-finance',
      file: 'titans-finance/all_transactions.csv',
      read: original,
      origins: 4,
      stepDays: 10,
    },
  ].flatMap(({ file, read, ...rest }) => {
    const path = fileURLToPath(new URL(file, data));
    return existsSync(path) ? [{ ...rest, rows: read(path) }] : [];
  });
}

function purchasingCard(path: string): readonly Transaction[] {
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
    .data.filter(({ date = '' }) => date >= '2014')
    .map(({ date = '', supplier_name: description = '', net_amount: amount = '' }) =>
      createTransaction({
        date: parsePlainDate(date),
        description,
        amount: -Math.round(Number(amount) * 100) / 100,
        currency: 'GBP',
      }),
    );
}

function original(path: string): readonly Transaction[] {
  return Papa.parse<Record<string, string>>(readFileSync(path, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data.map((row) =>
    createTransaction({
      date: parsePlainDate(row.Date ?? ''),
      description: row.Description ?? '',
      amount: Number(row.Amount),
    }),
  );
}
