import {
  breathe,
  createRandom,
  selectRows,
  TitansError,
  type TransactionTable,
  transactionTypes,
  valueAt,
} from '@titans/core';
import { median } from 'simple-statistics';
import { meanAbsoluteError, rSquared } from '../../evaluation/index.js';
import { featureRows } from '../../features/feature-row.js';
import { refuseLeakage } from '../../features/leakage.js';
import { mainCurrency } from '../main-currency.js';
import { measured } from '../measurements.js';
import type { AmountModel, Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import {
  type AmountVocabulary,
  amountColumns,
  amountFeatures,
  amountMatrix,
  amountVocabulary,
  matrixRows,
} from './amount-input.js';
import { amountModel, predictLogAmounts } from './amount-model.js';
import { type FittedAmount, fitAmount, rangeLevel } from './fit-amount.js';

const leastRows = 20;
/** Rows up to which the model is measured by repeated random splits. */
const mostSplit = 300;
const repeatedSplits = 10;
const heldOutShare = 0.2;

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
export async function trainAmount(table: TransactionTable, options: TaskOptions): Promise<AmountModel> {
  const currency = mainCurrency(table);
  const rows = [...Array(table.length).keys()].filter(
    (row) => valueAt(table.columns.currency, row) === currency,
  );
  if (currency === undefined || rows.length < leastRows) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `Amounts need at least ${leastRows} rows of one currency; there are ${rows.length}.`,
      { details: { task: 'amount', rows: rows.length } },
    );
  }
  const own = selectRows(table, rows);
  const measurements = await (own.length <= mostSplit ? repeatedSplit : timeSplit)(own, options);
  const all = new Uint8Array(own.length).fill(1);
  const { fitted, vocabulary } = await learn(own, all, all, options);
  const incomes = own.columns.type.codes.reduce(
    (sum, _, row) => sum + (valueAt(own.columns.type, row) === 'Income' ? 1 : 0),
    0,
  );
  return amountModel({
    fitted,
    vocabulary,
    currency,
    usualType: incomes > own.length / 2 ? 'Income' : 'Expense',
    coverage: measured(measurements, 'coverage') ?? rangeLevel,
    measurements,
    trainedOn: own.length,
  });
}

interface Learned {
  readonly fitted: FittedAmount;
  readonly vocabulary: AmountVocabulary;
  /** Predictions of all rows of the table, of which those that were not seen are of interest. */
  readonly predicted: ReturnType<typeof predictLogAmounts>;
}

/**
 * Learns from some rows and predicts all.
 *
 * @param seen Rows to learn from.
 * @param visible Rows that others look back on.
 */
async function learn(
  table: TransactionTable,
  seen: Uint8Array,
  visible: Uint8Array,
  options: TaskOptions,
): Promise<Learned> {
  const rows = featureRows(table);
  const training = [...seen.keys()].filter((row) => seen[row] === 1);
  const vocabulary = amountVocabulary(training.map((row) => rows[row] as (typeof rows)[number]));
  refuseLeakage(amountColumns(vocabulary), 'amount');
  const matrix = amountMatrix(rows, amountFeatures.matrix(table, { visible }), vocabulary);
  const types = Float64Array.from(rows, (row) =>
    row.type === null ? Number.NaN : transactionTypes.indexOf(row.type),
  );
  const days = table.columns.date;
  const fitted = await fitAmount(
    {
      matrix: matrixRows(matrix, training),
      target: Float64Array.from(training, (row) => Math.log1p(Math.abs(rows[row]?.amount ?? 0))),
      types: Float64Array.from(training, (row) => types[row] as number),
      days: Int32Array.from(training, (row) => days[row] as number),
    },
    options,
  );
  return { fitted, vocabulary, predicted: predictLogAmounts(fitted, matrix, types, true) };
}

interface Figures {
  readonly mae: number;
  readonly baseline: number;
  readonly r2: number;
  readonly coverage: number;
}

