import type { ImportField } from '../../normalise/import-field.js';
import type { ColumnFacts } from './column-facts.js';
import { isEarlier } from './date-evidence.js';
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
import { findTexts } from './text-columns.js';

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
  const fields = new Map<ImportField, ColumnChoice>();
  const taken = new Set<ColumnFacts>();
  const column = (field: ImportField): ColumnFacts | null => columns[told.get(field)?.[0] ?? -1] ?? null;
  for (const [field, indices] of told) {
    fields.set(field, { indices, confidence: 1, basis: 'given', reason: 'it was told', alternatives: [] });
    for (const index of indices) taken.add(columns[index] as ColumnFacts);
  }
  const free = (): readonly ColumnFacts[] => columns.filter((each) => !taken.has(each));
  const take = (field: ImportField, chosen: ColumnFacts | null, rest: Partial<ColumnChoice> = {}): void => {
    if (chosen === null || fields.has(field)) return;
    taken.add(chosen);
    fields.set(field, {
      indices: [chosen.index],
      confidence: 1,
      basis: 'inferred',
      reason: chosen.header.isNumber ? 'its values say so' : 'its name says so',
      alternatives: [],
      ...rest,
    });
  };

  const dates = earliestFirst(rankedDates(free()));
  const date = column('date') ?? dates[0] ?? onlyByName('date', free());
  if (!isComplete) {
    const isNamed = date !== null && dateClaim(date) > 0;
    take('date', date, {
      confidence: date === null ? 0 : Math.max(0.3, Math.min(1, isNamed ? dateClaim(date) + 0.03 : 0.9)),
      reason: isNamed ? 'its name says so' : 'its values are dates',
    });
  }
  const fixedMoney = Object.fromEntries(
    (['amount', 'debit', 'credit', 'balance'] as const).flatMap((field) => {
      const fixed = column(field);
      return fixed === null ? [] : [[field, fixed] as const];
    }),
  );
  const isDateLike = (each: ColumnFacts): boolean => each.clearDateShare > 0.8 && dates.includes(each);
  const moneyPool = isComplete ? [] : free().filter((each) => !isDateLike(each));
  const words = column('type') ?? columns.find(isDirection) ?? null;
  const findIn = (pool: readonly ColumnFacts[], fixed: typeof fixedMoney): MoneyColumns | null =>
    findMoney([...pool, ...Object.values(fixed)], fixed, words);
  const amount = isComplete ? null : onlyByName('amount', free());
  const money =
    findIn(moneyPool, fixedMoney) ?? (amount === null ? null : findIn(moneyPool, { ...fixedMoney, amount }));
  if (!isComplete && money !== null) {
    const choice = {
      confidence: money.confidence,
      reason: money.reason,
      alternatives: money.rivals.map(({ index }) => index),
    };
    for (const field of ['amount', 'debit', 'credit'] as const) take(field, money[field], choice);
    take('balance', money.balance, { confidence: money.isProven ? 1 : 0.9 });
  }
  if (!isComplete) {
    take('type', typeColumn(free(), money));
    take('currency', currencyColumn(free(), money));
    for (const field of named) take(field, namedColumn(field, free()));
    const descriptions = told.get('description')?.map((index) => columns[index] as ColumnFacts) ?? null;
    const texts = findTexts(
      free().filter(
        (each) =>
          each.header.aliasRank('description') >= 0 ||
          (!dates.includes(each) && each.amountShare < 0.9 && each.currencyShare < 0.9),
      ),
      descriptions,
    );
    if (descriptions === null && texts.description.length > 0) {
      for (const each of texts.description) taken.add(each);
      fields.set('description', {
        indices: texts.description.map(({ index }) => index),
        confidence: texts.confidence,
        basis: 'inferred',
        reason: texts.reason,
        alternatives: [],
      });
    }
    if (texts.merchantName !== null && !fields.has('merchantName')) {
      taken.add(texts.merchantName);
      fields.set('merchantName', {
        indices: [texts.merchantName.index],
        confidence: 0.9,
        basis: 'inferred',
        reason: 'it names the party',
        alternatives: [],
      });
    }
    const described = (fields.get('description')?.indices ?? []).map(
      (index) => columns[index] as ColumnFacts,
    );
    const isWords = (each: ColumnFacts): boolean =>
      !dates.includes(each) && each !== date && each.amountShare < 0.5 && each.currencyShare < 0.9;
    // It may stand for another field too: the kind of a booking does.
    const fallback = fallbackColumn(columns.filter(isWords), described, date);
    if (fallback !== null && !fields.has('descriptionFallback')) {
      fields.set('descriptionFallback', {
        indices: [fallback.index],
        confidence: 0.9,
        basis: 'inferred',
        reason: 'it has words where the description is blank',
        alternatives: [],
      });
    }
    for (const field of claimed)
      take(field, namedColumn(field, free()) ?? claimedColumn(field, free()), { confidence: 0.9 });
  }
  return { fields, money, date, otherDates: dates.filter((each) => each !== date) };
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
