import { TitansError } from '@titans/core';
import type { ImportField } from '../../normalise/import-field.js';
import { readBoolean } from '../../normalise/text-readers.js';
import { tryTime } from '../../normalise/times.js';
import { tryType } from '../../normalise/vocabulary.js';
import type { ColumnFacts } from './column-facts.js';
import { codeInName } from './currency-decision.js';
import { headerClaims } from './header-claims.js';
import type { MoneyColumns } from './money-columns.js';

/** Fields that are found by the spellings of their names alone, before the description. */
export const named = [
  'id',
  'time',
  'paymentMethod',
  'status',
  'receiptUrl',
  'merchantCategoryCode',
  'recurring',
  'tags',
] as const;
/** Fields that are found by words in their names too, after it. */
export const claimed = ['category', 'accountId', 'reference', 'location'] as const;

/** Share of the cells that are known words for money in and out. */
function typeShare({ distinct }: ColumnFacts): number {
  let known = 0;
  let all = 0;
  for (const [text, times] of distinct) {
    all += times;
    if (tryType(text) !== null) known += times;
  }
  return all === 0 ? 0 : known / all;
}

/** Whether every cell is a word for money in or out, and both occur. */
export function isDirection(column: ColumnFacts): boolean {
  if (column.distinct.size < 2 || column.distinct.size > 8 || column.fill < 1) return false;
  const directions = new Set([...column.distinct.keys()].map(tryType));
  return directions.size === 2 && !directions.has(null);
}

export function typeColumn(columns: readonly ColumnFacts[], money: MoneyColumns | null): ColumnFacts | null {
  const hasSides = money !== null && (money.debit !== null || money.credit !== null);
  const shapes = money?.amount?.amounts.filter((shape) => shape !== null && /[1-9]/.test(shape.digits)) ?? [];
  const isMixed = shapes.some((shape) => shape?.isNegative) && shapes.some((shape) => !shape?.isNegative);
  const isUnsigned = money?.amount?.amounts.every((shape) => shape === null || !shape.isNegative) ?? false;
  const scored = columns.flatMap((column) => {
    const rank = column.header.aliasRank('type');
    const isEmpty = column.distinct.size === 0;
    const share = typeShare(column);
    const claim = rank >= 0 ? 1 : column.header.claim('type');
    // One word in every row, beside amounts of both signs, says nothing of money in and out.
    if (isMixed && column.distinct.size === 1 && column.texts.length >= 10) return [];
    if (hasSides) return rank >= 0 && (isEmpty || share === 1) ? [{ column, score: 1 }] : [];
    if (rank >= 0 && (isEmpty || share >= 0.5)) return [{ column, score: 1 + share - rank * 0.01 }];
    if (isEmpty || column.distinct.size > 8) return [];
    if (claim > 0.4 && share >= 0.9) return [{ column, score: claim + share }];
    const speaks = new Set([...column.distinct.keys()].map(tryType));
    const isPlain =
      share === 1 && column.fill === 1 && isUnsigned && (speaks.size === 2 || column.header.isNumber);
    return isPlain ? [{ column, score: 0.5 }] : [];
  });
  return best(scored);
}

export function currencyColumn(
  columns: readonly ColumnFacts[],
  money: MoneyColumns | null,
): ColumnFacts | null {
  const amount = money?.amount ?? money?.debit ?? money?.credit ?? null;
  // An amount whose name has the currency is in no other: a column of codes beside it is that of another amount.
  if (amount !== null && codeInName(amount.header.name) !== null) return null;
  const scored = columns.flatMap((column) => {
    const rank = column.header.aliasRank('currency');
    // Inside an object of JSON the currency stands beside its amount: "amount.value" and "amount.currency".
    const isSibling = amount !== null && parentOf(column) !== '' && parentOf(column) === parentOf(amount);
    const claim = rank >= 0 ? 1.1 : isSibling ? siblingClaim(column) : column.header.claim('currency');
    const isNext = amount !== null && Math.abs(column.index - amount.index) === 1 ? 0.2 : 0;
    if (column.texts.length === 0) return claim >= 1 ? [{ column, score: claim }] : [];
    const isCode = [...column.distinct.keys()].every((text) => /^[A-Z]{3}$/.test(text));
    // A column of codes that name no currency of today is taken too: its rows are refused, not read as another one.
    if (rank >= 0 && isCode && column.fill > 0.5 && column.currencyShare < 0.9)
      return [{ column, score: claim + isNext }];
    if (column.currencyShare === 0 || (rank < 0 && column.currencyShare < 0.9)) return [];
    if (claim > 0) {
      // "Net Currency" is that of "Net Debit", not that of "Gross Debit".
      const alike = amount !== null && shareWord(column, amount) ? 0.25 : 0;
      return [{ column, score: claim + isNext + alike + column.fill * 0.3 }];
    }
    return isCode && column.fill > 0.9 && (column.header.isNumber || column.header.words.compact === '')
      ? [{ column, score: 0.3 + isNext }]
      : [];
  });
  return best(scored);
}

