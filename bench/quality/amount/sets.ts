import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  createTransaction,
  isTitansError,
  parsePlainDate,
  type TransactionTable,
  tableFromRows,
} from '@titans/core';
import Papa from 'papaparse';

const data = new URL('../../../../shared/data/', import.meta.url);

/** A set of transactions whose amounts are asked for. */
export interface AmountSet {
  readonly name: string;
  /** `null` where the data are not beside the repository. */
  read(): TransactionTable | null;
}

interface Payment {
  readonly date: string;
  readonly time?: string;
  readonly description: string;
  readonly amount: number;
  readonly currency: string;
  readonly category: string | null;
  readonly accountId?: string;
}

/** Card payments by supplier, category and date; spending is negative. */
const calderdale: AmountSet = {
  name: 'pcard-calderdale',
  read: () =>
    paymentsOf(['pcard-calderdale/transactions.csv.gz'], (row) => ({
      date: row.date ?? '',
      description: row.supplier_name ?? '',
      amount: -Number(row.net_amount),
      currency: 'GBP',
      category: row.merchant_category || null,
    })),
};

const sparkov: AmountSet = {
  name: 'sparkov-sim',
  read: () =>
    paymentsOf(['sparkov-sim/transactions.csv.gz'], (row) => ({
      date: row.trans_date_trans_time?.slice(0, 10) ?? '',
      time: row.trans_date_trans_time?.slice(11) ?? '',
      description: row.merchant ?? '',
      amount: -Number(row.amt),
      currency: 'USD',
      category: row.category || null,
      accountId: row.cc_num ?? '',
    })),
};

/** Seventeen files whose headers differ. Rows without a date are left out. */
const oxford: AmountSet = {
  name: 'spending-oxford',
  read() {
    const folder = new URL('spending-oxford/', data);
    if (!existsSync(folder)) return null;
    const files = readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .sort();
    return paymentsOf(
      files.map((name) => `spending-oxford/${name}`),
      (row) => ({
        date: (row.paiddate ?? '').replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$2-$1'),
        description: row.suppliername ?? '',
        amount: -Number(row.amount),
        currency: 'GBP',
        category: row.expenditurecategory || row.expenditurecatergory || row.expenditureunit || null,
      }),
    );
  },
};

/** Four months of one city, from December 2010 to April 2012. */
const leeds: AmountSet = {
  name: 'spending-leeds',
  read: () =>
    paymentsOf(
      ['2010-12', '2011-01', '2011-06', '2012-04'].map(
        (month) => `messy-open-spending/leeds-clean/${month}.csv.gz`,
      ),
      (row) => ({
        date: row.datepaid ?? '',
        description: row.suppliername ?? '',
        amount: -Number(row.netamount),
        currency: 'GBP',
        category: row.expenditurecategory?.toLowerCase() || null,
      }),
    ),
};

const original: AmountSet = {
  name: 'titans-finance',
  read: () =>
    paymentsOf(['titans-finance/all_transactions.csv'], (row) => ({
      date: row.date ?? '',
      description: row.description ?? '',
      amount: Number(row.amount),
      currency: 'USD',
      category: row.category || null,
    })),
};

export const amountSets: readonly AmountSet[] = [calderdale, sparkov, oxford, leeds, original];

function paymentsOf(
  paths: readonly string[],
  paymentOf: (row: Readonly<Record<string, string>>) => Payment,
): TransactionTable | null {
  const files = paths.map((path) => new URL(path, data));
  if (!files.every((file) => existsSync(file))) return null;
  const rows = files.flatMap((file) => {
    const bytes = readFileSync(file);
    const text = (file.pathname.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    return Papa.parse<Record<string, string>>(text, {
      header: true,
      skipEmptyLines: true,
      // "Paid Date", "paid_date" and "PaidDate" are one column.
      transformHeader: (name) =>
        paths.length > 1 ? name.toLowerCase().replace(/[^a-z]/g, '') : lowerFirst(name),
    }).data;
  });
  return tableFromRows(
    rows.flatMap((row) => {
      const { date, ...payment } = paymentOf(row);
      try {
        const amount = payment.amount.toFixed(2);
        return [createTransaction({ ...payment, amount, date: parsePlainDate(date) })];
      } catch (error) {
        if (isTitansError(error)) return [];
        throw error;
      }
    }),
  );
}

function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
