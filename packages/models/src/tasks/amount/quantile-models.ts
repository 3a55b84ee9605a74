import { breathe } from '@titans/core';
import type { FittedRegressor } from '../../estimators/estimator.js';
import { sortShort } from '../../estimators/neighbours/sort-short.js';
import { type FittedGradientBoosting, gradientBoosting } from '../../estimators/trees/gradient-boosting.js';
import { fewestForBits, leafAdder } from '../../estimators/trees/kernel/binned-walk.js';
import { type MergedBoosting, mergedBoosting } from '../../estimators/trees/merged-boosting.js';
import { addLeafValues } from '../../estimators/trees/tree-ensemble.js';
import { selectMatrixRows } from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { fitOptions, type TaskOptions } from '../train-options.js';

/** Quantiles that are learned: the median, and the ends of both ranges. */
export const quantileLevels = [0.025, 0.1, 0.5, 0.9, 0.975] as const;

/**
 * Models of each level of {@link quantileLevels}, of the amounts and of how far they are from the usual ones. What the two
 * say is averaged, for they err in different ways: trees tell amounts in steps that many payees share, while distances
 * follow what the payee was paid, however far from all others.
 */
export interface QuantileModels<Of> {
  readonly amounts: readonly Of[];
  /** None where no row had a usual amount. */
  readonly distances: readonly Of[];
}

/** Rows to learn from or to be weighed on. */
export interface QuantileRows {
  readonly matrix: FeatureMatrix;
  /** ln(1 + absolute amount). */
  readonly target: Float64Array;
  /** Usual amounts on the scale of the target; NaN where there is none. */
  readonly usual: Float64Array;
}

/** The rows that have a usual amount, with what they are to be told: how far from it they are. */
function fromUsual({ matrix, target, usual }: QuantileRows): QuantileRows {
  const known = [...usual.keys()].filter((row) => !Number.isNaN(usual[row]));
  return {
    matrix: known.length === matrix.rows ? matrix : selectMatrixRows(matrix, known),
    target: Float64Array.from(known, (row) => (target[row] as number) - (usual[row] as number)),
    usual: Float64Array.from(known, (row) => usual[row] as number),
  };
}

/**
 * How each level is learned. The tails have few rows beyond them and overfit sooner: fewer rounds, and leaves of more
 * rows. `weightPower` is the power of the usual amount that errors count by.
 */
const treesOfLevels = [
  { rounds: 60, maxLeaves: 15, minSamplesLeaf: 60, weightPower: 0.5 },
  { rounds: 100, maxLeaves: 21, minSamplesLeaf: 40, weightPower: 0.5 },
  { rounds: 120, maxLeaves: 31, minSamplesLeaf: 20, weightPower: 0.5 },
  { rounds: 100, maxLeaves: 31, minSamplesLeaf: 40, weightPower: 0 },
  { rounds: 60, maxLeaves: 15, minSamplesLeaf: 60, weightPower: 0 },
] as const;
/** Rounds after which a model is weighed. */
const stepRounds = 10;

/**
 * Gradient boosting per level (pinball loss), of the amounts and of their distances from the usual ones. Part of the rows
 * and columns for each tree: models of five levels that are each a little different in their errors cross less and err
 * less, and lean less on what a change of the payments ends.
 *
 * @param rounds Of each model, or the most unless told.
 */
export async function fitQuantiles(
  rows: QuantileRows,
  options: TaskOptions,
  rounds?: QuantileModels<number>,
): Promise<QuantileModels<FittedGradientBoosting>> {
  const distances = fromUsual(rows);
  return {
    amounts: await fitLevels(rows, options, rounds?.amounts),
    distances: distances.matrix.rows === 0 ? [] : await fitLevels(distances, options, rounds?.distances),
  };
}

async function fitLevels(
  { matrix, target, usual }: QuantileRows,
  options: TaskOptions,
  rounds?: readonly number[],
): Promise<readonly FittedGradientBoosting[]> {
  const models: FittedGradientBoosting[] = [];
  for (const [index, quantile] of quantileLevels.entries()) {
    const { rounds: mostRounds, weightPower, ...trees } = treesOfLevels[index as 0 | 1 | 2 | 3 | 4];
    await breathe(options.signal, 'amount');
    const estimator = gradientBoosting({
      objective: 'quantile',
      quantile,
      rounds: rounds?.[index] ?? mostRounds,
      learningRate: 0.1,
      maxBins: 128,
      rowFraction: 0.7,
      columnFraction: 0.6,
      ...trees,
    });
    const weights = weightPower === 0 ? {} : { weights: usualWeights(usual, weightPower) };
    models.push(await estimator.fit(matrix, target, { ...fitOptions(options), ...weights }));
  }
  return models;
}

/** How far usual amounts of rows may be apart before their weights are no longer. */
const mostApart = 4;

/**
 * Errors that count by the square root of the usual amount are between counting alike as shares, where a large error of
 * a large amount is nothing, and counting alike in money, where small amounts are nothing. Upper ends are worse for it:
 * few rows would have all the say.
 */
