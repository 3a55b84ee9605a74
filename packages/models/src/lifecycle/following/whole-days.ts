import {
  fromEpochDay,
  type PlainDate,
  selectRows,
  type TransactionSource,
  type TransactionTable,
  throwIfAborted,
} from '@titans/core';

/** Rows asked for at once: a database in this process takes 30 ms for them, in which nothing else runs. */
const rowsAtOnce = 1_000;

/** Days to read. */
export interface DayRange {
  readonly from: PlainDate | undefined;
  readonly to: PlainDate;
  readonly signal: AbortSignal | undefined;
}

/** Reads transactions of all accounts, oldest first, in tables of whole days. */
export async function* wholeDays(
  source: TransactionSource,
  { from, to, signal }: DayRange,
): AsyncGenerator<TransactionTable> {
  let first = from;
  const read = (last: PlainDate, limit?: number): Promise<TransactionTable> =>
    source.transactions({
      to: last,
      ...(first !== undefined && { from: first }),
      ...(limit !== undefined && { limit }),
      ...(signal && { signal }),
    });
  while (first === undefined || first <= to) {
    throwIfAborted(signal, 'following transactions');
    const table = await read(to, rowsAtOnce);
    if (table.length < rowsAtOnce) {
      yield table;
      return;
    }
    const { date } = table.columns;
    const last = date[table.length - 1] as number;
    const whole = date.indexOf(last);
    // The rest of the last day may not have been given.
    if (whole > 0) {
      yield selectRows(
        table,
        Array.from({ length: whole }, (_, row) => row),
      );
      first = fromEpochDay(last);
    } else {
      first = fromEpochDay(last);
      yield read(first);
      first = fromEpochDay(last + 1);
    }
  }
}
