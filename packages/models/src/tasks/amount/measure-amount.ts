import { breathe, createRandom, type TransactionTable } from '@titans/core';
import { median } from 'simple-statistics';
import { meanAbsoluteError, rSquared } from '../../evaluation/index.js';
import type { Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { predictLogAmounts } from './amount-model.js';
import { type AmountRows, amountData, takeRows } from './amount-rows.js';
import type { AmountOptions } from './candidates.js';
import { type FittedAmount, fitAmount } from './fit-amount.js';

const repeatedSplits = 10;
const quickSplits = 3;
const heldOutShare = 0.2;

/** What was measured on some rows; `median` stands for the median of the type. */
interface Figures {
  readonly mae: number;
  readonly medianMae: number;
  readonly r2: number;
  readonly coverage: number;
}

/** Figures of repeated random splits 80 to 20. Rows held out are not looked back on. */
export async function measureBySplits(
  table: TransactionTable,
  options: TaskOptions,
  amount: AmountOptions,
): Promise<readonly Measurement[]> {
  const splits = options.budget === 'standard' ? repeatedSplits : quickSplits;
  const n = Math.ceil(table.length * heldOutShare);
  const all: Figures[] = [];
  for (let split = 0; split < splits; split++) {
    await breathe(options.signal, 'amount');
    options.onProgress?.({ stage: 'amount: random splits', done: split, total: splits, unit: 'rounds' });
    const order = createRandom(options.seed, `amount/split/${split}`).shuffle(
      Array.from({ length: table.length }, (_, row) => row),
    );
    const [tested, seen] = [order.slice(0, n), order.slice(n).sort((a, b) => a - b)];
    const visible = new Uint8Array(table.length);
    for (const row of seen) visible[row] = 1;
    const data = amountData(table, seen, visible);
    const training = takeRows(data, seen);
    all.push(figuresOf(await fitAmount(training, options, amount), training, takeRows(data, tested)));
  }
  return measurementsOf(all, `random 80/20 split of ${table.length} rows, mean of ${splits} seeds`, n);
}

/** Figures of one model on rows that it had not seen. */
export function measureOn(
  fitted: FittedAmount,
  training: AmountRows,
  tested: AmountRows,
  method: string,
): readonly Measurement[] {
  return measurementsOf([figuresOf(fitted, training, tested)], method, tested.target.length);
}

function figuresOf(
  fitted: FittedAmount,
  training: AmountRows,
  { matrix, target, types }: AmountRows,
): Figures {
  const signed = (logarithm: number, row: number): number =>
    (types[row] === 1 ? -1 : 1) * Math.expm1(logarithm);
  const actual = target.map(signed);
  const predicted = predictLogAmounts(fitted, matrix, types, true);
  const medians = [0, 1].map((type) => {
    const ofType = [...training.target].filter((_, row) => training.types[row] === type);
    return ofType.length === 0 ? 0 : median(ofType);
  });
  let covered = 0;
  predicted.forEach(({ low, high }, row) => {
    if ((target[row] as number) >= low && (target[row] as number) <= high) covered++;
  });
  const points = predicted.map(({ point }, row) => signed(point, row));
  return {
    mae: meanAbsoluteError(actual, points),
    medianMae: meanAbsoluteError(
      actual,
      types.map((type, row) => signed(medians[type] ?? 0, row)),
    ),
    r2: rSquared(actual, points),
    coverage: covered / target.length,
  };
}

/** Means over the splits. A figure that cannot be measured, as R² of equal amounts, is left out. */
function measurementsOf(all: readonly Figures[], method: string, n: number): readonly Measurement[] {
  const mean = (read: (one: Figures) => number): number =>
    all.reduce((sum, one) => sum + read(one), 0) / all.length;
  return [
    { metric: 'mae', value: mean(({ mae }) => mae), method, n },
    { metric: 'r2', value: mean(({ r2 }) => r2), method, n },
    { metric: 'median_mae', value: mean(({ medianMae }) => medianMae), method, n },
    { metric: 'coverage', value: mean(({ coverage }) => coverage), method, n },
  ].filter(({ value }) => Number.isFinite(value));
}
