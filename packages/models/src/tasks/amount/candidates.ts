import { type ArtifactContent, TitansError } from '@titans/core';
import type { FittedRegressor, Regressor } from '../../estimators/estimator.js';
import { restoreRidge, ridge } from '../../estimators/linear/ridge.js';
import { gradientBoosting, restoreGradientBoosting } from '../../estimators/trees/gradient-boosting.js';
import { mlRandomForest, restoreMlRandomForest } from '../../estimators/wrapped/ml-random-forest.js';
import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';
import type { Budget } from '../train-options.js';
import { filled, withoutMissing } from './missing-code.js';
import { restoreTypeMedian, typeMedian } from './type-median.js';
import { restoreUsualRegressor, usualRegressor } from './usual-regressor.js';

/** Which columns a candidate learns from: the three that every row has at most one value of, or all. */
export type AmountColumns = 'compact' | 'all';

/** A way to learn ln(1 + absolute amount). */
export interface AmountCandidate {
  readonly columns: AmountColumns;
  readonly estimator: Regressor;
}

const compactColumns: ReadonlySet<string> = new Set(['category', 'type', 'payment_method']);
/** Rows below which forty columns fit noise. */
const fewRows = 150;
/** Rows from which boosting that sees all columns is better as a rule. */
const severalRows = 500;
const forestTrees = 20;

/** Candidates that are tried only on demand: `ml-random-forest` takes about half a minute where the others take two seconds. */
export type SlowCandidate = 'ml-random-forest';

/** How the amount task is trained. */
export interface AmountOptions {
  /** Candidates to try beside the usual ones, up to 300 rows; none unless told. */
  readonly also?: readonly SlowCandidate[];
}

/**
 * What is compared, the simplest first. The median of the type stands for "no model at all".
 *
 * @param rows Rows to learn from.
 * @param also Slow candidates to try as well.
 */
export function amountCandidates(
  rows: number,
  budget: Budget,
  also: readonly SlowCandidate[] = [],
): readonly AmountCandidate[] {
  const baseline: AmountCandidate = { columns: 'compact', estimator: typeMedian() };
  const usual: AmountCandidate = { columns: 'all', estimator: usualRegressor() };
  const squared = gradientBoosting({
    objective: 'squared',
    rounds: 30,
    minSamplesLeaf: 5,
    maxLeaves: 8,
    maxBins: 32,
    learningRate: 0.2,
  });
  const compact: AmountCandidate = { columns: 'compact', estimator: squared };
  const all: AmountCandidate = { columns: 'all', estimator: squared };
  const forests = also.map(
    (): AmountCandidate => ({
      columns: 'compact',
      estimator: withoutMissing(mlRandomForest({ trees: forestTrees })),
    }),
  );
  if (budget === 'quick') return [baseline, rows < severalRows ? compact : all, ...forests];
  const linear: AmountCandidate = { columns: 'compact', estimator: ridge({ l2: 2, missing: 'mean' }) };
  return [baseline, usual, linear, compact, ...(rows < fewRows ? [] : [all]), ...forests];
}

/** The columns of {@link amountMatrix} that a candidate sees. */
export function columnsFor(matrix: FeatureMatrix, columns: AmountColumns): FeatureMatrix {
  if (columns === 'all') return matrix;
  const kept = matrix.features.flatMap((feature, index) => (compactColumns.has(feature.name) ? [index] : []));
  return {
    rows: matrix.rows,
    features: kept.map((index) => matrix.features[index] as FeatureDescription),
    columns: kept.map((index) => matrix.columns[index] as Float64Array),
  };
}

const restorers: Readonly<Record<string, (content: ArtifactContent) => FittedRegressor>> = {
  'titans/type-median': restoreTypeMedian,
  'titans/usual-amount': restoreUsualRegressor,
  'titans/ridge': restoreRidge,
  'titans/gradient-boosting': restoreGradientBoosting,
  'titans/ml-random-forest': (content) => filled(restoreMlRandomForest(content)),
};

/**
 * Restores whichever regressor the content holds.
 *
 * @throws TitansError `ARTIFACT_KIND` for one that no candidate writes.
 */
export function restoreRegressor(content: ArtifactContent): FittedRegressor {
  const restore = Object.hasOwn(restorers, content.kind) ? restorers[content.kind] : undefined;
  if (restore === undefined) {
    throw new TitansError(
      'ARTIFACT_KIND',
      `The artifact holds a "${content.kind}", which is no amount regressor.`,
    );
  }
  return restore(content);
}
