import { tryType } from '../../normalise/vocabulary.js';
import type { SignConvention } from '../import-settings.js';
import type { ColumnFacts } from './column-facts.js';
import type { MoneyColumns } from './money-columns.js';
import { type SignVotes, spendingStrength, voteOnSign } from './spending-words.js';

/** How the sign of amounts is found, and why. */
export interface SignDecision {
  /** `null` where the type of each row decides, if it has one. */
  readonly sign: SignConvention | null;
  readonly confidence: number;
  readonly basis: 'inferred' | 'default';
  readonly alternatives: readonly SignConvention[];
  readonly reason: string;
  /** Whether the columns of money out and in have to change places, since the balances say so. */
  readonly areSidesSwapped: boolean;
}

/**
 * Decides on the sign: by the running balance, the columns, the type column, the words of descriptions, and last by
 * what kind of list the header speaks of.
 */
export function decideSign(
  columns: readonly ColumnFacts[],
  money: MoneyColumns | null,
  type: ColumnFacts | null,
  descriptions: readonly ColumnFacts[],
): SignDecision {
  const plain = { alternatives: [], areSidesSwapped: false } as const;
  const proof = money?.verification ?? null;
  const isProven = proof !== null && money?.isProven === true;
  const share = proof === null ? 0 : proof.verified / Math.max(1, proof.checks);
  const balanced = `${proof?.verified} of ${proof?.checks} running balances agree${proof?.stands === 'before' ? ', each that before its row' : ''}`;
  const isOpen = isProven && proof.stands === 'unknown';
  if (money === null) {
    return { sign: 'as-written', confidence: 0, basis: 'default', reason: 'there are no amounts', ...plain };
  }
  if (money.amount === null) {
    const isBoth = money.debit !== null && money.credit !== null;
    const isNamed = [money.debit, money.credit].some((column) => column !== null && !column.header.isNumber);
    // Balances that may as well stand before their rows do not overrule names.
    const isSwapped = isProven && proof.sign === 'inverted' && !(isOpen && isNamed);
    return {
      sign: 'as-written',
      confidence: isProven ? share : isNamed ? (isBoth ? 1 : 0.8) : 0.6,
      basis: 'inferred',
      alternatives: isProven || isNamed ? [] : ['inverted'],
      reason: isProven
        ? balanced
        : isNamed
          ? 'money out and money in have columns of their own'
          : 'of two columns only one has a value in each row; which of them is money out, nothing tells',
      areSidesSwapped: isSwapped,
    };
  }
  const shapes = money.amount.amounts;
  const amounts = shapes.filter((shape) => shape !== null);
  const negative = amounts.reduce((sum, shape) => sum + (shape.isNegative ? 1 : 0), 0);
  if (amounts.length === 0) {
    return { sign: 'as-written', confidence: 1, basis: 'default', reason: 'there are no amounts', ...plain };
  }
  if (isProven && money.areCreditsMarked) {
    return {
      sign: 'credits-marked',
      confidence: share * (isOpen ? 0.9 : 1),
      basis: 'inferred',
      reason: `${balanced} where only amounts with a mark came in`,
      ...plain,
    };
  }
  if (type !== null) {
    const byType = agreementWithType(money.amount, type);
    if (byType.known > 0 && negative === 0 && type.fill < 1 && byType.areAllIncome) {
      return {
        sign: 'credits-marked',
        confidence: 0.9,
        basis: 'inferred',
        reason:
          'no amount has a minus, and the type column has words for money in alone: blank ones went out',
        ...plain,
      };
    }
    if (byType.known > 0 && negative === 0 && type.fill < 1) {
      return {
        sign: null,
        confidence: 1,
        basis: 'default',
        reason: 'no amount has a minus; where the type column tells money in from money out, it decides',
        ...plain,
      };
    }
    if (byType.known > 0 && negative === 0) {
      return {
        sign: 'by-type',
        confidence: isProven && proof.sign === 'as-written' ? Math.max(0.95, share) : 0.95,
        basis: 'inferred',
        reason: `no amount has a minus, and the type column tells money in from money out${isProven ? `; ${balanced}` : ''}`,
        ...plain,
      };
    }
    const told = byType.asWritten + byType.inverted;
    if (told >= 3 && byType.inverted === told && byType.isBoth) {
      return {
        sign: 'inverted',
        confidence: 0.95,
        basis: 'inferred',
        reason: 'the type column says so of every amount',
        ...plain,
      };
    }
    if (byType.asWritten > byType.inverted) {
      return {
        sign: 'as-written',
        confidence: byType.asWritten / told,
        basis: 'inferred',
        reason: `the type column agrees with ${byType.asWritten} amounts`,
        ...plain,
      };
    }
  }
  if (isProven) {
    return {
      sign: proof.sign,
      confidence: isOpen ? Math.min(share, 0.75) : share,
      basis: 'inferred',
      alternatives: share < 0.95 || isOpen ? [proof.sign === 'as-written' ? 'inverted' : 'as-written'] : [],
      reason: isOpen
        ? `${balanced} if each is that after its row; no two days tell whether it is`
        : `${balanced}, ${proof.order === 'oldest-first' ? 'the oldest' : 'the newest'} row first`,
      areSidesSwapped: false,
    };
  }
  const marked = amounts.filter((shape) => shape.sign !== null);
  const hasLetters = marked.some(({ sign }) => sign === 'letters');
  if (negative === 0 && marked.length > 0 && marked.length < amounts.length * (hasLetters ? 1 : 0.5)) {
    return {
      sign: 'credits-marked',
      confidence: hasLetters ? 0.75 : 0.6,
      basis: 'inferred',
      alternatives: ['as-written'],
      reason: `only ${marked.length} of ${amounts.length} amounts have a plus or CR and none a minus: the others went out`,
      areSidesSwapped: false,
    };
  }
  const spending = spendingStrength([...columns.map(({ header }) => header.words)]);
  const votes = votesOf(shapes, descriptions);
  return decideByWords(negative, amounts.length, spending, votes);
}

