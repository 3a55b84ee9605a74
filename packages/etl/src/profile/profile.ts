import { type CurrencyCode, fromEpochDay, TitansError, type TransactionTable, valueAt } from '@titans/core';
import { requireTable } from '../validation/arguments.js';
import { type AmountTotals, amountTotals } from './amount-totals.js';
import { dailyFlows } from './flows.js';
import { fieldsWithValues, missingOf } from './missing.js';
import { categorySpreads, outliersOf } from './outliers.js';
import { payeesOf } from './payees.js';
import { profileHtml } from './profile-html.js';
import type {
  CategorySpread,
  CurrencyProfile,
  GroupSummary,
  ProfileData,
  TransactionProfile,
} from './transaction-profile.js';

const mostMerchants = 20;

/**
 * Describes transactions: totals, dates, categories, payment methods, merchants, days, weeks, months and weekdays,
 * outliers and what is missing. Money is exact. Income and expenses are kept apart, and so are currencies.
 *
 * @throws TitansError `AMOUNT_RANGE` if the amounts of a currency together leave the safe integers.
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
  requireTable(table, 'profile');
  const { date, currency, accountId } = table.columns;
  const currencies = rowsByCode(currency.codes, currency.values.length)
    .map((rows, code) => ({ code: currency.values[code] as CurrencyCode, rows }))
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => b.rows.length - a.rows.length || compareText(a.code, b.code))
    .map(({ code, rows }) => profileCurrency(table, code, rows));
  const missing = missingOf(table);
  const data: ProfileData = {
    rows: table.length,
    fields: fieldsWithValues(table.length, missing),
    dates: datesOf(date),
    accounts: new Set(accountId.codes).size,
    currencies,
    missing,
  };
  return Object.freeze({ ...data, toHtml: (title?: string) => profileHtml(data, title) });
}

function profileCurrency(
  table: TransactionTable,
  currency: CurrencyCode,
  rows: Uint32Array,
): CurrencyProfile {
  const { date, amountMinor, type, category, paymentMethod } = table.columns;
  const kinds = amountTotals(3);
  const [all, incomes, expenses] = [0, 1, 2] as const;
  const categories = amountTotals(category.values.length + 1);
  const methods = amountTotals(paymentMethod.values.length + 1);
  const payees = payeesOf(table);
  const merchants = amountTotals(payees.names.length);
  const flows = dailyFlows();
  const isIncome = rows.map((row) => (valueAt(type, row) === 'Income' ? 1 : 0));
  let magnitude = 0;
  for (const [index, row] of rows.entries()) {
    const minor = amountMinor[row] as number;
    const day = date[row] as number;
    const hasComeIn = isIncome[index] === 1;
    magnitude += Math.abs(minor);
    kinds.add(all, minor, day);
    kinds.add(hasComeIn ? incomes : expenses, minor, day);
    categories.add((category.codes[row] as number) + 1, minor, day);
    methods.add((paymentMethod.codes[row] as number) + 1, minor, day);
    merchants.add(payees.of(row), minor, day);
    flows.add(day, minor, hasComeIn);
  }
  // Then every sum of some of them is exact too.
  if (!Number.isSafeInteger(magnitude)) {
    throw new TitansError(
      'AMOUNT_RANGE',
      `The amounts in ${currency} are too many and too large to add up exactly.`,
    );
  }
  const income = rows.filter((_, index) => isIncome[index] === 1);
  const expense = rows.filter((_, index) => isIncome[index] === 0);
  return {
    currency,
    fraction: rows.length / table.length,
    total: kinds.amounts(all, currency),
    income: kinds.amounts(incomes, currency),
    expense: kinds.amounts(expenses, currency),
    categories: groups(categories, (group) => category.values[group - 1] ?? null, currency),
    paymentMethods: groups(methods, (group) => paymentMethod.values[group - 1] ?? null, currency),
    merchants: merchants
      .groups()
      .toSorted((a, b) => merchants.magnitude(b) - merchants.magnitude(a) || a - b)
      .slice(0, mostMerchants)
      .map((group) => merchants.group(group, payees.names[group] as string, currency)),
    ...flows.summaries(currency),
    outliers: { income: outliersOf(table, income, currency), expense: outliersOf(table, expense, currency) },
    categoryOutliers: [
      ...categorySpreads(table, income, 'Income', currency),
      ...categorySpreads(table, expense, 'Expense', currency),
    ].sort(byOutliers),
  };
}

function groups(
  totals: AmountTotals,
  nameOf: (group: number) => string | null,
  currency: CurrencyCode,
): readonly GroupSummary[] {
  return totals
    .groups()
    .map((group) => totals.group(group, nameOf(group), currency))
    .sort((a, b) => b.count - a.count || compareText(a.value ?? '', b.value ?? ''));
}

function datesOf(date: Int32Array): ProfileData['dates'] {
  if (date.length === 0) return null;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const day of date) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return {
    first: fromEpochDay(first),
    last: fromEpochDay(last),
    days: last - first + 1,
    activeDays: new Set(date).size,
  };
}

/** The rows of every code, in order. */
function rowsByCode(codes: Int32Array, size: number): readonly Uint32Array[] {
  const sizes = new Uint32Array(size);
  for (const code of codes) if (code >= 0) sizes[code] = (sizes[code] as number) + 1;
  const rows = Array.from(sizes, (count) => new Uint32Array(count));
  const filled = new Uint32Array(size);
  for (const [row, code] of codes.entries()) {
    if (code < 0) continue;
    const at = filled[code] as number;
    (rows[code] as Uint32Array)[at] = row;
    filled[code] = at + 1;
  }
  return rows;
}

function byOutliers(a: CategorySpread, b: CategorySpread): number {
  return (
    b.count - a.count ||
    b.robustCount - a.robustCount ||
    b.rows - a.rows ||
    compareText(a.category ?? '', b.category ?? '')
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