async function repeatedSplit(table: TransactionTable, options: TaskOptions): Promise<readonly Measurement[]> {
  const splits = options.budget === 'standard' ? repeatedSplits : 3;
  const n = Math.ceil(table.length * heldOutShare);
  const all: Figures[] = [];
  for (let split = 0; split < splits; split++) {
    await breathe(options.signal, 'amount');
    options.onProgress?.({ stage: 'amount: random splits', done: split, total: splits, unit: 'rounds' });
    const order = createRandom(options.seed, `amount/split/${split}`).shuffle(
      Int32Array.from({ length: table.length }, (_, row) => row),
    );
    const seen = new Uint8Array(table.length).fill(1);
    for (const row of order.subarray(0, n)) seen[row] = 0;
    all.push(await figures(table, seen, seen, options));
  }
  return toMeasurements(all, `random 80/20 split of ${table.length} rows, mean of ${splits} seeds`, n);
}

async function timeSplit(table: TransactionTable, options: TaskOptions): Promise<readonly Measurement[]> {
  const days = [...table.columns.date.keys()].sort(
    (a, b) => (table.columns.date[a] as number) - (table.columns.date[b] as number) || a - b,
  );
  const n = Math.round(table.length * heldOutShare);
  const seen = new Uint8Array(table.length).fill(1);
  for (const row of days.slice(-n)) seen[row] = 0;
  // Rows held out are known by the time that later ones are asked about; no row to learn from sees them.
  const found = await figures(table, seen, new Uint8Array(table.length).fill(1), options);
  return toMeasurements([found], `time-ordered hold-out, last ${n} of ${table.length} rows`, n);
}

async function figures(
  table: TransactionTable,
  seen: Uint8Array,
  visible: Uint8Array,
  options: TaskOptions,
): Promise<Figures> {
  const { predicted } = await learn(table, seen, visible, options);
  const rows = featureRows(table);
  const tested = [...seen.keys()].filter((row) => seen[row] === 0);
  const actual = tested.map((row) => rows[row]?.amount as number);
  const baseline = medianByType(rows, seen);
  let covered = 0;
  const predictions = tested.map((row, index) => {
    const { point, low, high } = predicted[row] as (typeof predicted)[number];
    const logarithm = Math.log1p(Math.abs(actual[index] as number));
    if (logarithm >= low && logarithm <= high) covered++;
    return (rows[row]?.type === 'Expense' ? -1 : 1) * Math.expm1(point);
  });
  return {
    mae: meanAbsoluteError(actual, predictions),
    baseline: meanAbsoluteError(
      actual,
      tested.map((row) => baseline(rows[row]?.type === 'Expense')),
    ),
    r2: rSquared(actual, predictions),
    coverage: covered / tested.length,
  };
}

/** The median amount of the type among the rows seen, 0 without one. */
function medianByType(
  rows: ReturnType<typeof featureRows>,
  seen: Uint8Array,
): (isExpense: boolean) => number {
  const of = (type: 'Income' | 'Expense'): number => {
    const amounts = rows
      .filter((row, index) => seen[index] === 1 && row.type === type)
      .map((row) => row.amount);
    return amounts.length === 0 ? 0 : median(amounts);
  };
  const [expense, income] = [of('Expense'), of('Income')];
  return (isExpense) => (isExpense ? expense : income);
}

function toMeasurements(all: readonly Figures[], method: string, n: number): readonly Measurement[] {
  const mean = (read: (one: Figures) => number): number =>
    all.reduce((sum, one) => sum + read(one), 0) / all.length;
  const figure = (metric: string, value: number): Measurement => ({ metric, value, method, n });
  return [
    figure(
      'mae',
      mean(({ mae }) => mae),
    ),
    figure(
      'r2',
      mean(({ r2 }) => r2),
    ),
    figure(
      'median_mae',
      mean(({ baseline }) => baseline),
    ),
    figure(
      'coverage',
      mean(({ coverage }) => coverage),
    ),
  ].filter(({ value }) => Number.isFinite(value));
}