function usualWeights(usual: Float64Array, power: number): Float64Array {
  const known = usual.filter((value) => !Number.isNaN(value)).sort();
  const middle = known[known.length >> 1] ?? 0;
  return usual.map((value) =>
    Number.isNaN(value) ? 1 : Math.exp(power * Math.max(-mostApart, Math.min(mostApart, value - middle))),
  );
}

/** The number of rounds after which each model did best on rows it had not seen. */
export function bestRounds(
  { amounts, distances }: QuantileModels<FittedGradientBoosting>,
  unseen: QuantileRows,
): QuantileModels<number> {
  return { amounts: bestOfLevels(amounts, unseen), distances: bestOfLevels(distances, fromUsual(unseen)) };
}

function bestOfLevels(
  models: readonly FittedGradientBoosting[],
  { matrix, target }: QuantileRows,
): readonly number[] {
  return models.map(({ ensemble, baseline }, index) => {
    const level = quantileLevels[index] as number;
    const predicted = new Float64Array(matrix.rows).fill(baseline);
    let best = { loss: Number.POSITIVE_INFINITY, rounds: stepRounds };
    for (let from = 0; from < ensemble.roots.length; from += stepRounds) {
      const roots = ensemble.roots.subarray(from, from + stepRounds);
      addLeafValues({ ...ensemble, roots }, matrix.columns, matrix.rows, 1, predicted);
      const loss = pinball(target, predicted, level);
      if (loss < best.loss) best = { loss, rounds: from + roots.length };
    }
    return best.rounds;
  });
}

/** What a model said after its first rounds. */
export function firstRounds(
  { ensemble, baseline, featureNames }: FittedGradientBoosting,
  rounds: number,
): Pick<FittedRegressor, 'predict'> {
  const addLeaves = leafAdder(
    { ...ensemble, roots: ensemble.roots.slice(0, rounds) },
    featureNames.length,
    1,
  );
  return {
    predict(x) {
      const predictions = new Float64Array(x.rows).fill(baseline);
      addLeaves(x.columns, x.rows, predictions);
      return predictions;
    },
  };
}

/** Mean pinball loss. */
export function pinball(actual: ArrayLike<number>, predicted: ArrayLike<number>, level: number): number {
  let sum = 0;
  for (let row = 0; row < actual.length; row++) {
    const residual = (actual[row] as number) - (predicted[row] as number);
    sum += residual >= 0 ? level * residual : (level - 1) * residual;
  }
  return sum / actual.length;
}

/**
 * The quantiles of rows, one array per level. Where the models cross, the values of a row are put in order, which
 * brings none of them further from the truth in sum (Chernozhukov, Fernández-Val and Galichon 2010).
 *
 * @param usual Usual amounts of the rows; where there is none, the models of the amounts tell alone.
 */
export function predictQuantiles(
  models: QuantileModels<Told>,
  matrix: FeatureMatrix,
  usual: Float64Array,
): readonly Float64Array[] {
  const told = predictAll(models, matrix);
  const amounts = told.slice(0, models.amounts.length);
  const distances = told.slice(models.amounts.length);
  const values = new Float64Array(amounts.length);
  for (let row = 0; row < matrix.rows; row++) {
    const start = usual[row] as number;
    for (let level = 0; level < values.length; level++) {
      const amount = amounts[level]?.[row] as number;
      const distance = distances[level]?.[row] ?? Number.NaN;
      const value = Number.isNaN(start + distance) ? amount : (amount + start + distance) / 2;
      values[level] = Math.max(0, value);
    }
    sortShort(values, values.length);
    for (let level = 0; level < values.length; level++) {
      (amounts[level] as Float64Array)[row] = values[level] as number;
    }
  }
  return amounts;
}

/** What each model says of rows, those of the amounts first. */
function predictAll(models: QuantileModels<Told>, matrix: FeatureMatrix): readonly Float64Array[] {
  const all = [...models.amounts, ...models.distances];
  const together = matrix.rows < fewestForBits ? (mergedOf(models, all)?.(matrix) ?? null) : null;
  if (together === null) return all.map((model) => model.predict(matrix));
  return all.map((_, at) => {
    const column = new Float64Array(matrix.rows);
    for (let row = 0; row < column.length; row++) column[row] = together[row * all.length + at] as number;
    return column;
  });
}

type Told = Pick<FittedRegressor, 'predict'>;

/** A model asks with the same ones each time. */
const mergedByModels = new WeakMap<QuantileModels<Told>, MergedBoosting | null>();

/** All of the models in one; `null` where they cannot be merged. */
function mergedOf(models: QuantileModels<Told>, all: readonly Told[]): MergedBoosting | null {
  let merged = mergedByModels.get(models);
  if (merged === undefined) {
    merged = all.every(isBoosted) ? mergedBoosting(all) : null;
    mergedByModels.set(models, merged);
  }
  return merged;
}

function isBoosted(model: Told): model is FittedGradientBoosting {
  return 'ensemble' in model && 'baseline' in model && 'link' in model;
}
