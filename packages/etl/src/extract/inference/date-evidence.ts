import { type DateFormat, dateFormats, tryDate } from '../../normalise/dates.js';

/**
 * What the dates of a column tell about how they are written: counts only, so that it stays small however many
 * there are.
 */
export interface DateEvidence {
  /** Cells that are not blank. */
  cells: number;
  /** Cells by the formats that read them, one bit for each format in the order of `dateFormats`. */
  readonly readBy: Map<number, number>;
  /** Cells that two formats read as different days, by the bits of both. */
  readonly differ: Map<number, number>;
  /** Days between neighbours, up and down, by format: dates of a statement are in order, or nearly. */
  readonly order: readonly DayOrder[];
  /** Cells without the name of a month, in which numbers can change places. */
  numeric: number;
  /** Cells by the mark between the numbers. */
  readonly separators: Map<string, number>;
  readonly known: Map<string, readonly (number | null)[]>;
}

interface DayOrder {
  last: number | null;
  /** Sum of all days. */
  sum: number;
  steps: number;
  days: number;
  ups: number;
  downs: number;
}

const mostKnown = 4_096;
/** 1950-01-01 and 2099-12-31, in days since 1970-01-01. */
const firstBareDay = -7_305;
const lastBareDay = 47_481;

export function noDateEvidence(): DateEvidence {
  return {
    cells: 0,
    numeric: 0,
    readBy: new Map(),
    differ: new Map(),
    order: dateFormats.map(() => ({ last: null, sum: 0, steps: 0, days: 0, ups: 0, downs: 0 })),
    separators: new Map(),
    known: new Map(),
  };
}

/** Adds one cell; blank ones are no evidence. */
export function observeDate(evidence: DateEvidence, text: string): void {
  if (text === '' || text.trim() === '') return;
  evidence.cells++;
  let days = evidence.known.get(text);
  if (days === undefined) {
    days = mayBeDate(text)
      ? dateFormats.map((format) => plausible(text, tryDate(text, format)?.day ?? null))
      : noDays;
    if (evidence.known.size < mostKnown) evidence.known.set(text, days);
  }
  let bits = 0;
  for (let format = 0; format < days.length; format++) {
    const day = days[format];
    if (day === null || day === undefined) continue;
    bits |= 1 << format;
    follow(evidence.order[format] as DayOrder, day);
    for (let other = 0; other < format; other++) {
      const otherDay = days[other];
      if (otherDay !== null && otherDay !== day) count(evidence.differ, (1 << format) | (1 << other));
    }
  }
  count(evidence.readBy, bits);
  if (bits !== 0 && !/\p{L}{3}/u.test(text)) evidence.numeric++;
  if (bits !== 0) count(evidence.separators, /^\d+\s*([^\d\s])/.exec(text.trim())?.[1] ?? '');
}

/** Cells that the format reads. */
export function readAs({ readBy }: DateEvidence, format: DateFormat): number {
  const bit = 1 << dateFormats.indexOf(format);
  let cells = 0;
  for (const [bits, times] of readBy) if ((bits & bit) !== 0) cells += times;
  return cells;
}

/** Cells that the first format reads and the second does not. */
export function readOnlyAs({ readBy }: DateEvidence, format: DateFormat, not: DateFormat): number {
  const bit = 1 << dateFormats.indexOf(format);
  const other = 1 << dateFormats.indexOf(not);
  let cells = 0;
  for (const [bits, times] of readBy) if ((bits & bit) !== 0 && (bits & other) === 0) cells += times;
  return cells;
}

/** Whether the two formats read a cell as different days. */
export function doDiffer({ differ }: DateEvidence, format: DateFormat, other: DateFormat): boolean {
  return differ.has((1 << dateFormats.indexOf(format)) | (1 << dateFormats.indexOf(other)));
}

/** Share of the cells that some format reads, from 0 to 1. */
export function dateShare({ cells, readBy }: DateEvidence): number {
  return cells === 0 ? 0 : 1 - (readBy.get(0) ?? 0) / cells;
}

const noDays: readonly null[] = dateFormats.map(() => null);
/** Two numbers at least, or eight or fewer digits alone. */
const dateLike = /^[^\d]{0,20}\d{1,8}(?:[^\d]+\d|[.,]?\d*\s*$)/;

/** Spares most texts that are no dates the attempts to read them. */
function mayBeDate(text: string): boolean {
  return text.length <= 60 && dateLike.test(text);
}

/** Bare digits can be anything: they count as a date only from 1950 to 2100. */
function plausible(text: string, day: number | null): number | null {
  if (day === null || !/^\s*\d+(?:[.,]\d+)?\s*$/.test(text)) return day;
  return day >= firstBareDay && day <= lastBareDay ? day : null;
}

/** Whether the dates are on the average before those of the other column, by less than a month. */
export function isEarlier(evidence: DateEvidence, other: DateEvidence): boolean {
  return dateFormats.some((format, index) => {
    const read = readAs(evidence, format);
    const otherRead = readAs(other, format);
    if (read < 0.9 * evidence.cells || otherRead < 0.9 * other.cells || read === 0 || otherRead === 0)
      return false;
    const days = (other.order[index]?.sum ?? 0) / otherRead - (evidence.order[index]?.sum ?? 0) / read;
    return days > 0 && days < 31;
  });
}

function follow(order: DayOrder, day: number): void {
  order.sum += day;
  if (order.last !== null && day !== order.last) {
    order.steps++;
    order.days += Math.abs(day - order.last);
    if (day > order.last) order.ups++;
    else order.downs++;
  }
  order.last = day;
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
