import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { TransactionQuery } from '@titans/models';
import Papa from 'papaparse';

/** A payment with what a transaction needs; money that went out is negative. */
export type Payment = TransactionQuery &
  Readonly<Record<'accountId' | 'date' | 'time' | 'description' | 'category' | 'currency', string>> & {
    readonly amount: number;
  };

export const cardsPath: string = fileURLToPath(
  new URL('../../../../shared/data/sparkov-sim/transactions.csv.gz', import.meta.url),
);
export const paymentsPath: string = fileURLToPath(
  new URL('../../../../shared/data/pcard-calderdale/transactions.csv.gz', import.meta.url),
);
export const hasCards: boolean = existsSync(cardsPath);
export const hasPayments: boolean = existsSync(paymentsPath);

/** A year of simulated card payments of 199 cards in the order of time, and which of them are frauds. */
export function cardPayments(): {
  readonly payments: readonly Payment[];
  readonly labels: readonly (0 | 1)[];
} {
  const rows = readRows(cardsPath)
    .map((row, index) => ({ row, index, at: row.trans_date_trans_time as string }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.index - b.index))
    .map(({ row }) => row);
  return {
    payments: rows.map(
      (row): Payment => ({
        date: row.trans_date_trans_time?.slice(0, 10) as string,
        time: row.trans_date_trans_time?.slice(11) as string,
        accountId: row.cc_num as string,
        description: row.merchant as string,
        category: row.category as string,
        amount: -Number(row.amt),
        currency: 'USD',
      }),
    ),
    labels: rows.map((row) => (row.is_fraud === '1' ? 1 : 0)),
  };
}

/** The rows of a file by the names of its columns. */
export function readRows(path: string): readonly Readonly<Record<string, string | undefined>>[] {
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}
