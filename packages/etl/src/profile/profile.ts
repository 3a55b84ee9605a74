import {
  type CurrencyCode,
  type DictionaryColumn,
  formatMinor,
  fromEpochDay,
  sumMinor,
  type TransactionTable,
  toMajor,
  valueAt,
} from '@titans/core';
import { profileHtml } from './profile-html.js';
import { quantileOfSorted } from './quantiles.js';
import type {
  AmountSummary,
  CurrencyProfile,
  DaySummary,
  GroupSummary,
  OutlierSummary,
  ProfileData,
  TransactionProfile,
} from './transaction-profile.js';

const mostOutliers = 20;
const fenceFactor = 1.5;
const nullableFields = [
  'id',
  'category',
  'status',
  'reference',
  'receiptUrl',
  'merchantName',
  'merchantCategoryCode',
  'location',
  'recurring',
  'tags',
] as const;

/**
 * Describes transactions: totals, dates, categories, payment methods, days, outliers and what is missing. Money is
 * exact. Income and expenses are kept apart, and so are currencies.
 *
 * @throws TitansError `AMOUNT_RANGE` if a sum leaves the safe integers.
 * @example
 * ```ts
 * import { extract, profile } from '@titans/etl';
 *
 * const { transactions } = await extract('statement.csv').table();
 * const described = profile(transactions);
 * console.table(described.currencies[0]?.categories);
 * const page = described.toHtml();
 * ```
 */
export function profile(table: TransactionTable): TransactionProfile {
  const { date, currency, accountId } = table.columns;
  const rowsByCurrency = groupRows(allRows(table), (row) => valueAt(currency, row) as string);
  const currencies = [...rowsByCurrency]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([code, rows]) => profileCurrency(table, code, rows));
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const day of date) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  const data: ProfileData = {
    rows: table.length,
    dates:
      table.length === 0
        ? null
        : { first: fromEpochDay(first), last: fromEpochDay(last), days: last - first + 1 },
    accounts: new Set(accountId.codes).size,
    currencies,
    missing: missingOf(table),
  };
  return Object.freeze({ ...data, toHtml: (title?: string) => profileHtml(data, title) });
}

function profileCurrency(
  table: TransactionTable,
  currency: CurrencyCode,
  rows: readonly number[],
): CurrencyProfile {
  const { type, category, paymentMethod } = table.columns;
  const isIncome = (row: number): boolean => valueAt(type, row) === 'Income';
  const income = rows.filter(isIncome);
  const expense = rows.filter((row) => !isIncome(row));
  return {
    currency,
    total: amounts(table, rows, currency),
    income: amounts(table, income, currency),
    expense: amounts(table, expense, currency),
    categories: groups(table, rows, category, currency),
    paymentMethods: groups(table, rows, paymentMethod, currency),
    daily: days(table, rows, currency),
    outliers: { income: outliers(table, income, currency), expense: outliers(table, expense, currency) },
  };
}

function amounts(table: TransactionTable, rows: readonly number[], currency: CurrencyCode): AmountSummary {
  const sum = sumMinor(minorOf(table, rows));
  return {
    count: rows.length,
    sum: formatMinor(sum, currency),
    mean: formatMinor(rows.length === 0 ? 0 : divideExactly(sum, rows.length), currency),
  };
}

/** The quotient rounded half away from zero, without a fraction on the way. */
function divideExactly(sum: number, count: number): number {
  const magnitude = BigInt(Math.abs(sum));
  const divisor = BigInt(count);
  const rounded = Number((magnitude * 2n + divisor) / (divisor * 2n));
  return sum < 0 && rounded !== 0 ? -rounded : rounded;
}

