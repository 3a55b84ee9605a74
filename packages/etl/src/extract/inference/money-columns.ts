import { tryType } from '../../normalise/vocabulary.js';
import {
  addMarks,
  decideMarks,
  type MarkDecision,
  type MarkEvidence,
  noMarkEvidence,
} from './amount-marks.js';
import { scaledValue } from './amount-shape.js';
import { type BalanceVerification, isProof, turned, verifyBalances } from './balance-arithmetic.js';
import type { ColumnFacts } from './column-facts.js';
import { columnsOf, couldBeMoney, emptyPlan, type MoneyPlan, moneyClaim, plansOf } from './money-plans.js';

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
  /** Whether they prove the columns. */
  readonly isProven: boolean;
  /** Whether they prove that amounts without a mark went out, and only those with one came in. */
  readonly areCreditsMarked: boolean;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly reason: string;
  /** Other columns that could be the amount as well. */
  readonly rivals: readonly ColumnFacts[];
}

/** Decimals of the unit in which balances are compared. */
const scale = 4;
const mostCandidates = 10;

/**
 * Finds the columns of money: by their names, by their content, and by whether a running balance agrees.
 *
 * @param fixed Columns that were told, which are taken as they are.
 * @param type The column of words for money in and out, where there is one: amounts without a sign are compared with
 * the balances as it says.
 * @param days Days of the records, in each way in which they may be read.
 */
export function findMoney(
  columns: readonly ColumnFacts[],
  fixed: Partial<Record<'amount' | 'debit' | 'credit' | 'balance', ColumnFacts>>,
  type: ColumnFacts | null,
  days: readonly (readonly (number | null)[])[] = [],
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
  const marks = jointMarks([...plans.flatMap(columnsOf), ...candidates], null);
  const valuesOf = memoised((column: ColumnFacts) => values(column, marks.format.decimalMark));
  let best: MoneyColumns & { readonly score: number } = {
    ...emptyPlan,
    others: [],
    verification: null,
    isProven: false,
    areCreditsMarked: false,
    balance: null,
    confidence: 0,
    reason: '',
    rivals: [],
    score: -1,
  };
  for (const plan of plans) {
    const used = columnsOf(plan);
    const amounts = signedByType(amountsOf(plan, valuesOf), plan, type);
    const marked = withCreditsMarked(amountsOf(plan, valuesOf), plan, type);
    let areCreditsMarked = false;
    const balances =
      fixed.balance === undefined ? candidates.filter((each) => !used.includes(each)) : [fixed.balance];
    let verification: BalanceVerification | null = null;
    let balance: ColumnFacts | null = fixed.balance ?? null;
    // Numbers that are all the same agree with any numbers that count up.
    const areVaried = new Set(amounts.filter((value) => value !== null).map(Math.abs)).size > 1;
    for (const column of areVaried || fixed.balance !== undefined ? balances : []) {
      const plain = verifyBalances(amounts, valuesOf(column), days);
      const ofMarked = marked === null ? null : verifyBalances(marked, valuesOf(column), days);
      const isMarked = ofMarked !== null && provesMarks(ofMarked) && ofMarked.verified > plain.verified;
      const found = isMarked ? ofMarked : named(plain, column);
      const isBetter = verification === null || isBetterProof(found, verification);
      if ((isProof(found) && isBetter) || column === fixed.balance) {
        verification = found;
        balance = column;
        areCreditsMarked = isMarked;
      }
    }
    const proof = verification !== null && isProof(verification) ? 0.5 : 0;
    const byName = balance === null || balance.header.claim('balance') > 0 ? 0.05 : 0;
    const score = plan.score + proof + (proof > 0 ? byName : 0);
    if (score <= best.score) continue;
    best = {
      ...plan,
      balance: balance ?? namedBalance(candidates, used),
      verification,
      isProven: false,
      areCreditsMarked,
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
    isProven,
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

function namedBalance(candidates: readonly ColumnFacts[], used: readonly ColumnFacts[]): ColumnFacts | null {
  const { proves } = jointEvidence(used);
  // Balances with the other decimal mark could not be read as the amounts are: every row would be refused.
  const contradicts = ({ marks }: ColumnFacts): boolean =>
    (proves['.'] > 0 && proves[','] === 0 && marks.proves[','] > 0) ||
    (proves[','] > 0 && proves['.'] === 0 && marks.proves['.'] > 0);
  const named = candidates.filter(
    (column) => !used.includes(column) && column.header.claim('balance') >= 0.5 && !contradicts(column),
  );
  return named.length === 0 ? null : named.reduce((a, b) => (balanceClaim(b) > balanceClaim(a) ? b : a));
}

function balanceClaim({ header, fill }: ColumnFacts): number {
  return header.claim('balance') + (header.aliasRank('balance') === 0 ? 0.1 : 0) + fill * 0.05;
}

/** Money in less money out of each row, as it is written. */
function amountsOf(
  { amount, debit, credit }: MoneyPlan,
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

/** Amounts of one column without a sign, with that of their type. */
function signedByType(
  amounts: readonly (number | null)[],
  { amount }: MoneyPlan,
  type: ColumnFacts | null,
): readonly (number | null)[] {
  if (amount === null || type === null || amounts.some((value) => value !== null && value < 0))
    return amounts;
  const directions = new Map([...type.distinct.keys()].map((text) => [text, tryType(text)] as const));
  return amounts.map((value, row) =>
    value !== null && directions.get(type.texts[row] ?? '') === 'Expense' ? -value : value,
  );
}

/** The balance after each row is taken where there is one before it too; of balances that days do not tell, the plainer. */
function isBetterProof(found: BalanceVerification, than: BalanceVerification): boolean {
  if (found.verified !== than.verified) return found.verified > than.verified;
  const rank = { after: 2, unknown: 1, before: 0 } as const;
  if (found.stands !== than.stands) return rank[found.stands] > rank[than.stands];
  return found.stands === 'unknown' && found.sign === 'as-written' && than.sign === 'inverted';
}

const balanceBefore =
  /\b(?:opening|before|previous|prior|starting|initial|anfangs\w*|vorher\w*|avant|ouverture|anterior|inicial|precedente|iniziale)\b/i;

/** Where the days do not tell on which side of its row a balance stands, its name may. */
function named(found: BalanceVerification, { header }: ColumnFacts): BalanceVerification {
  if (found.stands !== 'unknown' || !balanceBefore.test(header.name)) return found;
  return { ...found, ...turned(found), stands: 'before' };
}

function provesMarks(found: BalanceVerification): boolean {
  return isProof(found) && found.sign === 'as-written';
}

/**
 * Amounts of one column of which none has a minus and some a plus, CR or a type of money in, as they are where all others
 * went out; `null` where there are no such marks.
 */
function withCreditsMarked(
  amounts: readonly (number | null)[],
  { amount }: MoneyPlan,
  type: ColumnFacts | null,
): readonly (number | null)[] | null {
  if (amount === null || amounts.some((value) => value !== null && value < 0)) return null;
  const isCredit = (row: number): boolean =>
    (amount.amounts[row]?.sign ?? null) !== null || tryType(type?.texts[row] ?? '') === 'Income';
  const credits = amounts.filter((value, row) => value !== null && isCredit(row)).length;
  if (credits === 0 || credits === amounts.length) return null;
  return amounts.map((value, row) => (value === null || isCredit(row) ? value : -value));
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

function memoised<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key) ?? compute(key);
    known.set(key, found);
    return found;
  };
}
