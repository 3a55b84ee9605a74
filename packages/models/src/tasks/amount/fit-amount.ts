import { breathe } from '@titans/core';
import type { FittedRegressor, Regressor } from '../../estimators/estimator.js';
import {
  crossPredict,
  kFold,
  meanAbsoluteError,
  type Split,
  selectMatrixRows,
} from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import { amountMatrix, ownPayee, withLacks } from './amount-input.js';
import { type AmountRows, type KnownRows, takeRows } from './amount-rows.js';
import { type AmountCandidate, type AmountOptions, amountCandidates, columnsFor } from './candidates.js';
import { learnCredibility } from './credibility.js';
import { chooseHeldRows, type FittedAmount, tellAmounts } from './fitted-amount.js';
import { chooseFixedRun } from './fixed-run.js';
import { drawLacks } from './lacks.js';
import { learnRange } from './range.js';

const folds = 5;
/** How much less the mean absolute error must be than the simpler candidate's. */
const leastGain = 0.01;

/** Rows, and after them their copies that lack something. */
interface WithCopies {
  readonly all: AmountRows;
  readonly matrix: FeatureMatrix;
  /** Rows without the copies. */
  readonly n: number;
}

/**
 * Learns from a few rows: chooses among the candidates by the mean absolute error of 5-fold cross-validation, of the
 * logarithms so that a salary does not outweigh a hundred purchases, fits the choice on all rows, and measures its
 * ranges on the same folds. Every row is learned from and measured twice, as it is and as a copy that knows less.
 *
 * @param known Rows that know all that is learned from.
 * @param rows Which of them to learn from.
 */
export async function fitAmount(
  known: KnownRows,
  rows: readonly number[],
  categories: readonly string[],
  options: TaskOptions,
  { also }: AmountOptions = {},
): Promise<FittedAmount> {
  const own = takeRows(known, rows);
  const credibility = learnCredibility(own.knowledge.evidence, ownPayee(own.knowledge), own.target);
  const learned = withCopies(
    own,
    options.seed,
    (each) => amountMatrix(each.knowledge, credibility, categories).matrix,
  );
  let best: { candidate: AmountCandidate; predicted: Float64Array; error: number } | undefined;
  for (const candidate of amountCandidates(rows.length, options.budget, also)) {
    await breathe(options.signal, 'amount');
    const predicted = await outOfFold(candidate, learned, options);
    const error = meanAbsoluteError(learned.all.target, predicted);
    if (best === undefined || error < (1 - leastGain) * best.error) best = { candidate, predicted, error };
  }
  const { candidate, predicted } = best as NonNullable<typeof best>;
  const regressor = await candidate.estimator.fit(
    columnsFor(learned.matrix, candidate.columns),
    learned.all.target,
    fitOptions(options),
  );
  const fixedRun = chooseFixedRun(learned.all.knowledge, learned.all.target);
  const { columns } = candidate;
  const { knowledge, target, types } = learned.all;
  const plan = { categories, credibility, fixedRun };
  // What models of the folds said of these very rows, in place of the model that has seen them.
  const unseen = {
    ...plan,
    predictor: { kind: 'point', columns, regressor: { predict: () => predicted } },
  } as const;
  const heldRows = chooseHeldRows(unseen, knowledge, types, target);
  const told = tellAmounts({ ...unseen, heldRows }, knowledge, types);
  return {
    ...plan,
    heldRows,
    predictor: { kind: 'point', columns, regressor },
    name: candidate.estimator.name,
    usual: known.usual,
    range: learnRange(target, told),
  };
}

function withCopies(
  own: AmountRows,
  seed: number,
  matrixOf: (rows: AmountRows) => FeatureMatrix,
): WithCopies {
  const n = own.target.length;
  const twice = takeRows(
    own,
    Array.from({ length: 2 * n }, (_, row) => row % n),
  );
  const lacks = new Uint8Array(2 * n);
  lacks.set(drawLacks(n, 1, seed, 'copies'), n);
  const all = { ...twice, knowledge: withLacks(twice.knowledge, lacks) };
  return { all, matrix: matrixOf(all), n };
}

/** Predicts every row and its copy by a model that had seen neither. */
async function outOfFold(
  { columns, estimator }: AmountCandidate,
  { all, matrix, n }: WithCopies,
  options: TaskOptions,
): Promise<Float64Array> {
  const own = columnsFor(matrix, columns);
  const { seed, signal } = options;
  const twice = (rows: ArrayLike<number>): number[] => [
    ...Array.from(rows),
    ...Array.from(rows, (row) => row + n),
  ];
  const fitAndPredict = async ({ train, test }: Split): Promise<Float64Array> => {
    const seen = twice(train);
    const fitted = await fitOn(estimator, own, seen, all.target, options);
    const asked = fitted.predict(selectMatrixRows(own, twice(test)));
    return Float64Array.from(
      { length: 2 * test.length },
      (_, index) => asked[index % 2 === 0 ? index >> 1 : test.length + (index >> 1)] as number,
    );
  };
  const { rows, predictions } = await crossPredict(n, kFold(n, { folds, seed }), fitAndPredict, {
    perRow: 2,
    ...(signal === undefined ? {} : { signal }),
  });
  const predicted = new Float64Array(2 * n);
  rows.forEach((row, index) => {
    predicted[row] = predictions[2 * index] as number;
    predicted[row + n] = predictions[2 * index + 1] as number;
  });
  return predicted;
}

async function fitOn(
  estimator: Regressor,
  matrix: FeatureMatrix,
  rows: readonly number[],
  target: Float64Array,
  options: TaskOptions,
): Promise<FittedRegressor> {
  const own = Float64Array.from(rows, (row) => target[row] as number);
  return estimator.fit(selectMatrixRows(matrix, rows), own, fitOptions(options));
}
