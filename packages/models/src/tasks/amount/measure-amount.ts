import { breathe, createRandom, type TransactionTable } from '@titans/core';
import { median } from 'simple-statistics';
import { meanAbsoluteError, rSquared } from '../../evaluation/index.js';
import type { Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { amountCategories } from './amount-input.js';
import { type AmountRows, amountTable, knownRows, takeRows } from './amount-rows.js';
import type { AmountOptions } from './candidates.js';
import { fitAmount } from './fit-amount.js';
import { type RangedPlan, tellAmounts } from './fitted-amount.js';
import { errorsPerRow, heldOutAmounts, type ToldAmounts } from './held-out-amounts.js';
import { pinball } from './quantile-models.js';
import { type AmountLevel, payeeKnowledge, rangeEnds } from './range.js';

/** One random split of a few dozen rows says little: the mean of several is reported. */
const repeatedSplits = 10;
const quickSplits = 3;
const heldOutShare = 0.2;

/** By the name of the metric; NaN where it cannot be measured, as R² of equal amounts. */
type Figures = Readonly<Record<string, number>>;

/** Figures of repeated random splits 80 to 20. Rows held out are not looked back on. */
export async function measureBySplits(
  table: TransactionTable,
  options: TaskOptions,
  amount: AmountOptions,
): Promise<readonly Measurement[]> {
  const splits = options.budget === 'standard' ? repeatedSplits : quickSplits;
  const n = Math.ceil(table.length * heldOutShare);
  const all: Figures[] = [];
  const errors = errorsPerRow(table.length);
  for (let split = 0; split < splits; split++) {
    await breathe(options.signal, 'amount');
    options.onProgress?.({ stage: 'amount: random splits', done: split, total: splits, unit: 'rounds' });
    const order = createRandom(options.seed, `amount/split/${split}`).shuffle(
      Array.from({ length: table.length }, (_, row) => row),
    );
    const [tested, seen] = [order.slice(0, n), order.slice(n).sort((a, b) => a - b)];
    const visible = new Uint8Array(table.length);
    for (const row of seen) visible[row] = 1;
    const data = amountTable(table, visible);
    const categories = amountCategories(seen.map((row) => data.rows[row] as (typeof data.rows)[number]));
    const known = knownRows(data, categories, table.length, visible);
    const fitted = await fitAmount(known, seen, categories, options, amount);
    const outcome = figuresOf(fitted, takeRows(known, seen), takeRows(known, tested));
    all.push(outcome.figures);
    errors.add(tested, outcome.rows);
  }
  options.onHeldOut?.(errors.heldOut(`${splits} random splits of seed ${options.seed}`));
  return measurementsOf(all, `random 80/20 split of ${table.length} rows, mean of ${splits} seeds`, n);
}

/** Figures of one model on the last of `all` rows by time, which it had not seen. */
export function measureOn(
  fitted: RangedPlan,
  training: AmountRows,
  tested: AmountRows,
  all: number,
  { onHeldOut }: Pick<TaskOptions, 'onHeldOut'>,
): readonly Measurement[] {
  const n = tested.target.length;
  const { figures, rows } = figuresOf(fitted, training, tested);
  onHeldOut?.(heldOutAmounts(rows, `rows ${all - n} to ${all}`));
  return measurementsOf([figures], `time-ordered hold-out, last ${n} of ${all} rows`, n);
}

function figuresOf(
  fitted: RangedPlan,
  training: AmountRows,
  tested: AmountRows,
): { readonly figures: Figures; readonly rows: ToldAmounts } {
  const { target, types } = tested;
  const told = tellAmounts(fitted, tested.knowledge, types);
  const signed = (logarithm: number, row: number): number =>
    (types[row] === 1 ? -1 : 1) * Math.expm1(logarithm);
  const actual = target.map(signed);
  const points = told.point.map(signed);
  const medians = [0, 1].map((type) => {
    const ofType = [...training.target].filter((_, row) => training.types[row] === type);
    return ofType.length === 0 ? 0 : median(ofType);
  });
  const ends = (level: AmountLevel): readonly { low: number; high: number }[] =>
    Array.from(target, (_, row) => rangeEnds(fitted.range, told, level, row));
  const [usual, wide] = [ends(0.8), ends(0.95)];
  const unseen = [...told.kinds.keys()].filter(
    (row) => (told.kinds[row] as number) % payeeKnowledge.length === 0,
  );
  const every = [...target.keys()];
  const covered = (rows: readonly number[], of: typeof usual): number =>
    rows.filter((row) => {
      const value = target[row] as number;
      return value >= (of[row]?.low as number) && value <= (of[row]?.high as number);
    }).length / rows.length;
  const sizes = target.map(Math.expm1);
  const figures = {
    mae: meanAbsoluteError(actual, points),
    r2: rSquared(actual, points),
    median_mae: meanAbsoluteError(
      actual,
      types.map((type, row) => signed(medians[type] ?? 0, row)),
    ),
    coverage: covered(every, usual),
    coverage_95: covered(every, wide),
    coverage_new_payees: covered(unseen, usual),
    coverage_95_new_payees: covered(unseen, wide),
    pinball_10: pinball(
      sizes,
      usual.map(({ low }) => Math.expm1(low)),
      0.1,
    ),
    pinball_50: pinball(sizes, told.point.map(Math.expm1), 0.5),
    pinball_90: pinball(
      sizes,
      usual.map(({ high }) => Math.expm1(high)),
      0.9,
    ),
  };
  return { figures, rows: { actual, points } };
}

/** Means over the splits. A figure that cannot be measured, as R² of equal amounts, is left out. */
function measurementsOf(all: readonly Figures[], method: string, n: number): readonly Measurement[] {
  return Object.keys(all[0] ?? {})
    .map((metric) => {
      const values = all.map((figures) => figures[metric] as number);
      return { metric, value: values.reduce((sum, value) => sum + value, 0) / values.length, method, n };
    })
    .filter(({ value }) => Number.isFinite(value));
}
