import { decideMarks, type MarkDecision, type MarkEvidence, noMarkEvidence } from './amount-marks.js';
import { type AmountShape, scaledValue } from './amount-shape.js';
import { type BalanceVerification, isProof, verifyBalances } from './balance-arithmetic.js';
import type { ColumnFacts } from './column-facts.js';

/** The columns that hold the money of a row. */
export interface MoneyColumns {
  readonly amount: ColumnFacts | null;
  readonly debit: ColumnFacts | null;
  readonly credit: ColumnFacts | null;
  readonly balance: ColumnFacts | null;
  /** Further columns that look like money. */
  readonly others: readonly ColumnFacts[];
  /** How the balances agree, where there are any; of amounts as they are written. */
  readonly verification: BalanceVerification | null;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly reason: string;
  /** Other columns that could be the amount as well. */
  readonly rivals: readonly ColumnFacts[];
}

interface Plan {
  readonly amount: ColumnFacts | null;
  readonly debit: ColumnFacts | null;
  readonly credit: ColumnFacts | null;
  readonly score: number;
}

/** Decimals of the unit in which balances are compared. */
const scale = 4;
const mostCandidates = 10;

/**
 * Finds the columns of money: by their names, by their content, and by whether a running balance agrees.
 *
 * @param fixed Columns that were told, which are taken as they are.
 */
export function findMoney(
  columns: readonly ColumnFacts[],
  fixed: Partial<Record<'amount' | 'debit' | 'credit' | 'balance', ColumnFacts>>,
  decimalHint: '.' | ',' | null,
): MoneyColumns | null {
  const candidates = columns
    .filter((column) => couldBeMoney(column) && !Object.values(fixed).includes(column))
    .sort((a, b) => moneyClaim(b) - moneyClaim(a) || a.index - b.index)
    .slice(0, mostCandidates);
  const isTold = fixed.amount !== undefined || fixed.debit !== undefined || fixed.credit !== undefined;
  const plans = isTold
    ? [{ amount: fixed.amount ?? null, debit: fixed.debit ?? null, credit: fixed.credit ?? null, score: 2 }]
    : plansOf(candidates);
  if (plans.length === 0) return null;
  const marks = jointMarks([...plans.flatMap(columnsOf), ...candidates], decimalHint);
  const valuesOf = memoised((column: ColumnFacts) => values(column, marks.format.decimalMark));
  let best: MoneyColumns & { readonly score: number } = {
    ...emptyPlan,
    others: [],
    verification: null,
    balance: null,
    confidence: 0,
    reason: '',
    rivals: [],
    score: -1,
  };
  for (const plan of plans) {
    const used = columnsOf(plan);
    const amounts = amountsOf(plan, valuesOf);
    const balances =
      fixed.balance === undefined ? candidates.filter((each) => !used.includes(each)) : [fixed.balance];
    let verification: BalanceVerification | null = null;
    let balance: ColumnFacts | null = fixed.balance ?? null;
    for (const column of balances) {
      const found = verifyBalances(amounts, valuesOf(column));
      const isBetter = found.verified > (verification?.verified ?? 0);
      if ((isProof(found) && isBetter) || column === fixed.balance) {
        verification = found;
        balance = column;
      }
    }
    const proof = verification !== null && isProof(verification) ? 0.5 : 0;
    const named = balance === null || balance.header.claim('balance') > 0 ? 0.05 : 0;
    const score = plan.score + proof + (proof > 0 ? named : 0);
    if (score <= best.score) continue;
    best = {
      ...plan,
      balance: balance ?? namedBalance(candidates, used),
      verification,
      others: [],
      confidence: 0,
      reason: '',
      rivals: [],
      score,
    };
  }
  const chosen = columnsOf(best);
  const rivals = plans
    .filter(
      (plan) => best.score - plan.score < 0.05 && !columnsOf(plan).some((column) => chosen.includes(column)),
    )
    .flatMap(columnsOf);
  const isProven = best.verification !== null && isProof(best.verification);
  return {
    ...best,
    others: candidates.filter((column) => !chosen.includes(column) && column !== best.balance),
    confidence: isTold || isProven ? 1 : Math.max(0.3, Math.min(rivals.length > 0 ? 0.6 : 1, best.score)),
    reason: isProven
      ? 'the running balance agrees with it'
      : chosen.some((column) => moneyClaim(column) > 0)
        ? 'its name says so'
        : 'its values are amounts',
    rivals: isProven ? [] : rivals,
  };
}

