import { breathe } from '@titans/core';
import type { FittedRegressor, Regressor } from '../../estimators/estimator.js';
import { crossPredict, meanAbsoluteError, type Split, selectMatrixRows } from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import { amountMatrix, ownPayee, withLacks } from './amount-input.js';
import { type AmountRows, type KnownRows, takeRows } from './amount-rows.js';
import { type AmountCandidate, type AmountOptions, amountCandidates, columnsFor } from './candidates.js';
import { learnCredibility } from './credibility.js';
import { chooseHeldRows, type FittedAmount, tellAmounts } from './fitted-amount.js';
import { chooseFixedRun } from './fixed-run.js';
import { type HeldOut, heldOutAtRandom } from './held-out.js';
import { drawLacks } from './lacks.js';
import { amountLevels, learnRange } from './range.js';

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
 * Learns from a few rows: chooses among the candidates by the mean absolute error of cross-validation in five parts, of
 * the logarithms so that a salary does not outweigh a hundred purchases, fits the choice on all rows, and measures its
 * ranges on the same parts. Every row is learned from and measured twice, as it is and as a copy that knows less.
 *
 * @param known Rows that know all that is learned from.
 * @param rows Which of them to learn from.
 * @param heldOut How they are held out; at random unless told.
 */
export async function fitAmount(
  known: KnownRows,
  rows: readonly number[],
  categories: readonly string[],
  options: TaskOptions,
  { also }: AmountOptions = {},
  heldOut: HeldOut = heldOutAtRandom(takeRows(known, rows), options.seed),
): Promise<FittedAmount> {
  const own = takeRows(known, rows);
  const credibility = learnCredibility(own.knowledge.evidence, ownPayee(own.knowledge), own.target);
  const matrixOf = ({ knowledge }: AmountRows): FeatureMatrix =>
    amountMatrix(knowledge, credibility, categories).matrix;
  const learned = withCopies(own, options.seed, matrixOf);
  const asked = withCopies(heldOut.rows, options.seed, matrixOf);
  const tested = heldOut.splits.flatMap(({ test }) => [...test]).sort((a, b) => a - b);
  const held = takeRows(asked.all, twice(tested, learned.n));
  let best: { candidate: AmountCandidate; predicted: Float64Array; error: number } | undefined;
  for (const candidate of amountCandidates(rows.length, options.budget, also)) {
    await breathe(options.signal, 'amount');
    const all = await outOfFold(candidate, learned, asked.matrix, heldOut.splits, options);
    const predicted = Float64Array.from(twice(tested, learned.n), (row) => all[row] as number);
    const error = meanAbsoluteError(held.target, predicted);
    if (best === undefined || error < (1 - leastGain) * best.error) best = { candidate, predicted, error };
  }
  const { candidate, predicted } = best as NonNullable<typeof best>;
  const regressor = await candidate.estimator.fit(
    columnsFor(learned.matrix, candidate.columns),
    learned.all.target,
    fitOptions(options),
  );
  const { columns } = candidate;
  const { knowledge, target, types } = held;
  const fixedRun = chooseFixedRun(knowledge, target);
  // Ends are all measured from the point, which is the price.
  const fixedLevels = amountLevels.map(() => true);
  const plan = { categories, credibility, fixedRun, fixedLevels };
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

/** Predicts held out rows and their copies by models that had seen neither; others are NaN. */
async function outOfFold(
  { columns, estimator }: AmountCandidate,
  { all, matrix, n }: WithCopies,
  asked: FeatureMatrix,
  splits: readonly Split[],
  options: TaskOptions,
): Promise<Float64Array> {
  const [known, unknown] = [columnsFor(matrix, columns), columnsFor(asked, columns)];
  const { signal } = options;
  const fitAndPredict = async ({ train, test }: Split): Promise<Float64Array> => {
    const fitted = await fitOn(estimator, known, twice(train, n), all.target, options);
    const told = fitted.predict(selectMatrixRows(unknown, twice(test, n)));
    return Float64Array.from(
      { length: 2 * test.length },
      (_, index) => told[index % 2 === 0 ? index >> 1 : test.length + (index >> 1)] as number,
    );
  };
  const { rows, predictions } = await crossPredict(n, splits, fitAndPredict, {
    perRow: 2,
    ...(signal === undefined ? {} : { signal }),
  });
  const predicted = new Float64Array(2 * n).fill(Number.NaN);
  rows.forEach((row, index) => {
    predicted[row] = predictions[2 * index] as number;
    predicted[row + n] = predictions[2 * index + 1] as number;
  });
  return predicted;
}

/** Rows, and after them their copies. */
function twice(rows: ArrayLike<number>, n: number): number[] {
  return [...Array.from(rows), ...Array.from(rows, (row) => row + n)];
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
