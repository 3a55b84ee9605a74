import { fromEpochDay } from '@titans/core';
import { quantile } from '../statistics/quantile.js';
import type { RecurringAmount } from './stream.js';

/** Amounts this near to a price are that price: rounding, and interest of a few days. */
const samePrice = 0.005;
/** A price holds for this many payments on average, else the amounts vary. */
const leastPerPrice = 3;
/** Payments before, of which the median is what is expected of varying amounts. */
const lookBack = 6;
/** Steps between the least and the largest of {@link RecurringAmount.ratios}. */
const ratioSteps = 10;

/** What amounts were and what is expected, in signed minor units. */
export interface AmountHistory {
  readonly amount: RecurringAmount;
  /** Positions of payments at which another price began. */
  readonly changes: readonly number[];
  expected(level: number): {
    readonly amountMinor: number;
    readonly lowestMinor: number;
    readonly highestMinor: number;
  };
}

/** Reads the history of a stream's amounts, by date. */
export function amountHistory(amounts: readonly number[], days: readonly number[]): AmountHistory {
  const starts = priceStarts(amounts);
  const isPriced = starts.length === 1 || starts.length * leastPerPrice <= amounts.length;
  const last = amounts.at(-1) as number;
  const averageMinor = Math.round(amounts.reduce((sum, amount) => sum + amount / amounts.length, 0));
  const steps = starts.map((start) => ({
    date: fromEpochDay(days[start] as number),
    amountMinor: amounts[start] as number,
  }));
  const kind = !isPriced ? 'varying' : starts.length === 1 ? 'fixed' : 'stepped';
  return {
    amount: {
      kind,
      averageMinor,
      lastMinor: last,
      expectedMinor: isPriced
        ? (amounts[starts.at(-1) as number] as number)
        : Math.round(foretold(amounts, amounts.length)),
      ratios: isPriced ? [1] : ratioQuantiles(amounts),
      steps: isPriced ? steps : [],
    },
    changes: isPriced ? starts.slice(1) : [],
    expected: (level) => {
      if (!isPriced) return varyingNext(amounts, level);
      const price = amounts[starts.at(-1) as number] as number;
      const reach = amounts.slice(starts.at(-1)).some((amount) => amount !== price)
        ? samePrice * Math.abs(price)
        : 0;
      return interval(price, Math.ceil(reach));
    },
  };
}

/** Where each price began. A single other amount between two payments of one price is an exception, not a price. */
function priceStarts(amounts: readonly number[]): readonly number[] {
  const starts = [0];
  let price = amounts[0] as number;
  for (let index = 1; index < amounts.length; index++) {
    const amount = amounts[index] as number;
    if (isSame(amount, price)) continue;
    const after = amounts[index + 1];
    if (after !== undefined && isSame(after, price)) continue;
    starts.push(index);
    price = amount;
  }
  return starts;
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.max(1, samePrice * Math.max(Math.abs(a), Math.abs(b)));
}

/** The median of the last payments, with a split-conformal interval of how far it was off before. */
function varyingNext(amounts: readonly number[], level: number): ReturnType<AmountHistory['expected']> {
  const errors: number[] = [];
  for (let index = 1; index < amounts.length; index++) {
    errors.push(Math.abs((amounts[index] as number) - foretold(amounts, index)));
  }
  errors.sort((a, b) => a - b);
  const rank = Math.ceil((errors.length + 1) * level);
  const most = errors.at(-1) ?? 0;
  // With too few payments for the level the largest error is not enough; by how much is a choice.
  const reach = rank <= errors.length ? (errors[rank - 1] as number) : 1.5 * most;
  return interval(Math.round(foretold(amounts, amounts.length)), Math.ceil(reach));
}

/** Amount ÷ what was expected before it, at equal steps of its distribution. */
function ratioQuantiles(amounts: readonly number[]): readonly number[] {
  const ratios = amounts.slice(1).map((amount, before) => amount / foretold(amounts, before + 1));
  return Array.from({ length: ratioSteps + 1 }, (_, step) => quantile(ratios, step / ratioSteps));
}

function foretold(amounts: readonly number[], index: number): number {
  return quantile(amounts.slice(Math.max(0, index - lookBack), index), 0.5);
}

/** The sign of the payments is certain. */
function interval(amountMinor: number, reach: number): ReturnType<AmountHistory['expected']> {
  const [lowest, highest] = [amountMinor - reach, amountMinor + reach];
  return {
    amountMinor,
    lowestMinor: amountMinor > 0 ? Math.max(lowest, 0) : lowest,
    highestMinor: amountMinor < 0 ? Math.min(highest, 0) : highest,
  };
}
