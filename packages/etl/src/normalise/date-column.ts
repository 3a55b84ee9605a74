import { isTitansError } from '@titans/core';
import { type DateFormat, parseDate } from './dates.js';
import { plainDay } from './plain-bytes.js';
import type { Refusals } from './refusals.js';
import type { ColumnCells } from './text-column.js';
import { isBlankText, missingValue } from './text-readers.js';
import { parseTime } from './times.js';

/** When the records of a batch happened. */
export interface Moments {
  /** Days since 1970-01-01. */
  readonly date: Int32Array;
  /** Seconds since midnight, -1 where no time was written. */
  readonly secondOfDay: Int32Array;
}

/** Texts that are remembered, so that equal ones are read once. */
const mostRemembered = 10_000;
/** Longer ones are no dates, and would take much memory. */
const longestRemembered = 64;

/**
 * Makes a reader of the dates of a batch, and of its times where they have a column of their own.
 *
 * @param columns Numbers of the columns; -1 where there is no time.
 */
export function dateColumn(
  columns: { readonly date: number; readonly time: number },
  format: DateFormat,
  timeZone: string | undefined,
): (cells: ColumnCells, refusals: Refusals) => Moments {
  const moments = remembered((text) => {
    if (isBlankText(text)) throw missingValue('date');
    return parseDate(text, format, timeZone);
  });
  const times = remembered((text) => (isBlankText(text) ? -1 : parseTime(text)));

  return (cells, refusals) => {
    const { bytes, starts, ends, width, length } = cells;
    const date = new Int32Array(length);
    const secondOfDay = new Int32Array(length).fill(-1);
    for (let record = 0, cell = columns.date; record < length; record++, cell += width) {
      const from = starts[cell] as number;
      const to = ends[cell] as number;
      const day = plainDay(bytes, from, to, format);
      if (!Number.isNaN(day)) {
        date[record] = day;
        continue;
      }
      const moment = moments(bytes.toString('utf8', from, to));
      if (isFault(moment)) refusals.refuse(record, 'date', moment);
      else {
        date[record] = moment.day;
        secondOfDay[record] = moment.secondOfDay;
      }
    }
    if (columns.time >= 0) readTimes(cells, secondOfDay, refusals);
    return { date, secondOfDay };
  };

  function readTimes(
    { bytes, starts, ends, width, length }: ColumnCells,
    seconds: Int32Array,
    refusals: Refusals,
  ): void {
    for (let record = 0, cell = columns.time; record < length; record++, cell += width) {
      if (refusals.isRefused[record] === 1) continue;
      const second = times(bytes.toString('utf8', starts[cell], ends[cell]));
      if (isFault(second)) refusals.refuse(record, 'time', second);
      else if (second >= 0) seconds[record] = second;
    }
  }
}

function isFault<T>(value: T | Error): value is Error {
  return isTitansError(value);
}

/** Calls a reader once for each text, and remembers its errors too. */
function remembered<T>(read: (text: string) => T): (text: string) => T | Error {
  const known = new Map<string, T | Error>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= mostRemembered) known.clear();
    let value: T | Error;
    try {
      value = read(text);
    } catch (error) {
      if (!isTitansError(error)) throw error;
      value = error;
    }
    if (text.length <= longestRemembered) known.set(text, value);
    return value;
  };
}
