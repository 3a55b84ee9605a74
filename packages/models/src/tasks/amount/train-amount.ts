import { selectRows, TitansError, type TransactionTable, timeOrder, valueAt } from '@titans/core';
import { mainCurrency } from '../main-currency.js';
import { measured } from '../measurements.js';
import type { AmountModel, Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import type { AmountVocabulary } from './amount-input.js';
import { amountModel } from './amount-model.js';
import { amountData, takeRows } from './amount-rows.js';
import type { AmountOptions } from './candidates.js';
import { type FittedAmount, fitAmount } from './fit-amount.js';
import { fitByTime, refitByTime } from './fit-by-time.js';
import { measureBySplits, measureOn } from './measure-amount.js';
import { rangeLevel } from './range.js';

const leastRows = 20;
/** Rows up to which the model is measured by repeated random splits. */
const mostSplit = 300;
const heldOutShare = 0.2;

interface Learned {
  readonly fitted: FittedAmount;
  readonly vocabulary: AmountVocabulary;
  readonly measurements: readonly Measurement[];
}

/**
 * Learns what a transaction amounts to from everything but its own amount: type, category, payment method, words,
 * date, and what earlier rows of its account, payee and category amounted to. Learned on the rows of the main
 * currency.
 *
 * Measured up to 300 rows by ten random splits 80 to 20, where rows held out are not looked back on either; above on
 * the last fifth by time. Choice of the model and range included, everything is learned without the rows that it is
 * measured on.
 *
 * @throws TitansError `DATA_INSUFFICIENT` below twenty rows of one currency, `ABORTED`.
 */
export async function trainAmount(
  table: TransactionTable,
  options: TaskOptions,
  amount: AmountOptions = {},
): Promise<AmountModel> {
  checkOptions(amount);
  const currency = mainCurrency(table);
  const rows = [...timeOrder(table)].filter((row) => valueAt(table.columns.currency, row) === currency);
  if (currency === undefined || rows.length < leastRows) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `Amounts need at least ${leastRows} rows of one currency; there are ${rows.length}.`,
      { details: { task: 'amount', rows: rows.length } },
    );
  }
  const own = selectRows(table, rows);
  const { fitted, vocabulary, measurements } = await (rows.length <= mostSplit
    ? fromFew(own, options, amount)
    : fromMany(own, options));
  const incomes = rows.filter((row) => valueAt(table.columns.type, row) === 'Income').length;
  return amountModel({
    fitted,
    vocabulary,
    currency,
    usualType: incomes > rows.length / 2 ? 'Income' : 'Expense',
    coverage: measured(measurements, 'coverage') ?? rangeLevel,
    measurements,
    trainedOn: rows.length,
  });
}

async function fromFew(
  table: TransactionTable,
  options: TaskOptions,
  amount: AmountOptions,
): Promise<Learned> {
  const measurements = await measureBySplits(table, options, amount);
  const data = amountData(table, [...Array(table.length).keys()]);
  return { fitted: await fitAmount(data, options, amount), vocabulary: data.vocabulary, measurements };
}

/** @param table Oldest row first. */
async function fromMany(table: TransactionTable, options: TaskOptions): Promise<Learned> {
  const all = [...Array(table.length).keys()];
  const n = Math.round(table.length * heldOutShare);
  const [seen, tested] = [all.slice(0, -n), all.slice(-n)];
  // Rows held out are known by the time that later ones are asked about; no row to learn from sees them.
  const earlier = amountData(table, seen);
  const training = takeRows(earlier, seen);
  const measuredModel = await fitByTime(training, options);
  const unseen = takeRows(earlier, tested);
  const method = `time-ordered hold-out, last ${n} of ${table.length} rows`;
  const measurements = measureOn(measuredModel, training, unseen, method);
  const data = amountData(table, all);
  return {
    fitted: await refitByTime(measuredModel, unseen, data, options),
    vocabulary: data.vocabulary,
    measurements,
  };
}

function checkOptions({ also = [] }: AmountOptions): void {
  if (also.every((name) => name === 'ml-random-forest')) return;
  throw new TitansError('INVALID_ARGUMENT', 'amount.also can name ml-random-forest.', {
    details: { field: 'amount.also' },
  });
}
