import { type CurrencyCode, currencyDecimals, defaultCurrency } from '@titans/core';
import type { AmountUnit } from '../../normalise/amounts.js';
import type { ColumnFacts } from './column-facts.js';
import type { MoneyColumns } from './money-columns.js';

/** The unit in which amounts are written, and why. */
export interface AmountUnitDecision {
  readonly value: AmountUnit;
  readonly confidence: number;
  readonly basis: 'inferred' | 'default';
  readonly alternatives: readonly AmountUnit[];
  readonly reason: string;
}

/** The last word of a name such as `amount_cents`, `amountInCents`, `Betrag (Cent)` or `minorUnits`. */
const minorName = /(?:minor|minor_?units?|base_?units?|(?<!per|ac)cents?|centimes|pence|groszy|öre|øre)$/;
/** Amounts that are all whole by chance are fewer. */
const suspiciouslyMany = 20;

/**
 * Decides whether amounts are minor units: where the name of their column says so and nearly all are whole. A list of
 * many amounts none of which has a fraction is reported as open, since APIs give minor units without saying so.
 */
export function decideAmountUnit(
  money: MoneyColumns | null,
  knownCurrency: CurrencyCode | null,
): AmountUnitDecision {
  const columns = [money?.amount, money?.debit, money?.credit].filter((column) => column != null);
  const whole = wholeShare(columns);
  if (columns.length > 0 && columns.every(({ header }) => isMinorName(header.name))) {
    const reason = 'the name of the column says so';
    if (whole.share >= 0.5)
      return { value: 'minor', confidence: 0.9 * whole.share, basis: 'inferred', alternatives: [], reason };
    const contradiction = `${reason}, but most amounts have a fraction`;
    return {
      value: 'main',
      confidence: 0.5,
      basis: 'inferred',
      alternatives: ['minor'],
      reason: contradiction,
    };
  }
  const hasDecimals = currencyDecimals(knownCurrency ?? defaultCurrency) > 0;
  if (hasDecimals && whole.share === 1 && whole.count >= suspiciouslyMany) {
    const reason = `none of ${whole.count} amounts has a fraction`;
    return { value: 'main', confidence: 0.7, basis: 'default', alternatives: ['minor'], reason };
  }
  return {
    value: 'main',
    confidence: 1,
    basis: 'default',
    alternatives: [],
    reason: 'nothing says otherwise',
  };
}

function isMinorName(name: string): boolean {
  const words = name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, '_');
  return minorName.test(words.replace(/_+$/, ''));
}

/** Of the amounts that are not zero, how many there are and which share has no decimal mark. */
function wholeShare(columns: readonly ColumnFacts[]): { readonly count: number; readonly share: number } {
  let count = 0;
  let whole = 0;
  for (const { amounts } of columns) {
    for (const shape of amounts) {
      if (shape === null || !/[1-9]/.test(shape.digits)) continue;
      count++;
      if (!/[.,]\d{1,2}$/.test(shape.digits)) whole++;
    }
  }
  return { count, share: count === 0 ? 1 : whole / count };
}
