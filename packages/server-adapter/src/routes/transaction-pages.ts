import { Buffer } from 'node:buffer';
import {
  fromEpochDay,
  isPlainDate,
  type PlainDate,
  type TransactionTable,
  toEpochDay,
  toMajor,
} from '@titans/core';
import type { StoredTransaction, TransactionsResponse } from '@titans/core/contract';
import * as z from 'zod/mini';
import { requestError } from '../http/problem.js';

/** Reads the oldest transactions of an account from a day on, at least so many, if there are. */
export type ReadOldest = (
  from: PlainDate | undefined,
  to: PlainDate | undefined,
  limit: number,
) => Promise<TransactionTable>;

/** Which page of an account's transactions is asked for. */
export interface PageQuery {
  readonly from: PlainDate | undefined;
  readonly to: PlainDate | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** Rows of the cursor's day that are read again at first, to find the place after it. */
const mostReadAgain = 10_000;

/**
 * A page of transactions, oldest first. What is stored later does not shift the pages after a cursor: it names the last
 * transaction given by day, time and its place among those of the same time, which are in the order in which they came.
 *
 * @throws TitansError `REQUEST_INVALID` for a cursor that no page gave, and what `read` throws.
 */
export async function transactionPage(read: ReadOldest, query: PageQuery): Promise<TransactionsResponse> {
  const { from, to, limit } = query;
  const after = query.cursor === undefined ? null : cursorOf(query.cursor);
  let wanted = limit + 1 + Math.min(after?.ofDay ?? 0, mostReadAgain);
  for (;;) {
    const table = await read(after?.date ?? from, to, wanted);
    const first = after === null ? 0 : rowAfter(table, after);
    const hasMore = table.length > first + limit;
    if (hasMore || table.length < wanted) {
      const last = Math.min(table.length, first + limit);
      return {
        transactions: Array.from({ length: last - first }, (_, index) =>
          storedTransaction(table, first + index),
        ),
        next_cursor: hasMore ? cursorText(table, last - 1) : null,
      };
    }
    wanted *= 2;
  }
}

/** The last transaction of a page: its day, its second or -1, and how many of that moment and that day came up to it. */
interface Place {
  readonly date: PlainDate;
  readonly second: number;
  readonly count: number;
  readonly ofDay: number;
}

const placeSchema = z.tuple([
  z.string().check(z.refine(isPlainDate)),
  z.int().check(z.gte(-1), z.lt(86_400)),
  z.int().check(z.gte(1)),
  z.int().check(z.gte(1)),
]);

function cursorOf(text: string): Place {
  const parsed = placeSchema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString('utf8')));
  if (parsed.success) {
    const [date, second, count, ofDay] = parsed.data;
    return { date: date as PlainDate, second, count, ofDay };
  }
  const message = 'The cursor is not one that a page gave.';
  throw requestError('REQUEST_INVALID', message, { issues: [{ pointer: '?cursor', message }] });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no cursor.
    return null;
  }
}

function cursorText({ columns: { date, secondOfDay } }: TransactionTable, row: number): string {
  let count = 1;
  while (date[row - count] === date[row] && secondOfDay[row - count] === secondOfDay[row]) count++;
  let ofDay = count;
  while (date[row - ofDay] === date[row]) ofDay++;
  const place = [fromEpochDay(date[row] as number), secondOfDay[row], count, ofDay];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The first row after a place. */
function rowAfter({ length, columns: { date, secondOfDay } }: TransactionTable, place: Place): number {
  const day = toEpochDay(place.date);
  let seen = 0;
  for (let row = 0; row < length; row++) {
    const [ofRow, second] = [date[row] as number, secondOfDay[row] as number];
    if (ofRow > day || (ofRow === day && second > place.second)) return row;
    if (ofRow === day && second === place.second && ++seen > place.count) return row;
  }
  return length;
}

function storedTransaction(table: TransactionTable, index: number): StoredTransaction {
  const row = table.row(index);
  return {
    transaction_id: row.id,
    account_id: row.accountId,
    date: row.date,
    time: row.time,
    type: row.type,
    description: row.description,
    amount: toMajor(row.amountMinor, row.currency),
    currency: row.currency,
    category: row.category,
    payment_method: row.paymentMethod,
    status: row.status,
    merchant_name: row.merchantName,
    location: row.location,
    recurring: row.recurring,
    tags: row.tags,
  };
}