function groups(
  table: TransactionTable,
  rows: readonly number[],
  column: DictionaryColumn,
  currency: CurrencyCode,
): readonly GroupSummary[] {
  const { date } = table.columns;
  return [...groupRows(rows, (row) => valueAt(column, row))]
    .map(([value, members]) => {
      const dates = members.map((row) => date[row] as number).sort((a, b) => a - b);
      return {
        value,
        ...amounts(table, members, currency),
        first: fromEpochDay(dates[0] as number),
        last: fromEpochDay(dates.at(-1) as number),
      };
    })
    .sort((a, b) => b.count - a.count || compareText(a.value ?? '', b.value ?? ''));
}

function days(
  table: TransactionTable,
  rows: readonly number[],
  currency: CurrencyCode,
): readonly DaySummary[] {
  const { date, type } = table.columns;
  return [...groupRows(rows, (row) => date[row] as number)]
    .sort((a, b) => a[0] - b[0])
    .map(([day, members]) => {
      const sumOf = (kind: 'Income' | 'Expense'): number =>
        sumMinor(
          minorOf(
            table,
            members.filter((row) => valueAt(type, row) === kind),
          ),
        );
      const [income, expense] = [sumOf('Income'), sumOf('Expense')];
      return {
        date: fromEpochDay(day),
        count: members.length,
        income: formatMinor(income, currency),
        expense: formatMinor(expense, currency),
        net: formatMinor(income + expense, currency),
      };
    });
}

function outliers(
  table: TransactionTable,
  rows: readonly number[],
  currency: CurrencyCode,
): OutlierSummary | null {
  if (rows.length === 0) return null;
  const { date, description, amountMinor } = table.columns;
  const sorted = minorOf(table, rows).sort();
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((each) => quantileOfSorted(sorted, each)) as [
    number,
    number,
    number,
  ];
  const lower = q1 - fenceFactor * (q3 - q1);
  const upper = q3 + fenceFactor * (q3 - q1);
  const minor = (row: number): number => amountMinor[row] as number;
  const beyond = rows
    .filter((row) => minor(row) < lower || minor(row) > upper)
    .sort((a, b) => Math.abs(minor(b) - median) - Math.abs(minor(a) - median));
  const major = (value: number): number => toMajor(value, currency);
  return {
    q1: major(q1),
    median: major(median),
    q3: major(q3),
    lowerFence: major(lower),
    upperFence: major(upper),
    count: beyond.length,
    furthest: beyond.slice(0, mostOutliers).map((row) => ({
      date: fromEpochDay(date[row] as number),
      description: valueAt(description, row) as string,
      amount: formatMinor(minor(row), currency),
    })),
  };
}

function missingOf(table: TransactionTable): ProfileData['missing'] {
  const { length, columns } = table;
  const share = (field: string, count: number) => ({
    field,
    count,
    fraction: length === 0 ? 0 : count / length,
  });
  const unknownMethod = columns.paymentMethod.values.indexOf('unknown');
  return [
    ...nullableFields.map((field) => share(field, countCodes(columns[field].codes, -1))),
    share('paymentMethod', unknownMethod === -1 ? 0 : countCodes(columns.paymentMethod.codes, unknownMethod)),
    share(
      'time',
      columns.secondOfDay.reduce((count, second) => count + (second < 0 ? 1 : 0), 0),
    ),
    share(
      'balance',
      columns.balanceMinor.reduce((count, balance) => count + (Number.isNaN(balance) ? 1 : 0), 0),
    ),
  ];
}

function countCodes(codes: Int32Array, wanted: number): number {
  let count = 0;
  for (const code of codes) if (code === wanted) count++;
  return count;
}

function allRows(table: TransactionTable): readonly number[] {
  return Array.from({ length: table.length }, (_, row) => row);
}

function minorOf(table: TransactionTable, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => table.columns.amountMinor[row] as number);
}

function groupRows<K>(rows: readonly number[], keyOf: (row: number) => K): Map<K, number[]> {
  const grouped = new Map<K, number[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const members = grouped.get(key);
    if (members === undefined) grouped.set(key, [row]);
    else members.push(row);
  }
  return grouped;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
