import { tryDate } from '../../normalise/dates.js';
import type { ImportField } from '../../normalise/import-field.js';
import type { ColumnFacts } from './column-facts.js';
import { isEarlier } from './date-evidence.js';
import { decideDateFormat } from './date-format.js';
import { fallbackColumn } from './description-fallback.js';
import { findMoney, type MoneyColumns } from './money-columns.js';
import {
  best,
  claimed,
  claimedColumn,
  currencyColumn,
  isDirection,
  named,
  namedColumn,
  typeColumn,
} from './optional-columns.js';
import { findTexts, holdsKinds } from './text-columns.js';

/** Which columns stand for a field, and why. */
export interface ColumnChoice {
  readonly indices: readonly number[];
  readonly confidence: number;
  readonly basis: 'given' | 'inferred';
  readonly reason: string;
  /** Other columns that could be meant as well. */
  readonly alternatives: readonly number[];
}

/** What the columns of a source stand for. */
export interface ChosenColumns {
  readonly fields: ReadonlyMap<ImportField, ColumnChoice>;
  readonly money: MoneyColumns | null;
  readonly date: ColumnFacts | null;
  /** Other columns of dates. */
  readonly otherDates: readonly ColumnFacts[];
}

/** The columns that are not yet taken, and what the others stand for. */
interface Taking {
  readonly fields: Map<ImportField, ColumnChoice>;
  /** The column that was told for a field. */
  told(field: ImportField): ColumnFacts | null;
  free(): readonly ColumnFacts[];
  /** Does nothing where there is no column or the field has one. */
  take(
    field: ImportField,
    chosen: ColumnFacts | readonly ColumnFacts[] | null,
    why?: Partial<Pick<ColumnChoice, 'confidence' | 'reason' | 'alternatives'>>,
  ): void;
}

/**
 * Decides what the columns stand for, by their names and by what they hold.
 *
 * @param told Columns that were told or are fixed by the format, by field; they are never overruled.
 * @param isComplete Whether the format tells all of them, so that there is nothing to find.
 */
export function chooseColumns(
  columns: readonly ColumnFacts[],
  told: ReadonlyMap<ImportField, readonly number[]>,
  isComplete: boolean,
): ChosenColumns {
  const taking = takeTold(columns, told);
  const dates = earliestFirst(rankedDates(taking.free()));
  const date = taking.told('date') ?? dates[0] ?? onlyByName('date', taking.free());
  if (!isComplete && date !== null) {
    const claim = dateClaim(date);
    const confidence = Math.max(0.3, Math.min(1, claim > 0 ? claim + 0.03 : 0.9));
    taking.take('date', date, {
      confidence,
      reason: claim > 0 ? 'its name says so' : 'its values are dates',
    });
  }
  const days = date === null ? [] : daysOf(date, dates);
  const money = moneyOf(columns, taking, dates, isComplete, days);
  if (!isComplete) {
    takeMoney(taking, money);
    taking.take('type', typeColumn(taking.free(), money));
    taking.take('currency', currencyColumn(taking.free(), money));
    for (const field of named) taking.take(field, namedColumn(field, taking.free()));
    takeTexts(columns, taking, told.get('description'), date, dates);
    for (const field of claimed) {
      const chosen = namedColumn(field, taking.free()) ?? claimedColumn(field, taking.free());
      taking.take(field, chosen, { confidence: 0.9 });
    }
  }
  return { fields: taking.fields, money, date, otherDates: dates.filter((each) => each !== date) };
}

function takeTold(
  columns: readonly ColumnFacts[],
  told: ReadonlyMap<ImportField, readonly number[]>,
): Taking {
  const fields = new Map<ImportField, ColumnChoice>();
  const taken = new Set<number>();
  for (const [field, indices] of told) {
    fields.set(field, { indices, confidence: 1, basis: 'given', reason: 'it was told', alternatives: [] });
    for (const index of indices) taken.add(index);
  }
  return {
    fields,
    told: (field) => columns[told.get(field)?.[0] ?? -1] ?? null,
    free: () => columns.filter(({ index }) => !taken.has(index)),
    take(field, chosen, why = {}) {
      const all = [chosen ?? []].flat();
      const [first] = all;
      if (first === undefined || fields.has(field)) return;
      const indices = all.map(({ index }) => index);
      for (const index of indices) taken.add(index);
      const reason = first.header.isNumber ? 'its values say so' : 'its name says so';
      fields.set(field, { indices, confidence: 1, basis: 'inferred', reason, alternatives: [], ...why });
    },
  };
}

function moneyOf(
  columns: readonly ColumnFacts[],
  { told, free }: Taking,
  dates: readonly ColumnFacts[],
  isComplete: boolean,
  days: readonly (readonly (number | null)[])[],
): MoneyColumns | null {
  const fixed = Object.fromEntries(
    (['amount', 'debit', 'credit', 'balance'] as const).flatMap((field) => {
      const column = told(field);
      return column === null ? [] : [[field, column] as const];
    }),
  );
  const isDateLike = (each: ColumnFacts): boolean => each.clearDateShare > 0.8 && dates.includes(each);
  const pool = isComplete ? [] : free().filter((each) => !isDateLike(each));
  const words = told('type') ?? columns.find(isDirection) ?? null;
  const found = findMoney([...pool, ...Object.values(fixed)], fixed, words, days);
  if (found !== null || isComplete) return found;
  const amount = onlyByName('amount', free());
  if (amount === null) return null;
  return findMoney([...pool, ...Object.values(fixed), amount], { ...fixed, amount }, words, days);
}

