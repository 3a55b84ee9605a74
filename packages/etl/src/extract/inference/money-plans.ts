import type { AmountShape } from './amount-shape.js';
import type { ColumnFacts } from './column-facts.js';

/** Columns that may hold the amounts together, and how much speaks for them. */
export interface MoneyPlan {
  readonly amount: ColumnFacts | null;
  readonly debit: ColumnFacts | null;
  readonly credit: ColumnFacts | null;
  readonly score: number;
}

export const emptyPlan: Pick<MoneyPlan, 'amount' | 'debit' | 'credit'> = {
  amount: null,
  debit: null,
  credit: null,
};

export function columnsOf(plan: Pick<MoneyPlan, 'amount' | 'debit' | 'credit'>): readonly ColumnFacts[] {
  return [plan.amount, plan.debit, plan.credit].filter((column) => column !== null);
}

export function couldBeMoney(column: ColumnFacts): boolean {
  if (column.fill === 0) return moneyClaim(column) > 0;
  if (column.amountShare < 0.5)
    return moneyClaim(column) >= 0.9 && column.clearDateShare < 0.5 && column.wordShare < 0.5;
  if (column.clearDateShare > 0.5 && !/[.,]\d\d$/.test(column.texts.find((text) => text !== '') ?? ''))
    return false;
  return moneyClaim(column) > 0 || (!column.isIdentifier && column.amountShare >= 0.8);
}

/** How strongly its name says that a column holds money. */
export function moneyClaim({ header }: ColumnFacts): number {
  return Math.max(
    amountClaim(header),
    header.claim('debit'),
    header.claim('credit'),
    header.claim('balance'),
  );
}

