import {
  fromEpochDay,
  maskSample,
  TitansError,
  type Transaction,
  type TransactionTable,
  tableFromRows,
} from '@titans/core';
import { compareText } from '../compare-text.js';
import { valueInWords } from '../value-in-words.js';
import { describeStream } from './describe-stream.js';
import { dayOf, daysOf } from './due-dates.js';
import { groupPayments, nameReader } from './payments.js';
import { withoutRefunds } from './refunds.js';
import { scheduleSearch } from './schedule-search.js';
import { searchPayee } from './search.js';
import { bookingCalendar } from './slots.js';
import type { RecurringOptions, RecurringReport, RecurringStream } from './stream.js';

const usualLevel = 0.9;
const usualFalsePositiveRate = 0.01;

/**
 * Finds payments that recur: wages, rent, subscriptions, bills. Each stream is of one account, currency, direction and
 * payee; a payee with two subscriptions has two streams.
 *
 * A stream is `active` where its dates are so regular that a payee with irregular dates gets one with a probability of
 * at most `falsePositiveRate`, but for the rounding of gaps to days and what is found among the rest; irregular are purchases with independent gap lengths whose standard deviation is at
 * least half their mean. More regular habits, such as shopping on Saturdays, are told from contracts by their amounts,
 * which is a rule and has no rate. The order of the rows does not matter but for which of two duplicates is kept; only
 * rows up to `asOf` are looked at, so that the answer for a day does not change as later rows come in.
 *
 * Time grows in proportion to the rows, and for one payee with rows × streams.
 *
 * @param transactions A table, or rows. `rows` of streams count from 0 in it.
 * @throws TitansError `INVALID_ARGUMENT` for an option outside its range, `DATE_INVALID` for one that is no date.
 * @example
 * ```ts
 * import { createTransaction } from '@titans/core';
 * import { findRecurring } from '@titans/models/recurring';
 *
 * const months = ['01', '02', '03', '04', '05', '06'];
 * const rows = months.map((month) =>
 *   createTransaction({ date: `2024-${month}-15`, description: `Streaming ${month}/24`, amount: -9.99 }),
 * );
 * const [stream] = findRecurring(rows).streams;
 * stream?.schedule.frequency; // 'monthly'
 * stream?.next?.date; // '2024-07-15'
 * ```
 */
export function findRecurring(
  transactions: TransactionTable | Iterable<Transaction>,
  options: RecurringOptions = {},
): RecurringReport {
  const isRead = typeof transactions === 'object' && transactions !== null;
  if (!isRead || !('columns' in transactions || Symbol.iterator in transactions)) {
    throw new TitansError('INVALID_ARGUMENT', 'Give a table of transactions, or a list of them.', {
      details: { field: 'transactions' },
    });
  }
  if (typeof options !== 'object' || options === null) {
    throw new TitansError('INVALID_ARGUMENT', 'Options must be an object.', {
      details: { field: 'options' },
    });
  }
  const { level = usualLevel, falsePositiveRate = usualFalsePositiveRate } = options;
  within('level', level, typeof level === 'number' && level >= 0.8 && level <= 0.95, 'from 0.8 to 0.95');
  within(
    'falsePositiveRate',
    falsePositiveRate,
    falsePositiveRate > 0 && falsePositiveRate <= 0.1,
    'above 0 and at most 0.1',
  );
  const given = options.asOf === undefined ? undefined : dayOf('asOf', options.asOf);
  const holidays = new Set(daysOf('holidays', options.holidays ?? []));
  const table = 'columns' in transactions ? transactions : tableFromRows(transactions);
  if (table.length === 0) {
    const day = given === undefined ? null : fromEpochDay(given);
    return { asOf: day, streams: [], ignoredRows: { afterAsOf: 0, zeroAmount: 0 } };
  }
  const lastDay = table.columns.date.reduce((latest, day) => Math.max(latest, day));
  return recurringFinder(table, { holidays, level, falsePositiveRate })(given ?? lastDay);
}

/**
 * Finds the streams of a table, which must not be empty, as of each day that is asked for. What was weighed for one day
 * is not weighed again for the next, as most dates of most payees are the same.
 *
 * @param options Checked ones; `holidays` are epoch days.
 */
export function recurringFinder(
  table: TransactionTable,
  options: Pick<RecurringOptions, 'level' | 'falsePositiveRate'> & { readonly holidays: ReadonlySet<number> },
): (asOf: number) => RecurringReport {
  const { holidays, level = usualLevel, falsePositiveRate = usualFalsePositiveRate } = options;
  const firstDay = table.columns.date.reduce((earliest, day) => Math.min(earliest, day));
  const schedules = scheduleSearch(bookingCalendar(holidays, firstDay));
  const nameOf = nameReader(table);
  return (asOf) => {
    const { groups: all, afterAsOf, zeroAmount } = groupPayments(table, asOf, nameOf);
    const { groups, refundOf } = withoutRefunds(all);
    const streams = groups.flatMap((payments) =>
      searchPayee(payments, { schedules, falsePositiveRate }).map((match) =>
        describeStream(payments, match, { asOf, level, falsePositiveRate, refundOf }),
      ),
    );
    return {
      asOf: fromEpochDay(asOf),
      streams: streams.sort(inOrder),
      ignoredRows: { afterAsOf, zeroAmount },
    };
  };
}

function inOrder(a: RecurringStream, b: RecurringStream): number {
  return (
    compareText(a.accountId, b.accountId) ||
    compareText(a.currency, b.currency) ||
    compareText(a.direction, b.direction) ||
    (a.rows[0] as number) - (b.rows[0] as number)
  );
}

function within(field: string, value: number, isWithin: boolean, range: string): void {
  if (isWithin) return;
  const shown = maskSample(valueInWords(value));
  throw new TitansError('INVALID_ARGUMENT', `${field} must be ${range}, not ${shown}.`, {
    details: { field },
  });
}
