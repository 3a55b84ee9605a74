import { type CurrencyCode, type TransactionTable, toMajor, valueAt } from '@titans/core';
import { compareText } from '../../compare-text.js';

/** Net flow of one account in one currency, one value per day from `firstDay` to the last day of the table. */
export interface DailySeries {
  readonly accountId: string;
  readonly currency: CurrencyCode;
  /**
   * Epoch day of the first value: of the account's first transaction, or of the first after half a year without any,
   * but at most {@link mostSeriesDays} before the end.
   */
  readonly firstDay: number;
  /** Main unit of the currency; 0 on days without a transaction. */
  readonly values: Float64Array;
  /** The same in minor units, exact. */
  readonly minor: Float64Array;
  readonly transactions: number;
}

/** Days that are looked back on: five years. A mistyped year cannot make a series of a million days. */
export const mostSeriesDays = 1_826;
/** Days without a transaction after which an account begins anew, if it has been used for long enough since. */
const longGapDays = 180;
const leastDaysSinceGap = 56;

/**
 * Daily net flows by account and currency, ordered by account and currency. All end on `lastDay`; later rows are left aside.
 * Amounts are summed in minor units, exactly.
 */
export function dailySeries(
  table: TransactionTable,
  lastDay: number = lastDayOf(table),
): readonly DailySeries[] {
  const { columns } = table;
  const minorByKey = new Map<
    string,
    { accountId: string; currency: CurrencyCode; byDay: Map<number, number>; rows: number }
  >();
  for (let row = 0; row < table.length; row++) {
    const accountId = valueAt(columns.accountId, row) as string;
    const currency = valueAt(columns.currency, row) as CurrencyCode;
    if ((columns.date[row] as number) > lastDay) continue;
    const key = flowKey({ accountId, currency });
    let flow = minorByKey.get(key);
    if (flow === undefined) {
      flow = { accountId, currency, byDay: new Map(), rows: 0 };
      minorByKey.set(key, flow);
    }
    const day = columns.date[row] as number;
    flow.byDay.set(day, (flow.byDay.get(day) ?? 0) + (columns.amountMinor[row] as number));
    flow.rows++;
  }
  return [...minorByKey.values()]
    .map(({ accountId, currency, byDay, rows }): DailySeries => {
      const firstDay = Math.max(beginningOf([...byDay.keys()], lastDay), lastDay - mostSeriesDays + 1);
      const minor = Float64Array.from(
        { length: lastDay - firstDay + 1 },
        (_, index) => byDay.get(firstDay + index) ?? 0,
      );
      const values = minor.map((amount) => toMajor(amount, currency));
      return { accountId, currency, firstDay, values, minor, transactions: rows };
    })
    .sort((a, b) => compareText(a.accountId, b.accountId) || compareText(a.currency, b.currency));
}

/** The first day after the last long gap; of all where there is none, or too little after it. */
function beginningOf(days: readonly number[], lastDay: number): number {
  const sorted = [...days].sort((a, b) => a - b);
  let beginning = sorted[0] ?? lastDay;
  for (let index = 1; index < sorted.length; index++) {
    const day = sorted[index] as number;
    const isLongGap = day - (sorted[index - 1] as number) > longGapDays;
    if (isLongGap && lastDay - day >= leastDaysSinceGap) beginning = day;
  }
  return beginning;
}

/** Rows so much later than all others are mistyped or planned, if there are at most so many of them. */
const strayDays = 180;
const mostStray = 0.01;
const leastForStray = 20;

/** Epoch day of the last transaction, but for a few that lie long after all others. The table must not be empty. */
export function lastDayOf(table: TransactionTable): number {
  const days = Int32Array.from(table.columns.date).sort();
  let last = days.length - 1;
  const leastKept = days.length - 1 - Math.max(1, Math.floor(mostStray * days.length));
  for (let index = days.length - 1; index > 0 && index > leastKept; index--) {
    const isFar = (days[index] as number) - (days[index - 1] as number) > strayDays;
    if (isFar && days.length >= leastForStray) last = index - 1;
  }
  return days[last] as number;
}

/** What tells flows apart. */
export function flowKey({ accountId, currency }: Pick<DailySeries, 'accountId' | 'currency'>): string {
  return `${currency} ${accountId}`;
}