function decideByWords(
  negative: number,
  amounts: number,
  spending: 0 | 1 | 2,
  votes: SignVotes,
): SignDecision {
  const decision = (sign: 'as-written' | 'inverted', confidence: number, reason: string): SignDecision => ({
    sign,
    confidence,
    basis: 'inferred',
    alternatives: confidence < 0.8 ? [sign === 'as-written' ? 'inverted' : 'as-written'] : [],
    reason,
    areSidesSwapped: false,
  });
  if (negative * 2 > amounts) {
    if (spending === 2)
      return decision('as-written', 0.6, 'most amounts have a minus, on a list of money spent');
    return decision(
      'as-written',
      0.9,
      `${negative} of ${amounts} amounts have a minus, as money that went out mostly has`,
    );
  }
  if (spending === 2)
    return decision(
      'inverted',
      0.75,
      'the header is that of a list of money spent, and few amounts have a minus',
    );
  const told = votes.asWritten + votes.inverted;
  if (
    (told >= 2 || told * 2 >= amounts) &&
    told > 0 &&
    Math.max(votes.asWritten, votes.inverted) >= 0.8 * told
  ) {
    const sign = votes.asWritten > votes.inverted ? 'as-written' : 'inverted';
    return decision(
      sign,
      Math.min(0.85, 0.55 + told * 0.03),
      'the words of descriptions say whether money came in',
    );
  }
  if (negative === 0 && spending === 1) {
    return decision('inverted', 0.6, 'no amount has a minus, and the header speaks of purchases');
  }
  if (negative === 0)
    return decision('as-written', 0.5, 'no amount has a minus, and nothing tells money in from money out');
  return decision('as-written', 0.6, `${negative} of ${amounts} amounts have a minus`);
}

function votesOf(shapes: ColumnFacts['amounts'], descriptions: readonly ColumnFacts[]): SignVotes {
  const votes = { asWritten: 0, inverted: 0 };
  const seen = new Set<string>();
  for (const [row, shape] of shapes.entries()) {
    if (shape === null || !/[1-9]/.test(shape.digits)) continue;
    const text = descriptions.map(({ texts }) => texts[row] ?? '').join(' ');
    const key = `${shape.isNegative} ${text}`;
    if (seen.has(key) || seen.size >= 500) continue;
    seen.add(key);
    voteOnSign(votes, text, shape.isNegative);
  }
  return votes;
}

/** How many amounts have the sign that their type says, and how many the opposite one. */
function agreementWithType(
  amount: ColumnFacts,
  type: ColumnFacts,
): { known: number; asWritten: number; inverted: number; isBoth: boolean; areAllIncome: boolean } {
  const agreement = { known: 0, asWritten: 0, inverted: 0 };
  const directions = new Map([...type.distinct.keys()].map((text) => [text, tryType(text)] as const));
  for (const [row, shape] of amount.amounts.entries()) {
    const direction = directions.get(type.texts[row] ?? '') ?? null;
    if (shape === null || direction === null || !/[1-9]/.test(shape.digits)) continue;
    agreement.known++;
    if (shape.isNegative === (direction === 'Expense')) agreement.asWritten++;
    else agreement.inverted++;
  }
  const words = new Set([...directions].flatMap(([text, direction]) => (text === '' ? [] : [direction])));
  return { ...agreement, isBoth: words.size > 1, areAllIncome: words.size === 1 && words.has('Income') };
}
