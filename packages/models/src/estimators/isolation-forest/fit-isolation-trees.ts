import { createRandom, type Random } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { quantile } from '../../statistics/quantile.js';
import type { FitOptions } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { pace } from '../pace.js';
import { integerWithin, numberWithin } from '../parameters.js';
import { checkTrainingMatrix, refuseWeights } from '../training-data.js';
import type { FittedPathScores, Scored } from './path-scores.js';

/** Parameters of {@link isolationForest}. */
export interface IsolationForestParameters {
  /** 100 unless told. */
  readonly trees?: number;
  /** Rows drawn for each tree, without replacement; 256 unless told, or all rows if they are fewer. */
  readonly subsampleSize?: number;
  /**
   * Share of the training rows that should stand out, above 0 to 0.5: sets the `threshold` of the fitted forest at the
   * quantile of their scores. Without it, none is set: that one row in ten is unusual is an assumption, not a finding.
   */
  readonly contamination?: number;
}

/** Parameters with their defaults. */
export interface IsolationSettings {
  readonly trees: number;
  readonly largest: number;
  readonly contamination: number | null;
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function isolationSettings(parameters: IsolationForestParameters): IsolationSettings {
  const { trees = 100, subsampleSize = 256, contamination } = parameters;
  return {
    trees: integerWithin('trees', trees, 1, 100_000),
    largest: integerWithin('subsampleSize', subsampleSize, 2, 1_000_000),
    contamination:
      contamination === undefined
        ? null
        : numberWithin('contamination', contamination, Number.MIN_VALUE, 0.5),
  };
}

/** How one kind of forest grows and what it makes of its trees. */
export interface IsolationGrowth<Trees, F extends FittedPathScores> {
  /** As progress and errors call it. */
  readonly name: string;
  /** @param size Rows that each tree is grown from. */
  begin(
    size: number,
    trees: number,
  ): { readonly grow: (random: Random) => void; readonly build: () => Trees };
  fitted(scored: Scored, trees: Trees): F;
}

/** Fits a forest: draws the rows of each tree, lets it grow, and sets the threshold if a share was told. */
export async function fitIsolationTrees<Trees, F extends FittedPathScores>(
  { trees, largest, contamination }: IsolationSettings,
  x: FeatureMatrix,
  options: FitOptions,
  growth: IsolationGrowth<Trees, F>,
): Promise<F> {
  requireFitOptions(options);
  checkTrainingMatrix(x, 'permit-nan');
  refuseWeights(options.weights, `An ${growth.name}`);
  const step = pace(options, growth.name, 'rounds');
  const random = createRandom(options.seed ?? 0, growth.name);
  const size = Math.min(largest, x.rows);
  const { grow, build } = growth.begin(size, trees);
  for (let tree = 0; tree < trees; tree++) {
    grow(random.stream(String(tree)));
    await step(tree + 1, trees);
  }
  const featureNames = Object.freeze(x.features.map(({ name }) => name));
  const scored = { featureNames, subsampleSize: size, threshold: null };
  const learned = build();
  const fitted = growth.fitted(scored, learned);
  if (contamination === null) return fitted;
  return growth.fitted({ ...scored, threshold: quantile(fitted.score(x), 1 - contamination) }, learned);
}
