import {
  type CurrencyCode,
  currencyDecimals,
  formatMinor,
  TitansError,
  type TransactionTable,
} from '@titans/core';
import type { BatchVerdict, ExpectationRun } from '../expectation.js';
import type { MoneyField } from '../expectation-kinds.js';
import { moments } from '../sketch/moments.js';
import { quantileSketch } from '../sketch/quantile-sketch.js';
import { type Between, liesBetween } from './dataset-checks.js';
import { nothingYet } from './source-checks.js';

/** Visits amounts or balances in minor units, and sees to it that they are of one currency. */
interface MoneyReader {
  readonly currency: CurrencyCode | null;
  each(table: TransactionTable, visit: (minor: number) => void): BatchVerdict;
  /** Minor units in the main unit. */
  major(minor: number): number;
}

/** The sum of amounts or balances, exact to the minor unit. */
export function sum(field: MoneyField, between: Between): ExpectationRun {
  const money = moneyReader(field);
  let total = 0;
  return {
    observe: ({ table }) =>
      money.each(table, (minor) => {
        total += minor;
        if (!Number.isSafeInteger(total)) {
          throw new TitansError('AMOUNT_RANGE', 'The sum is larger than numbers are exact for.');
        }
      }),
    finish: () => ({
      isMet: liesBetween(money.major(total), between),
      observed: { sum: money.currency === null ? '0' : formatMinor(total, money.currency) },
    }),
  };
}

/** The mean, or the standard deviation of a sample. */
export function moment(
  field: MoneyField,
  which: 'mean' | 'standard-deviation',
  between: Between,
): ExpectationRun {
  const money = moneyReader(field);
  const seen = moments();
  return {
    observe: ({ table }) => money.each(table, seen.add),
    finish: () => {
      const value = money.major(which === 'mean' ? seen.mean : Math.sqrt(seen.variance));
      return {
        isMet: liesBetween(value, between),
        observed: { [camel(which)]: figure(value), rows: seen.count },
      };
    },
  };
}

/** A quantile by linear interpolation, within a relative 0.001. */
export function quantile(field: MoneyField, probability: number, between: Between): ExpectationRun {
  const money = moneyReader(field);
  const sketch = quantileSketch();
  return {
    observe: ({ table }) => money.each(table, sketch.add),
    finish: () => {
      const value = money.major(sketch.quantile(probability));
      return {
        isMet: liesBetween(value, between),
        observed: { quantile: figure(value), rows: sketch.count },
      };
    },
  };
}

/** How outliers are told. */
export interface OutlierRule {
  readonly method?: 'iqr' | 'mad';
  readonly factor?: number;
  readonly maxFraction?: number;
}

/** Makes the normal distribution's median absolute deviation its standard deviation. */
const robustScale = 0.6745;

/** The share of values that lie far out. Where the middle half is one value, every other value lies far out. */
export function outliers(
  field: MoneyField,
  { method = 'iqr', factor = method === 'iqr' ? 1.5 : 3.5, maxFraction = 0.05 }: OutlierRule,
): ExpectationRun {
  const money = moneyReader(field);
  const sketch = quantileSketch();
  return {
    observe: ({ table }) => money.each(table, sketch.add),
    finish: () => {
      const median = sketch.quantile(0.5);
      const [lower, upper] =
        method === 'iqr'
          ? iqrFences(sketch.quantile(0.25), sketch.quantile(0.75), factor)
          : madFences(median, medianDeviation(sketch.buckets(), sketch.count, median), factor);
      let far = 0;
      for (const { value, count } of sketch.buckets()) if (value < lower || value > upper) far += count;
      const share = sketch.count === 0 ? 0 : far / sketch.count;
      return {
        isMet: share <= maxFraction,
        evaluated: sketch.count,
        unexpected: far,
        observed: { share, lower: figure(money.major(lower)), upper: figure(money.major(upper)) },
      };
    },
  };
}

function iqrFences(q1: number, q3: number, factor: number): readonly [number, number] {
  return [q1 - factor * (q3 - q1), q3 + factor * (q3 - q1)];
}

function madFences(median: number, deviation: number, factor: number): readonly [number, number] {
  const reach = (factor * deviation) / robustScale;
  return [median - reach, median + reach];
}

function medianDeviation(
  buckets: readonly { readonly value: number; readonly count: number }[],
  count: number,
  median: number,
): number {
  const byDeviation = buckets
    .map((bucket) => ({ deviation: Math.abs(bucket.value - median), count: bucket.count }))
    .sort((a, b) => a.deviation - b.deviation);
  let seen = 0;
  for (const bucket of byDeviation) {
    seen += bucket.count;
    if (seen >= count / 2) return bucket.deviation;
  }
  return Number.NaN;
}

function moneyReader(field: MoneyField): MoneyReader {
  let only: CurrencyCode | null = null;
  return {
    get currency() {
      return only;
    },
    each(table, visit) {
      const { amountMinor, balanceMinor, currency } = table.columns;
      const values = field === 'amount' ? amountMinor : balanceMinor;
      let currencyBefore = -1;
      for (let row = 0; row < table.length; row++) {
        const minor = values[row] as number;
        if (Number.isNaN(minor)) continue;
        const code = currency.codes[row] as number;
        if (code !== currencyBefore) {
          currencyBefore = code;
          const name = currency.values[code] as CurrencyCode;
          only ??= name;
          if (name !== only) throw mixedCurrencies(field, only, name);
        }
        visit(minor);
      }
      return nothingYet;
    },
    major: (minor) => minor / 10 ** (only === null ? 0 : currencyDecimals(only)),
  };
}

function mixedCurrencies(field: MoneyField, one: CurrencyCode, other: CurrencyCode): TitansError {
  return new TitansError(
    'INVALID_ARGUMENT',
    `There are ${field}s in ${one} and in ${other}, which have no figure in common. Say which are meant, for example by where: { field: "currency", values: ["${one}"] }.`,
    { details: { field: 'where' } },
  );
}

function figure(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function camel(name: 'mean' | 'standard-deviation'): string {
  return name === 'mean' ? 'mean' : 'standardDeviation';
}
