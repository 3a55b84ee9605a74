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
import type { AmountRows } from './amount-rows.js';
import { blankCopies, fitWithBlanks } from './blanks.js';
import {
  type AmountCandidate,
  type AmountColumns,
  type AmountOptions,
  amountCandidates,
  columnsFor,
} from './candidates.js';
import { type AmountRange, type Ends, rangeLevel, reachOf } from './range.js';

/** What was learned from some rows. */
export interface FittedAmount {
  readonly name: string;
  readonly columns: AmountColumns;
  readonly regressor: FittedRegressor;
  readonly range: AmountRange;
}

const folds = 5;
/** How much less the mean absolute error must be than the simpler candidate's. */
const leastGain = 0.01;

/**
 * Learns from a few rows: chooses among the candidates by the mean absolute error of 5-fold cross-validation, of the
 * logarithms so that a salary does not outweigh a hundred purchases, fits the choice on all rows, and measures its
 * range on the same folds.
 */
export async function fitAmount(
  rows: AmountRows,
  options: TaskOptions,
  { also }: AmountOptions = {},
): Promise<FittedAmount> {
  const { matrix, target } = rows;
  let best: { candidate: AmountCandidate; predicted: Ends; error: number } | undefined;
  for (const candidate of amountCandidates(matrix.rows, options.budget, also)) {
    await breathe(options.signal, 'amount');
    const columns = columnsFor(matrix, candidate.columns);
    const predicted = await outOfFold(candidate.estimator, columns, target, options);
    const error = meanAbsoluteError(target, predicted.known) + meanAbsoluteError(target, predicted.blank);
    if (best === undefined || error < (1 - leastGain) * best.error) best = { candidate, predicted, error };
  }
  const { candidate, predicted } = best as NonNullable<typeof best>;
  const regressor = await fitWithBlanks(
    candidate.estimator,
    columnsFor(matrix, candidate.columns),
    target,
    fitOptions(options),
  );
  const range: AmountRange = {
    level: rangeLevel,
    quantiles: null,
    reach: reachOf(rows, predicted, predicted),
  };
  return { name: candidate.estimator.name, columns: candidate.columns, regressor, range };
}

/** Predicts every row as it is and without what its blank copy lacks, by models that had not seen it. */
async function outOfFold(
  estimator: Regressor,
  matrix: FeatureMatrix,
  target: Float64Array,
  options: TaskOptions,
): Promise<Ends> {
  const copies = blankCopies(matrix);
  const { seed, signal } = options;
  const fitAndPredict = async ({ train, test }: Split): Promise<Float64Array> => {
    const trainTarget = Float64Array.from(train, (row) => target[row] as number);
    const fitted = await fitWithBlanks(
      estimator,
      selectMatrixRows(matrix, train),
      trainTarget,
      fitOptions(options),
    );
    const ofKnown = fitted.predict(selectMatrixRows(matrix, test));
    const ofBlank = fitted.predict(selectMatrixRows(copies, test));
    return Float64Array.from(
      { length: 2 * test.length },
      (_, index) => (index % 2 === 0 ? ofKnown : ofBlank)[index >> 1] as number,
    );
  };
  const { rows, predictions } = await crossPredict(
    matrix.rows,
    kFold(matrix.rows, { folds, seed }),
    fitAndPredict,
    { perRow: 2, ...(signal === undefined ? {} : { signal }) },
  );
  const known = new Float64Array(matrix.rows);
  const blank = new Float64Array(matrix.rows);
  rows.forEach((row, index) => {
    known[row] = predictions[2 * index] as number;
    blank[row] = predictions[2 * index + 1] as number;
  });
  return { known, blank };
}
