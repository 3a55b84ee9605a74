import { breathe, createRandom } from '@titans/core';
import type { FitOptions, FittedRegressor, Regressor } from '../../estimators/estimator.js';
import { gradientBoosting } from '../../estimators/trees/gradient-boosting.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { TaskOptions } from '../train-options.js';
import { matrixRows } from './amount-input.js';
import { type AmountCandidate, type AmountColumns, amountCandidates, columnsFor } from './candidates.js';
import { type AmountRange, rangeReach } from './range.js';

/** What was learned from some rows. */
export interface FittedAmount {
  readonly name: string;
  readonly columns: AmountColumns;
  readonly regressor: FittedRegressor;
  readonly range: AmountRange;
}

export const rangeLevel = 0.8;
const folds = 5;
/** Rows from which the range comes from quantile models. */
const leastRowsOfQuantiles = 500;
/** How much less the mean absolute error must be than the simpler candidate's. */
const leastGain = 0.01;

/**
 * Chooses among the candidates by the mean absolute error (of the logarithms) of 5-fold cross-validation, fits the
 * choice on all rows and measures its range on the same folds.
 *
 * @param target ln(1 + absolute amount).
 */
export async function fitAmount(
  matrix: FeatureMatrix,
  target: Float64Array,
  types: Float64Array,
  options: TaskOptions,
): Promise<FittedAmount> {
  const foldOf = randomFolds(matrix.rows, options.seed);
  const fit = fitOptions(options);
  let best: { candidate: AmountCandidate; predicted: Float64Array; error: number } | undefined;
  for (const candidate of amountCandidates(matrix.rows, options.budget)) {
    await breathe(options.signal, 'amount');
    const predicted = await outOfFold(
      candidate.estimator,
      columnsFor(matrix, candidate.columns),
      target,
      foldOf,
      fit,
    );
    const error = meanAbsoluteError(predicted, target);
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
    matrix.rows < leastRowsOfQuantiles
      ? {
          level: rangeLevel,
          quantiles: null,
          reach: rangeReach(target, predicted, predicted, types, rangeLevel),
        }
      : await quantileRange(matrix, target, types, foldOf, fit);
  return { name: candidate.estimator.name, columns: candidate.columns, regressor, range };
}

async function quantileRange(
  matrix: FeatureMatrix,
  target: Float64Array,
  types: Float64Array,
  foldOf: Int32Array,
  options: FitOptions,
): Promise<AmountRange> {
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
    reach: rangeReach(target, lower, upper, types, rangeLevel),
  };
}

/** Predictions of every row by a model that was fitted without its fold. */
async function outOfFold(
  estimator: Regressor,
  matrix: FeatureMatrix,
  target: Float64Array,
  foldOf: Int32Array,
  options: FitOptions,
): Promise<Float64Array> {
  const predicted = new Float64Array(matrix.rows);
  for (let fold = 0; fold < folds; fold++) {
    const train = [...foldOf.keys()].filter((row) => foldOf[row] !== fold);
    const test = [...foldOf.keys()].filter((row) => foldOf[row] === fold);
    const fitted = await fitWithBlanks(
      estimator,
      matrixRows(matrix, train),
      Float64Array.from(train, (row) => target[row] as number),
      options,
    );
    const values = fitted.predict(matrixRows(matrix, test));
    test.forEach((row, index) => {
      predicted[row] = values[index] as number;
    });
  }
  return predicted;
}

const categoryColumns: ReadonlySet<string> = new Set(['category', 'category_avg_amount']);

/**
 * Fits on the rows and, at half the weight each, on copies of them without their category. Who asks for an amount
 * often cannot tell the category, while in training it may be missing of income alone: without the copies, a missing
 * category would count as income.
 */
async function fitWithBlanks(
  estimator: Regressor,
  matrix: FeatureMatrix,
  target: Float64Array,
  options: FitOptions,
): Promise<FittedRegressor> {
  const category = matrix.columns[matrix.features.findIndex(({ name }) => name === 'category')];
  const labelled = [...target.keys()].filter((row) => !Number.isNaN(category?.[row] ?? Number.NaN));
  const doubled = matrixRows(matrix, [...target.keys(), ...labelled]);
  const columns = doubled.columns.map((column, index) =>
    categoryColumns.has(matrix.features[index]?.name ?? '') ? column.fill(Number.NaN, matrix.rows) : column,
  );
  const weights = new Float64Array(doubled.rows).fill(0.5);
  for (const row of target.keys()) weights[row] = 1;
  for (const row of labelled) weights[row] = 0.5;
  const targets = Float64Array.from([...target, ...labelled.map((row) => target[row] as number)]);
  return estimator.fit({ ...doubled, columns }, targets, { ...options, weights });
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

/** On the logarithmic scale, so that a salary does not outweigh a hundred purchases. */
function meanAbsoluteError(predicted: Float64Array, target: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < target.length; row++)
    sum += Math.abs((predicted[row] as number) - (target[row] as number));
  return sum / target.length;
}

function fitOptions({ seed, signal }: TaskOptions): FitOptions {
  return signal === undefined ? { seed } : { seed, signal };
}
