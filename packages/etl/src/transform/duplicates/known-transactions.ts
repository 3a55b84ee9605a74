import {
  fromEpochDay,
  type TransactionSelection,
  type TransactionSource,
  type TransactionTable,
  tableSource,
  type WorkOptions,
} from '@titans/core';
import { requireMethod, requireTable } from '../../validation/arguments.js';
import type { rowComparison } from './compared-rows.js';
import { type ComparedRow, type NearOptions, rememberedRows, type SeenRow } from './remembered-rows.js';

/** A source whose state can be held, as that of a warehouse: what is loaded later is not read through its snapshot. */
export interface KnownSource extends TransactionSource {
  snapshot?(): Promise<TransactionSource>;
}

/** Known transactions as they are when a run begins. */
export interface KnownTransactions {
  /** Reads those that rows of some accounts are to be compared with. */
  around(
    rows: readonly ComparedRow[],
    accounts: ReadonlySet<string>,
    work: WorkOptions,
  ): Promise<KnownAround>;
}

/** Known rows that share account and amount with rows at hand, at most twice `days` from them. */
export interface KnownAround {
  near(row: ComparedRow, options: NearOptions, visit: (seen: SeenRow) => void): void;
  /** Those that a loader takes for the same row by itself: the same day, and identifier or, without any, text. */
  same(row: ComparedRow): readonly SeenRow[];
  /** Whether there are transactions of the account both before and after a day, at most twice `days` from it. */
  covers(row: ComparedRow): boolean;
}

/** Number of the source of known rows. */
export const knownSource = -1;

/** Far before any row of a run. */
const firstKnownOrder = -(2 ** 50);
/** Queries by account are worth it for few accounts; more are read all at once. */
const mostAccountsApart = 8;
/** Days without a row at hand that are read as well, rather than asking twice. */
const mostDaysBetween = 7;
/** A query for more days takes place where the one before gave few rows, and the other way round. */
const [fewRows, manyRows, mostDays] = [20_000, 80_000, 366];

/**
 * Holds the state of a source. One with a `snapshot` is asked only for the days and accounts of rows at hand, some days
 * at a time, and the rows that share an amount with these are kept; any other is read as a whole at once, since later it
 * may hold what the run itself has loaded.
 */
export async function knownTransactions(
  source: KnownSource,
  days: number,
  comparedRow: ReturnType<typeof rowComparison>,
  work: WorkOptions,
): Promise<KnownTransactions> {
  const isPartial = source.snapshot !== undefined;
  const held = await heldState(source, work);
  const windowDays = 2 * days;
  return {
    async around(rows, accounts, { signal }) {
      const wanted = amountsByAccount(rows);
      const found = foundRows(windowDays);
      const selections =
        accounts.size > mostAccountsApart ? [{}] : [...accounts].map((accountId) => ({ accountId }));
      for (const selection of selections) {
        for (const [first, last] of rangesAround(rows, windowDays)) {
          for await (const table of tablesOf(
            { ...selection, ...(signal === undefined ? {} : { signal }) },
            first,
            last,
          )) {
            collect(table);
          }
        }
      }
      return found;

      function collect(table: TransactionTable): void {
        const number = rowNumbers();
        for (let index = 0; index < table.length; index++) {
          const row = comparedRow(table, index, { sourceIndex: knownSource, row: 0 });
          const place = number(row);
          found.cover(row);
          if (wanted.get(row.account)?.has(row.amountMinor)) found.add({ ...row, row: place });
        }
      }
    },
  };

  /** Tables of whole days, in order. */
  async function* tablesOf(
    selection: TransactionSelection,
    first: number,
    last: number,
  ): AsyncGenerator<TransactionTable> {
    let span = isPartial ? 31 : last - first + 1;
    for (let from = first; from <= last; ) {
      const to = Math.min(last, from + span - 1);
      const table = await held.transactions({ ...selection, from: fromEpochDay(from), to: fromEpochDay(to) });
      yield table;
      from = to + 1;
      if (table.length < fewRows) span = Math.min(mostDays, 2 * span);
      if (table.length > manyRows) span = Math.max(1, Math.floor(span / 4));
    }
  }
}

async function heldState(source: KnownSource, work: WorkOptions): Promise<TransactionSource> {
  if (source.snapshot === undefined) {
    const table = await source.transactions(work);
    requireTable(table, '"against" of deduplicate');
    return tableSource(table);
  }
  const snapshot = await source.snapshot();
  requireMethod(snapshot, 'transactions', 'against', 'The snapshot of "against" must hold transactions');
  return snapshot;
}

/** Numbers the rows of each account and day from 1: the same in every query, since days come whole and in one order. */
function rowNumbers(): (row: ComparedRow) => number {
  const numbers = new Map<number, number>();
  let day = Number.NaN;
  return (row) => {
    if (row.day !== day) numbers.clear();
    day = row.day;
    const number = (numbers.get(row.account) ?? 0) + 1;
    numbers.set(row.account, number);
    return number;
  };
}

function amountsByAccount(rows: readonly ComparedRow[]): ReadonlyMap<number, ReadonlySet<number>> {
  const amounts = new Map<number, Set<number>>();
  for (const { account, amountMinor } of rows) {
    const ofAccount = amounts.get(account) ?? new Set<number>();
    amounts.set(account, ofAccount.add(amountMinor));
  }
  return amounts;
}

/** Days of rows and those around them, as ranges that do not meet. */
function rangesAround(
  rows: readonly ComparedRow[],
  windowDays: number,
): readonly (readonly [number, number])[] {
  const days = [...new Set(rows.map(({ day }) => day))].sort((a, b) => a - b);
  const ranges: [first: number, last: number][] = [];
  for (const day of days) {
    const range = ranges.at(-1);
    if (range !== undefined && day - windowDays <= range[1] + mostDaysBetween) range[1] = day + windowDays;
    else ranges.push([day - windowDays, day + windowDays]);
  }
  return ranges;
}

interface FoundRows extends KnownAround {
  add(row: ComparedRow): void;
  cover(row: ComparedRow): void;
}

function foundRows(windowDays: number): FoundRows {
  const rows = rememberedRows(Number.POSITIVE_INFINITY, firstKnownOrder);
  const byKey = new Map<string, SeenRow[]>();
  const daysOf = new Map<number, Set<number>>();
  return {
    near: rows.near,
    same: (row) => byKey.get(keyOf(row)) ?? [],
    covers({ account, day }) {
      const days = daysOf.get(account);
      const isAny = (step: number): boolean => {
        for (let distance = 0; distance <= windowDays; distance++) {
          if (days?.has(day + step * distance)) return true;
        }
        return false;
      };
      return isAny(-1) && isAny(1);
    },
    add(row) {
      const seen = rows.add(row);
      const key = keyOf(row);
      const same = byKey.get(key);
      if (same === undefined) byKey.set(key, [seen]);
      else same.push(seen);
    },
    cover({ account, day }) {
      const days = daysOf.get(account) ?? new Set<number>();
      daysOf.set(account, days.add(day));
    },
  };
}

function keyOf({ account, amountMinor, day, id, description }: ComparedRow): string {
  return `${account} ${amountMinor} ${day} ${id === null ? `text ${description}` : `id ${id}`}`;
}
