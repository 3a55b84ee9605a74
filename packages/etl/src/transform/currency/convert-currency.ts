import {
  type CurrencyCode,
  currencyDecimals,
  type DictionaryColumn,
  dictionaryBuilder,
  formatMinor,
  fromEpochDay,
  limits,
  type TransactionTable,
  tableFromColumns,
  valueAt,
} from '@titans/core';
import { batchTransformer, type Transformer } from '../../pipeline/transformer.js';
import type { Rejection } from '../../records/rejection.js';
import { type TransactionBatch, withoutRows } from '../../records/transaction-batch.js';
import { requireKnownOptions, requireMethod, requireText } from '../../validation/arguments.js';
import { convertMinor, type ExactRate, type ExchangeRates } from './exchange-rates.js';

/** How amounts are converted. */
export interface ConvertCurrencyOptions {
  /** The currency of all rows afterwards. */
  readonly to: CurrencyCode;
  /** From `exchangeRates`, or anything that knows rates. */
  readonly rates: ExchangeRates;
  /** What happens to a row without a rate: it becomes a rejection unless told, or stays in its currency. */
  readonly missing?: 'reject' | 'keep';
}

const optionNames: readonly (keyof ConvertCurrencyOptions)[] = ['to', 'rates', 'missing'];

/** Largest amount that a transaction holds: 15 digits. */
const largestMinor = 999_999_999_999_999n;

/**
 * Converts amounts and balances to one currency at the rate of the day of each transaction, exactly, rounded half to
 * even to the minor unit. The original amount stays in the tag `original:<currency> <amount>`, for example
 * `original:USD -12.50`. Rows in the currency already are left alone. Each batch is looked at alone.
 *
 * A row without a rate, or whose amount becomes too large, is rejected with `FIELD_INVALID` or `AMOUNT_RANGE`; so is
 * one that has as many tags as are permitted, since its original amount would be lost (`LIMIT_EXCEEDED`).
 *
 * @throws TitansError `CURRENCY_UNKNOWN` for `to`.
 * @example
 * ```ts
 * import { convertCurrency, exchangeRates } from '@titans/etl';
 *
 * const inEuro = convertCurrency({
 *   to: 'EUR',
 *   rates: exchangeRates([{ date: '2024-03-01', from: 'EUR', to: 'USD', rate: '1.0813' }]),
 * });
 * ```
 */
export function convertCurrency(options: ConvertCurrencyOptions): Transformer {
  requireKnownOptions(options, optionNames, 'convertCurrency');
  const { to, rates, missing = 'reject' } = options;
  requireText(to, 'to', 'convertCurrency needs "to", the code of a currency');
  requireMethod(rates, 'rateOn', 'rates', '"rates" must be what exchangeRates() gives');
  const toDecimals = currencyDecimals(to);
  return batchTransformer('convert-currency', (batch) => {
    const { currency } = batch.table.columns;
    const isElsewhere = currency.values.map((code) => code !== to);
    if (!currency.codes.some((code) => isElsewhere[code])) return batch;
    return converted(batch);
  });

  function converted(batch: TransactionBatch): TransactionBatch {
    const { table } = batch;
    const { currency, date, tags } = table.columns;
    const amountMinor = table.columns.amountMinor.slice();
    const balanceMinor = table.columns.balanceMinor.slice();
    const currencies = dictionaryBuilder<string>();
    const allTags = dictionaryBuilder<readonly string[]>((values) => JSON.stringify(values));
    const rateOf = rateReading(table);
    const refused = new Uint8Array(table.length);
    const rejections: Rejection[] = [];

    for (let row = 0; row < table.length; row++) {
      const from = valueAt(currency, row) as string;
      const before = valueAt(tags, row);
      const rate = from === to ? null : rateOf(row);
      const problem =
        from === to || (rate === null && missing === 'keep') ? null : problemOf(row, from, rate);
      if (from === to || rate === null || problem !== null) {
        currencies.append(from);
        allTags.append(before);
        if (problem !== null) {
          refused[row] = 1;
          rejections.push(rejected(batch, row, problem));
        }
        continue;
      }
      const decimals = { from: currencyDecimals(from), to: toDecimals };
      const original = amountMinor[row] as number;
      amountMinor[row] = Number(convertMinor(original, rate, decimals));
      const balance = balanceMinor[row] as number;
      if (!Number.isNaN(balance)) balanceMinor[row] = Number(convertMinor(balance, rate, decimals));
      currencies.append(to);
      allTags.append([...(before ?? []), `original:${from} ${formatMinor(original, from)}`]);
    }
    const changed: DictionaryColumn = currencies.build();
    const result = {
      ...batch,
      table: tableFromColumns({
        ...table.columns,
        amountMinor,
        balanceMinor,
        currency: changed,
        tags: allTags.build(),
      }),
    };
    return rejections.length === 0 ? result : withoutRows(result, refused, rejections);

    function problemOf(row: number, from: string, rate: ExactRate | null): Problem | null {
      if (rate === null) {
        const day = fromEpochDay(date[row] as number);
        return {
          code: 'FIELD_INVALID',
          field: 'currency',
          message: `No rate from ${from} to ${to} is known for ${day}. Add one to the rates, or set missing to "keep".`,
        };
      }
      const decimals = { from: currencyDecimals(from), to: toDecimals };
      const amounts = [amountMinor[row] as number, balanceMinor[row] as number];
      const isTooLarge = amounts.some((minor) => {
        if (Number.isNaN(minor)) return false;
        const size = convertMinor(Math.abs(minor), rate, decimals);
        return size > largestMinor;
      });
      if (isTooLarge) {
        return {
          code: 'AMOUNT_RANGE',
          field: 'amount',
          message: `In ${to} the amount has more than 15 digits.`,
        };
      }
      if ((valueAt(tags, row)?.length ?? 0) < limits.tags) return null;
      return {
        code: 'LIMIT_EXCEEDED',
        field: 'tags',
        message: `The row has ${limits.tags} tags already: there is no room for its original amount.`,
      };
    }
  }

  /** The rate of a row, looked up once per currency and day. */
  function rateReading({ columns: { currency, date } }: TransactionTable): (row: number) => ExactRate | null {
    const known = new Map<string, ExactRate | null>();
    return (row) => {
      const key = `${currency.codes[row]} ${date[row]}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const rate = rates.rateOn(valueAt(currency, row) as string, to, date[row] as number);
      known.set(key, rate);
      return rate;
    };
  }
}

type Problem = Pick<Rejection, 'code' | 'message' | 'field'>;

function rejected(batch: TransactionBatch, index: number, problem: Problem): Rejection {
  const line = batch.provenance.line[index] as number;
  const byteOffset = batch.provenance.byteOffset[index] as number;
  return {
    ...problem,
    source: batch.source,
    row: batch.provenance.row[index] as number,
    line: line === 0 ? null : line,
    byteOffset: Number.isNaN(byteOffset) ? null : byteOffset,
    column: null,
    value: valueAt(batch.table.columns.currency, index),
  };
}
