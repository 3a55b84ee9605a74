import { breathe, createRandom } from '@titans/core';
import type { FitOptions, FittedRegressor, Regressor } from '../../estimators/estimator.js';
import { gradientBoosting } from '../../estimators/trees/gradient-boosting.js';
import { meanAbsoluteError } from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { TaskOptions } from '../train-options.js';
import { matrixRows } from './amount-input.js';
import { blankCopies, fitWithBlanks, lacksHistory } from './blanks.js';
import { type AmountCandidate, type AmountColumns, amountCandidates, columnsFor } from './candidates.js';
import { type AmountRange, type Reach, rangeReach } from './range.js';

/** What was learned from some rows. */
export interface FittedAmount {
  readonly name: string;
  readonly columns: AmountColumns;
  readonly regressor: FittedRegressor;
  readonly range: AmountRange;
}

/** Rows to learn from. */
export interface AmountRows {
  readonly matrix: FeatureMatrix;
  /** ln(1 + absolute amount). */
  readonly target: Float64Array;
  /** 0 for Income, 1 for Expense. */
  readonly types: Float64Array;
  /** Epoch day of each row: with many rows the folds are blocks of time, as the rows to come are another. */
  readonly days: Int32Array;
}

/** Predictions by models that were fitted without the row: of the rows as they are, and of their blank copies. */
interface OutOfFold {
  readonly known: Float64Array;
  readonly blank: Float64Array;
}

export const rangeLevel = 0.8;
const folds = 5;
/** Rows from which the range comes from quantile models, and the folds are blocks of time. */
const manyRows = 500;
/** How much less the mean absolute error must be than the simpler candidate's. */
const leastGain = 0.01;

/**
 * Chooses among the candidates by the mean absolute error of 5-fold cross-validation, of the logarithms so that a
 * salary does not outweigh a hundred purchases; fits the choice on all rows and measures its range on the same folds.
 */
export async function fitAmount(rows: AmountRows, options: TaskOptions): Promise<FittedAmount> {
  const { matrix, target } = rows;
  const foldOf = matrix.rows < manyRows ? randomFolds(matrix.rows, options.seed) : timeBlocks(rows.days);
  const fit: FitOptions =
    options.signal === undefined ? { seed: options.seed } : { seed: options.seed, signal: options.signal };
  let best: { candidate: AmountCandidate; predicted: OutOfFold; error: number } | undefined;
  for (const candidate of amountCandidates(matrix.rows, options.budget)) {
    await breathe(options.signal, 'amount');
    const columns = columnsFor(matrix, candidate.columns);
    const predicted = await outOfFold(candidate.estimator, columns, target, foldOf, fit);
    const error = meanAbsoluteError(target, predicted.known) + meanAbsoluteError(target, predicted.blank);
    if (best === undefined || error < (1 - leastGain) * best.error) best = { candidate, predicted, error };
  }
  const { candidate, predicted } = best as NonNullable<typeof best>;
  const regressor = await fitWithBlanks(
    candidate.estimator,
    columnsFor(matrix, candidate.columns),
    target,
    fit,
  );
  const range =
    matrix.rows < manyRows
      ? { level: rangeLevel, quantiles: null, reach: reachOf(rows, predicted, predicted) }
      : await quantileRange(rows, foldOf, fit);
  return { name: candidate.estimator.name, columns: candidate.columns, regressor, range };
}

async function quantileRange(
  rows: AmountRows,
  foldOf: Int32Array,
  options: FitOptions,
): Promise<AmountRange> {
  const { matrix, target } = rows;
  const model = (quantile: number): Regressor =>
    gradientBoosting({ objective: 'quantile', quantile, rounds: 100, learningRate: 0.1, maxLeaves: 15 });
  const [low, high] = [model((1 - rangeLevel) / 2), model((1 + rangeLevel) / 2)];
  const lower = await outOfFold(low, matrix, target, foldOf, options);
  const upper = await outOfFold(high, matrix, target, foldOf, options);
  return {
    level: rangeLevel,
    quantiles: {
      lower: await fitWithBlanks(low, matrix, target, options),
      upper: await fitWithBlanks(high, matrix, target, options),
    },
    reach: reachOf(rows, lower, upper),
  };
}

/** The reach of rows as they are, and of the copies that lack a history. */
function reachOf({ target, types }: AmountRows, lower: OutOfFold, upper: OutOfFold): AmountRange['reach'] {
  const blankRows = [...target.keys()].filter(lacksHistory);
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(blankRows, (row) => values[row] as number);
  const blank: readonly Reach[] = rangeReach(
    pick(target),
    pick(lower.blank),
    pick(upper.blank),
    pick(types),
    rangeLevel,
  );
  return { known: rangeReach(target, lower.known, upper.known, types, rangeLevel), blank };
}

async function outOfFold(
  estimator: Regressor,
  matrix: FeatureMatrix,
  target: Float64Array,
  foldOf: Int32Array,
  options: FitOptions,
): Promise<OutOfFold> {
  const copies = blankCopies(matrix);
  const known = new Float64Array(matrix.rows);
  const blank = new Float64Array(matrix.rows);
  for (let fold = 0; fold < folds; fold++) {
    const train = [...foldOf.keys()].filter((row) => foldOf[row] !== fold);
    const test = [...foldOf.keys()].filter((row) => foldOf[row] === fold);
    const trainTarget = Float64Array.from(train, (row) => target[row] as number);
    const fitted = await fitWithBlanks(estimator, matrixRows(matrix, train), trainTarget, options);
    const ofKnown = fitted.predict(matrixRows(matrix, test));
    const ofBlank = fitted.predict(matrixRows(copies, test));
    test.forEach((row, index) => {
      known[row] = ofKnown[index] as number;
      blank[row] = ofBlank[index] as number;
    });
  }
  return { known, blank };
}

/** Five blocks of as many rows, oldest first. */
function timeBlocks(days: Int32Array): Int32Array {
  const order = [...days.keys()].sort((a, b) => (days[a] as number) - (days[b] as number) || a - b);
  const foldOf = new Int32Array(days.length);
  order.forEach((row, position) => {
    foldOf[row] = Math.floor((position * folds) / days.length);
  });
  return foldOf;
}

function randomFolds(rows: number, seed: number): Int32Array {
  const order = createRandom(seed, 'amount/folds').shuffle(
    Int32Array.from({ length: rows }, (_, row) => row),
  );
  const foldOf = new Int32Array(rows);
  order.forEach((row, position) => {
    foldOf[row] = position % folds;
  });
  return foldOf;
}