/** Whether the names of two columns share a word. */
function shareWord(one: ColumnFacts, other: ColumnFacts): boolean {
  const wordsOf = ({ header }: ColumnFacts): readonly string[] =>
    header.name
      .slice(0, 100)
      .toLowerCase()
      .match(/\p{L}{3,}/gu) ?? [];
  const words = new Set(wordsOf(other));
  return wordsOf(one).some((word) => words.has(word));
}

/** The path of the object that a column of JSON comes from; empty for others. */
function parentOf({ header }: ColumnFacts): string {
  return header.name.slice(0, Math.max(0, header.name.lastIndexOf('.')));
}

/** Above every name that does not stand beside the amount. */
function siblingClaim(column: ColumnFacts): number {
  const leaf = headerClaims(column.header.name.slice(parentOf(column).length + 1), column.index);
  return leaf.claim('currency') + (leaf.claim('currency') > 0 ? 0.2 : 0);
}

export function namedColumn(field: ImportField, columns: readonly ColumnFacts[]): ColumnFacts | null {
  return best(
    columns.flatMap((column) => {
      const rank = column.header.aliasRank(field);
      return rank < 0 || !canBe(field, column)
        ? []
        : [{ column, score: 1 - rank * 0.01 + column.fill * 0.1 }];
    }),
  );
}

export function claimedColumn(
  field: (typeof claimed)[number],
  columns: readonly ColumnFacts[],
): ColumnFacts | null {
  if (field === 'location') return null;
  const meaning = field === 'accountId' ? 'account' : field;
  return best(
    columns.flatMap((column) => {
      const claim = column.header.claim(meaning);
      return claim < 0.7 || !canBe(field, column) || column.fill === 0
        ? []
        : [{ column, score: claim + column.fill * 0.1 }];
    }),
  );
}

/** Whether the values of a column can be those of a field: a name alone does not make them so. */
function canBe(field: ImportField, column: ColumnFacts): boolean {
  const { distinct, texts, fill } = column;
  if (distinct.size === 0) return true;
  const filled = Math.round(texts.length * fill);
  const share = (reads: (text: string) => boolean): number => {
    let held = 0;
    for (const [text, times] of distinct) if (reads(text)) held += times;
    return held / filled;
  };
  switch (field) {
    case 'id':
      return distinct.size === filled;
    case 'accountId':
      return !isAccountByRow(column, filled) && column.clearDateShare < 0.5;
    case 'time':
      return share((text) => tryTime(text) !== null) >= 0.5;
    case 'recurring':
      return share((text) => doesRead(() => readBoolean(text))) >= 0.5;
    case 'merchantCategoryCode':
      return share((text) => /^\d{4}$/.test(text)) >= 0.5;
    case 'receiptUrl':
      return share((text) => /[/:.]/.test(text)) >= 0.5;
    default:
      return share((text) => text.length <= 100) >= 0.99;
  }
}

/**
 * Whether a column has so many values that it is rather the other party's account than the own. The field's own name is
 * believed all the same: a file with it holds what was exported from many accounts.
 */
function isAccountByRow({ header, distinct }: ColumnFacts, filled: number): boolean {
  return header.aliasRank('accountId') !== 0 && distinct.size > Math.max(2, 0.3 * filled);
}

/** A column that is called as an account, and is not taken for the own account because of what it holds. */
export function doubtfulAccount(columns: readonly ColumnFacts[]): ColumnFacts | null {
  return (
    columns.find(
      (column) =>
        (column.header.aliasRank('accountId') >= 0 || column.header.claim('account') >= 0.7) &&
        column.fill > 0 &&
        !canBe('accountId', column),
    ) ?? null
  );
}

export function best(
  scored: readonly { readonly column: ColumnFacts; readonly score: number }[],
): ColumnFacts | null {
  if (scored.length === 0) return null;
  return scored.reduce((a, b) => (b.score > a.score ? b : a)).column;
}

/** Readers of the normaliser say by an error that a text is none of theirs. */
function doesRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof TitansError) return false;
    throw error;
  }
}
