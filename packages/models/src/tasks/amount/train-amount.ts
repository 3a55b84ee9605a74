import { selectRows, TitansError, type TransactionTable, timeOrder, valueAt } from '@titans/core';
import { refuseLeakage } from '../../features/leakage.js';
import { mainCurrency } from '../main-currency.js';
import type { AmountModel, Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { amountCategories, amountColumns } from './amount-input.js';
import { amountModel } from './amount-model.js';
import { amountTable, knownRows, takeRows } from './amount-rows.js';
import type { AmountOptions } from './candidates.js';
import { fitAmount } from './fit-amount.js';
import { fitByTime } from './fit-by-time.js';
import type { FittedAmount } from './fitted-amount.js';
import { heldOutByTime } from './held-out.js';
import { measureBySplits, measureOn } from './measure-amount.js';

const leastRows = 20;
/** Rows up to which the model is measured by repeated random splits. */
const mostSplit = 300;
/** Rows from which quantiles are learned in place of a point. */
const leastQuantileRows = 1_500;
const heldOutShare = 0.2;

interface Learned {
  readonly fitted: FittedAmount;
  readonly measurements: readonly Measurement[];
}

/**
 * Learns what a transaction amounts to from everything but its own amount: type, category, payment method, date,
 * account, and what earlier rows of its type, category and payee amounted to. Learned on the rows of the main currency.
 *
 * From 1,500 rows on, five quantiles are learned by gradient boosting, of the amounts and of how far they are from the usual
 * ones, whose mean is told, and corrected on later rows than those (conformalised quantile regression, by kind of row); below, the best of several models for the middle is chosen by
 * cross-validation, and ranges are measured from it. A payee who has asked for the same amount several times in a row
 * is told that amount.
 *
 * Measured up to 300 rows by ten random splits 80 to 20 (three with the budget `quick`), where rows held out are not
 * looked back on either; above on the last fifth by time, and with quantiles on the last 15 %. Choice of the model and
 * range included, everything is learned without the rows that it is measured on.
 *
 * @throws TitansError `INVALID_ARGUMENT`, `DATA_INSUFFICIENT` below twenty rows of one currency, `ABORTED`.
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
  const { fitted, measurements } = await (rows.length <= mostSplit
    ? fromFew(own, options, amount)
    : fromMany(own, options));
  const incomes = rows.filter((row) => valueAt(table.columns.type, row) === 'Income').length;
  refuseLeakage(amountColumns(fitted.categories), 'amount');
  return amountModel({
    fitted,
    currency,
    usualType: incomes > rows.length / 2 ? 'Income' : 'Expense',
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
  const data = amountTable(table);
  const categories = amountCategories(data.rows);
  const known = knownRows(data, categories, table.length);
  return { fitted: await fitAmount(known, [...data.rows.keys()], categories, options, amount), measurements };
}

/** @param table Oldest row first. */
async function fromMany(table: TransactionTable, options: TaskOptions): Promise<Learned> {
  const data = amountTable(table);
  if (table.length >= leastQuantileRows) return fitByTime(data, options);
  const all = [...data.rows.keys()];
  const n = Math.round(table.length * heldOutShare);
  const until = table.length - n;
  const categories = amountCategories(data.rows.slice(0, until));
  // Rows held out are known by the time that later ones of their account are asked about; no row to learn from sees them.
  const earlier = knownRows(data, categories, until);
  const [seen, tested] = [all.slice(0, until), all.slice(until)];
  const measurements = measureOn(
    await fitAmount(earlier, seen, categories, options, {}, heldOutByTime(data, categories, until)),
    takeRows(earlier, seen),
    takeRows(earlier, tested),
    table.length,
    options,
  );
  const everyCategory = amountCategories(data.rows);
  const known = knownRows(data, everyCategory, table.length);
  const heldOut = heldOutByTime(data, everyCategory, table.length);
  return { measurements, fitted: await fitAmount(known, all, everyCategory, options, {}, heldOut) };
}

function checkOptions(amount: AmountOptions): void {
  if (typeof amount !== 'object' || amount === null) {
    throw new TitansError('INVALID_ARGUMENT', 'The options of amount must be an object.', {
      details: { field: 'amount' },
    });
  }
  const { also = [] } = amount;
  if (Array.isArray(also) && also.every((name) => name === 'ml-random-forest')) return;
  throw new TitansError('INVALID_ARGUMENT', 'amount.also must be a list, which can name ml-random-forest.', {
    details: { field: 'amount.also' },
  });
}