/** Days of the sampled records, in each way in which they may be read. */
function daysOf(date: ColumnFacts, dates: readonly ColumnFacts[]): readonly (readonly (number | null)[])[] {
  const siblings = dates.filter((each) => each !== date).map((each) => each.dates);
  const { format, alternatives } = decideDateFormat(date.dates, siblings, null);
  return [format, ...alternatives].map((each) => {
    const days = new Map(
      [...date.distinct.keys()].map((text) => [text, tryDate(text, each)?.day ?? null] as const),
    );
    return date.texts.map((text) => days.get(text) ?? null);
  });
}

function takeMoney({ take }: Taking, money: MoneyColumns | null): void {
  if (money === null) return;
  const { confidence, reason, rivals } = money;
  const why = { confidence, reason, alternatives: rivals.map(({ index }) => index) };
  for (const field of ['amount', 'debit', 'credit'] as const) take(field, money[field], why);
  // Our balance is that after a row: one before it is left alone.
  if (money.isProven && money.verification?.stands === 'before') return;
  take('balance', money.balance, { confidence: money.isProven ? 1 : 0.9 });
}

/** Takes the columns of the description and of the party, and what stands in where the description is blank. */
function takeTexts(
  columns: readonly ColumnFacts[],
  { fields, free, take }: Taking,
  told: readonly number[] | undefined,
  date: ColumnFacts | null,
  dates: readonly ColumnFacts[],
): void {
  const columnAt = (index: number): ColumnFacts => columns[index] as ColumnFacts;
  const isText = (each: ColumnFacts): boolean =>
    each.header.aliasRank('description') >= 0 ||
    (!dates.includes(each) && each.amountShare < 0.9 && each.currencyShare < 0.9);
  const texts = findTexts(free().filter(isText), told?.map(columnAt) ?? null);
  take('description', texts.description, { confidence: texts.confidence, reason: texts.reason });
  take('merchantName', texts.merchantName, { confidence: 0.9, reason: 'it names the party' });
  // Some names are those of descriptions with one bank and of categories with another.
  const kinds = free().find((each) => each.header.claim('category') >= 0.6 && holdsKinds(each));
  if (!fields.has('category')) take('category', kinds ?? null, { confidence: 0.8 });
  const described = (fields.get('description')?.indices ?? []).map(columnAt);
  const isWords = (each: ColumnFacts): boolean =>
    each !== date && !dates.includes(each) && each.amountShare < 0.5 && each.currencyShare < 0.9;
  // It may stand for another field too: the kind of a booking does.
  take('descriptionFallback', fallbackColumn(columns.filter(isWords), described, date), {
    confidence: 0.9,
    reason: 'it has words where the description is blank',
  });
}

/** The column that is called so, where no values speak for any: its rows are refused one by one, with their reason. */
function onlyByName(field: 'date' | 'amount', columns: readonly ColumnFacts[]): ColumnFacts | null {
  return best(
    columns.flatMap((column) => {
      const rank = column.header.aliasRank(field);
      const claim = rank >= 0 ? 2 - rank * 0.01 : column.header.claim(field);
      return claim >= 0.9 ? [{ column, score: claim }] : [];
    }),
  );
}

function rankedDates(columns: readonly ColumnFacts[]): readonly ColumnFacts[] {
  return columns
    .map((column) => ({ column, score: dateScore(column) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.column.index - b.column.index)
    .map(({ column }) => column);
}

/**
 * Of columns of dates without names the one with the earlier days comes first: what is bought is booked and valued
 * later.
 */
function earliestFirst(columns: readonly ColumnFacts[]): readonly ColumnFacts[] {
  const [first, ...rest] = columns;
  if (first === undefined || !first.header.isNumber) return columns;
  const rival = rest.find(
    (other) => other.header.isNumber && other.fill >= 0.9 * first.fill && isEarlier(other.dates, first.dates),
  );
  return rival === undefined ? columns : [rival, ...columns.filter((each) => each !== rival)];
}

function dateClaim({ header }: ColumnFacts): number {
  const rank = header.aliasRank('date');
  return rank === 0 ? 0.985 : header.claim('date');
}

function dateScore(column: ColumnFacts): number {
  const claim = dateClaim(column);
  if (column.texts.length === 0) return claim;
  const share = claim > 0 ? column.dateShare : column.clearDateShare;
  // In steps, so that of columns without names the first wins unless another is clearly fuller of dates.
  if (claim === 0) return share < 0.7 ? 0 : (0.35 * Math.round(share * (0.5 + 0.5 * column.fill) * 10)) / 10;
  // Text that says "data" in its name is no date.
  if (share < 0.1 && column.wordShare > 0.5 && column.header.aliasRank('date') < 0) return 0;
  return claim * (0.3 + 0.7 * share) * (0.5 + 0.5 * column.fill);
}