/** Decides on the marks of the amounts; where they cannot tell, those of balances and of other amounts do. */
export function marksOfMoney(money: MoneyColumns, hint: '.' | ',' | null): MarkDecision {
  const own = jointMarks(columnsOf(money), hint);
  if (own.basis === 'inferred' && own.alternatives.length === 0) return own;
  for (const [columns, what] of [
    [money.balance === null ? [] : [money.balance], 'balances'],
    [money.others, 'other columns of money'],
  ] as const) {
    const told = jointMarks(columns, hint);
    if (told.basis === 'inferred' && told.alternatives.length === 0) {
      return { ...told, confidence: 0.9, reason: `${told.reason}: those of ${what}` };
    }
  }
  return own;
}

const emptyPlan = { amount: null, debit: null, credit: null } as const;

function columnsOf(plan: Pick<Plan, 'amount' | 'debit' | 'credit'>): readonly ColumnFacts[] {
  return [plan.amount, plan.debit, plan.credit].filter((column) => column !== null);
}

function couldBeMoney(column: ColumnFacts): boolean {
  if (column.fill === 0) return moneyClaim(column) > 0;
  if (column.amountShare < 0.5)
    return moneyClaim(column) >= 0.9 && column.clearDateShare < 0.5 && column.wordShare < 0.5;
  if (column.clearDateShare > 0.5 && !/[.,]\d\d$/.test(column.texts.find((text) => text !== '') ?? ''))
    return false;
  return moneyClaim(column) > 0 || (!column.isIdentifier && column.amountShare >= 0.8);
}

/** How strongly its name says that a column holds money. */
function moneyClaim({ header }: ColumnFacts): number {
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

function plansOf(candidates: readonly ColumnFacts[]): readonly Plan[] {
  const hasNames = candidates.some(({ header }) => !header.isNumber);
  const plans: Plan[] = candidates.flatMap((column) => {
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
  const negative = share(({ isSigned }) => isSigned) > 0 ? 1 : 0;
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
  if (claim > 0.4) return claim * (rows > 0 && either === 0 ? 0.3 : 1) * (0.3 + 0.7 * covered) * 0.99;
  if (!debit.header.isNumber || !credit.header.isNumber || covered < 1 || both > 0) return 0;
  if (debit.fill === 0 || credit.fill === 0 || debit.fill === 1 || credit.fill === 1) return 0;
  // Without names the side with more rows is the one of money out: people pay more often than they are paid.
  const more = filledRows(debit) - filledRows(credit);
  return 0.6 + (more > 0 || (more === 0 && debit.index < credit.index) ? 0.01 : 0);
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

function namedBalance(candidates: readonly ColumnFacts[], used: readonly ColumnFacts[]): ColumnFacts | null {
  const named = candidates.filter(
    (column) => !used.includes(column) && column.header.claim('balance') >= 0.5,
  );
  return named.length === 0 ? null : named.reduce((a, b) => (balanceClaim(b) > balanceClaim(a) ? b : a));
}

function balanceClaim({ header, fill }: ColumnFacts): number {
  return header.claim('balance') + (header.aliasRank('balance') === 0 ? 0.1 : 0) + fill * 0.05;
}

/** Money in less money out of each row, as it is written. */
function amountsOf(
  { amount, debit, credit }: Plan,
  valuesOf: (column: ColumnFacts) => readonly (number | null)[],
): readonly (number | null)[] {
  if (amount !== null) return valuesOf(amount);
  const out = debit === null ? [] : valuesOf(debit);
  const into = credit === null ? [] : valuesOf(credit);
  return Array.from({ length: Math.max(out.length, into.length) }, (_, row) => {
    const outgoing = out[row] ?? null;
    const incoming = into[row] ?? null;
    return outgoing === null && incoming === null ? null : Math.abs(incoming ?? 0) - Math.abs(outgoing ?? 0);
  });
}

function values({ amounts }: ColumnFacts, decimalMark: '.' | ','): readonly (number | null)[] {
  return amounts.map((shape) => (shape === null ? null : scaledValue(shape, decimalMark, scale)));
}

function jointMarks(columns: readonly ColumnFacts[], hint: '.' | ',' | null): MarkDecision {
  return decideMarks(jointEvidence(columns), hint);
}

function jointEvidence(columns: readonly ColumnFacts[]): MarkEvidence {
  const joint = noMarkEvidence();
  for (const { marks } of new Set(columns)) addMarks(joint, marks);
  return joint;
}

/** Adds the evidence of one column to that of others. */
export function addMarks(joint: MarkEvidence, marks: MarkEvidence): void {
  joint.amounts += marks.amounts;
  for (const mark of ['.', ','] as const) {
    joint.proves[mark] += marks.proves[mark];
    joint.open[mark] += marks.open[mark];
  }
  for (const mark of [',', '.', ' ', "'"] as const) joint.groups[mark] += marks.groups[mark];
}

function memoised<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key) ?? compute(key);
    known.set(key, found);
    return found;
  };
}
