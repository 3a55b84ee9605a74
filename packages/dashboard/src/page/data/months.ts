import { monthOf, monthsBefore } from './days.js';
import type { Row } from './transaction-book.js';

/** What came in and went out in a month, in the main unit of the currency; `out` is at least 0. */
export interface MonthFlow {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly in: number;
  readonly out: number;
  readonly count: number;
}

/**
 * The flows of the months up to that of the newest row, oldest first. Months of which not all days were read are left out,
 * except the first one of the account.
 *
 * @param rows Newest first.
 * @param readFrom The day from which all rows are there.
 */
export function monthFlows(
  rows: readonly Row[],
  currency: string,
  { readFrom, isComplete, months }: { readFrom: string; isComplete: boolean; months: number },
): readonly MonthFlow[] {
  const newest = rows[0]?.transaction.date;
  if (newest === undefined) return [];
  const first = monthsBefore(newest, months - 1);
  const flows = new Map<string, { in: number; out: number; count: number }>();
  const begin = isComplete ? monthOf(readFrom) : monthOf(nextMonth(readFrom));
  for (let back = months - 1; back >= 0; back--) {
    const month = monthOf(monthsBefore(newest, back));
    if (month >= begin) flows.set(month, { in: 0, out: 0, count: 0 });
  }
  for (const { transaction } of rows) {
    if (transaction.date < first) break;
    if (transaction.currency !== currency) continue;
    const flow = flows.get(monthOf(transaction.date));
    if (flow === undefined) continue;
    flow.count += 1;
    if (transaction.amount >= 0) flow.in += transaction.amount;
    else flow.out -= transaction.amount;
  }
  return [...flows].map(([month, flow]) => ({ month, ...flow }));
}

/** The month itself where it is its first day, else the next. */
function nextMonth(day: string): string {
  return day.endsWith('-01') ? day : monthsBefore(day, -1);
}

/** The currency of most rows; `USD` without any. */
export function mainCurrency(rows: readonly Row[]): string {
  const counts = new Map<string, number>();
  for (const { transaction } of rows) {
    counts.set(transaction.currency, (counts.get(transaction.currency) ?? 0) + 1);
  }
  let [main, most] = ['USD', 0];
  for (const [currency, count] of counts) if (count > most) [main, most] = [currency, count];
  return main;
}