/** Words that say that an amount is in the currency of the account, where others may not be. */
const ownCurrency =
  /\bnative\b(?!.*\(in )|\bin [A-Z]{3}\b|account currency|kontow[aä]hrung|walucie rachunku|billing/i;

function amountClaim(header: ColumnFacts['header']): number {
  const rank = header.aliasRank('amount');
  const claim = rank >= 0 ? 1.05 - rank * 0.01 : header.claim('amount');
  return claim >= 0.9 && ownCurrency.test(header.name) ? claim + 0.08 : claim;
}

export function plansOf(candidates: readonly ColumnFacts[]): readonly MoneyPlan[] {
  const hasNames = candidates.some(({ header }) => !header.isNumber);
  const plans: MoneyPlan[] = candidates.flatMap((column) => {
    const score = amountScore(column, hasNames);
    return score <= 0 ? [] : [{ ...emptyPlan, amount: column, score }];
  });
  for (const debit of candidates) {
    for (const credit of candidates) {
      if (debit === credit) continue;
      const score = sidesScore(debit, credit);
      if (score > 0) plans.push({ amount: null, debit, credit, score });
    }
  }
  for (const column of candidates) {
    const [side, other] =
      column.header.claim('debit') > 0.5 ? (['debit', 'credit'] as const) : (['credit', 'debit'] as const);
    const claim = column.header.claim(side);
    if (claim <= 0.5 || candidates.some((each) => each !== column && each.header.claim(other) > 0.5))
      continue;
    const score = claim * 0.6 * coverage([column]);
    // Money of one side alone has no minus: a column of both signs is one of amounts, whatever its name.
    plans.push({ ...emptyPlan, [isSigned(column) ? 'amount' : side]: column, score });
  }
  return plans;
}

function isSigned({ amounts }: ColumnFacts): boolean {
  return (
    amounts.some((shape) => shape?.isNegative) && amounts.some((shape) => shape !== null && !shape.isNegative)
  );
}

/** How much speaks for one column of amounts, from 0. */
function amountScore(column: ColumnFacts, hasNames: boolean): number {
  const { header, fill } = column;
  if (header.claim('balance') > 0.5) return 0;
  const claim = amountClaim(header);
  const content = contentScore(column);
  // The amount stands in every row, the original one of a foreign currency in few.
  const filled = fill === 0 ? (column.texts.length === 0 ? 1 : 0.1) : 0.2 + 0.8 * fill;
  if (claim > 0) return claim * filled * (column.fill === 0 ? 1 : 0.8 + 0.2 * content);
  if (header.claim('debit') > 0.5 || header.claim('credit') > 0.5) return 0;
  if (
    hasNames &&
    !header.isNumber &&
    header.claim('reference') + header.claim('account') + header.claim('category') > 0
  )
    return 0;
  return content * filled * (header.isNumber || !hasNames ? 0.5 : 0.3) - column.index * 1e-4;
}

/** How much the values look like money rather than like numbers of something else, from 0 to 1. */
function contentScore(column: ColumnFacts): number {
  const shapes = column.amounts.filter((shape) => shape !== null);
  if (shapes.length === 0) return 0;
  const share = (holds: (shape: AmountShape) => boolean): number =>
    shapes.filter(holds).length / shapes.length;
  const twoDecimals = share(({ digits }) => /[.,]\d\d$/.test(digits));
  const negative = share(({ sign }) => sign !== null) > 0 ? 1 : 0;
  const varied = Math.min(1, column.distinct.size / Math.min(20, shapes.length));
  const isZero = share(({ digits }) => /^0*[.,]?0*$/.test(digits));
  return (
    (0.3 + 0.35 * twoDecimals + 0.25 * negative + 0.1 * varied) * column.amountShare * (1 - 0.8 * isZero)
  );
}

/** How much speaks for a column of money out and one of money in: their names, or that only one has a value. */
function sidesScore(debit: ColumnFacts, credit: ColumnFacts): number {
  const claim = Math.min(debit.header.claim('debit'), credit.header.claim('credit'));
  const rows = debit.texts.length;
  let either = 0;
  let both = 0;
  for (let row = 0; row < rows; row++) {
    const out = hasMoney(debit.amounts[row]);
    const into = hasMoney(credit.amounts[row]);
    if (out || into) either++;
    if (out && into) both++;
  }
  if (rows > 0 && both > 0.1 * either) return 0;
  const covered = rows === 0 || either === 0 ? 1 : Math.min(1, either / rows / 0.9);
  if (claim > 0.4) {
    const filled = rows > 0 && either === 0 ? 0.3 : 1;
    // Of several pairs those belong together that are named alike, such as "Net Debit" and "Net Credit".
    const likeness = 0.9 + 0.1 * wordsInCommon(debit.header.name, credit.header.name);
    // What reaches the account is the net amount: the gross one is that before fees, often in another currency.
    const net = [debit, credit].some(({ header }) => grossWords.test(header.name)) ? 0.98 : 1;
    return claim * filled * (0.3 + 0.7 * covered) * 0.99 * likeness * net;
  }
  if (!debit.header.isNumber || !credit.header.isNumber || covered < 1 || both > 0) return 0;
  if (debit.fill === 0 || credit.fill === 0 || debit.fill === 1 || credit.fill === 1) return 0;
  // Without names the side with more rows is the one of money out: people pay more often than they are paid.
  const more = filledRows(debit) - filledRows(credit);
  return 0.6 + (more > 0 || (more === 0 && debit.index < credit.index) ? 0.01 : 0);
}

const grossWords = /\b(?:gross|brutto|brut|bruto|lordo)\b/i;

/** Share of the words of two names that are in both, but for the word that tells them apart; 1 for names of one word. */
function wordsInCommon(one: string, other: string): number {
  const wordsOf = (name: string): readonly string[] =>
    name
      .slice(0, 100)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first, second] = [wordsOf(one), wordsOf(other)];
  const longest = Math.max(first.length, second.length) - 1;
  if (longest <= 0 || first.length !== second.length) return 1;
  return Math.min(1, first.filter((word) => second.includes(word)).length / longest);
}

function filledRows(column: ColumnFacts): number {
  return column.amounts.reduce((sum, shape) => sum + (hasMoney(shape) ? 1 : 0), 0);
}

function hasMoney(shape: AmountShape | null | undefined): boolean {
  return shape !== null && shape !== undefined && /[1-9]/.test(shape.digits);
}

function coverage(columns: readonly ColumnFacts[]): number {
  return Math.max(0.1, ...columns.map(({ fill, texts }) => (texts.length === 0 ? 1 : fill)));
}
