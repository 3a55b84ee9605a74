import { breathe } from '@titans/core';
import type { FittedRegressor, Regressor } from '../../estimators/estimator.js';
import { gradientBoosting } from '../../estimators/trees/gradient-boosting.js';
import { meanAbsoluteError } from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import { type AmountRows, takeRows } from './amount-rows.js';
import { blankCopies, fitWithBlanks } from './blanks.js';
import { type AmountCandidate, amountCandidates, columnsFor } from './candidates.js';
import type { FittedAmount } from './fit-amount.js';
import { type AmountRange, type Ends, rangeLevel, reachOf } from './range.js';

/** A point model and two of the ends of the range, before the ends are corrected. */
interface Models {
  readonly candidate: AmountCandidate;
  readonly regressor: FittedRegressor;
  readonly lower: FittedRegressor;
  readonly upper: FittedRegressor;
}

/** Newest rows that are learned from: older ones add time, not accuracy. */
const mostRows = 30_000;
const laterShare = 0.2;
const leastGain = 0.01;

/**
 * Learns from many rows and corrects the range on the last fifth of them: the candidate is chosen by, and the reach
 * measured on, rows later than those that the compared models had seen.
 *
 * @param rows Oldest first.
 */
export async function fitByTime(rows: AmountRows, options: TaskOptions): Promise<FittedAmount> {
  const n = rows.target.length;
  const newest = takeRows(rows, range(Math.max(0, n - mostRows), n));
  const count = newest.target.length;
  const cut = count - Math.round(count * laterShare);
  const [earlier, later] = [takeRows(newest, range(0, cut)), takeRows(newest, range(cut, count))];
  const candidate = await choose(earlier, later, options);
  const reach = reachAfter(await fitModels(candidate, earlier, options), later);
  return withReach(await fitModels(candidate, newest, options), reach);
}

/** The same choice fitted on more rows, its range corrected on rows that `fitted` had not seen. */
export async function refitByTime(
  fitted: FittedAmount,
  unseen: AmountRows,
  rows: AmountRows,
  options: TaskOptions,
): Promise<FittedAmount> {
  const n = rows.target.length;
  const candidate = amountCandidates(n, 'standard').find(
    ({ columns, estimator }) => columns === fitted.columns && estimator.name === fitted.name,
  );
  if (candidate === undefined || fitted.range.quantiles === null) return fitted;
  const { lower, upper } = fitted.range.quantiles;
  const reach = reachAfter({ candidate, regressor: fitted.regressor, lower, upper }, unseen);
  return withReach(
    await fitModels(candidate, takeRows(rows, range(Math.max(0, n - mostRows), n)), options),
    reach,
  );
}

async function choose(
  earlier: AmountRows,
  later: AmountRows,
  options: TaskOptions,
): Promise<AmountCandidate> {
  const copies = blankCopies(later.matrix);
  let best: { candidate: AmountCandidate; error: number } | undefined;
  for (const candidate of amountCandidates(earlier.target.length, options.budget)) {
    await breathe(options.signal, 'amount');
    const { columns, estimator } = candidate;
    const fitted = await fitWithBlanks(
      estimator,
      columnsFor(earlier.matrix, columns),
      earlier.target,
      fitOptions(options),
    );
    const error =
      meanAbsoluteError(later.target, fitted.predict(columnsFor(later.matrix, columns))) +
      meanAbsoluteError(later.target, fitted.predict(columnsFor(copies, columns)));
    if (best === undefined || error < (1 - leastGain) * best.error) best = { candidate, error };
  }
  return (best as NonNullable<typeof best>).candidate;
}

async function fitModels(
  candidate: AmountCandidate,
  rows: AmountRows,
  options: TaskOptions,
): Promise<Models> {
  const { matrix, target } = rows;
  const end = (quantile: number): Regressor =>
    gradientBoosting({
      objective: 'quantile',
      quantile,
      rounds: 80,
      learningRate: 0.1,
      maxLeaves: 15,
      maxBins: 64,
    });
  const fit = (estimator: Regressor, columns: FeatureMatrix): Promise<FittedRegressor> =>
    fitWithBlanks(estimator, columns, target, fitOptions(options));
  return {
    candidate,
    regressor: await fit(candidate.estimator, columnsFor(matrix, candidate.columns)),
    lower: await fit(end((1 - rangeLevel) / 2), matrix),
    upper: await fit(end((1 + rangeLevel) / 2), matrix),
  };
}

function reachAfter({ lower, upper }: Models, unseen: AmountRows): AmountRange['reach'] {
  const copies = blankCopies(unseen.matrix);
  const ends = (model: FittedRegressor): Ends => ({
    known: model.predict(unseen.matrix),
    blank: model.predict(copies),
  });
  return reachOf(unseen, ends(lower), ends(upper));
}

function withReach(
  { candidate, regressor, lower, upper }: Models,
  reach: AmountRange['reach'],
): FittedAmount {
  return {
    name: candidate.estimator.name,
    columns: candidate.columns,
    regressor,
    range: { level: rangeLevel, quantiles: { lower, upper }, reach },
  };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
