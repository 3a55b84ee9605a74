import { createRandom } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { pace } from '../pace.js';
import { integerWithin, numberBetween, refuseUnknownParameters } from '../parameters.js';
import { binMatrix, mostBins } from './binning.js';
import type { ForestCriterion } from './forest-criteria.js';
import { forestBuffers, growForestTree } from './grow-forest-tree.js';
import { type TreeEnsemble, treeEnsembleBuilder } from './tree-ensemble.js';

/** Parameters of random forests. */
export interface RandomForestParameters {
  /** 100 unless told. */
  readonly trees?: number;
  /** Levels below the root; unlimited unless told. */
  readonly maxDepth?: number;
  /** Drawn rows that every leaf must have; 1 unless told. */
  readonly minSamplesLeaf?: number;
  /** Share of the features tried at each split: all for numbers, √features for classes unless told. */
  readonly featureFraction?: number;
  /** Whether each tree learns from as many rows drawn with replacement (unless told) or from all. */
  readonly bootstrap?: boolean;
  /** Bins per feature, 2 to 255; 255 unless told. */
  readonly maxBins?: number;
}

/** {@link RandomForestParameters} checked. */
export interface RandomForestSettings {
  readonly trees: number;
  readonly maxDepth: number;
  readonly minSamplesLeaf: number;
  readonly featureFraction: number | null;
  readonly bootstrap: boolean;
  readonly maxBins: number;
}

/** @throws TitansError `INVALID_ARGUMENT` for an unknown parameter or one outside its range. */
export function checkForestParameters(
  factory: string,
  parameters: RandomForestParameters,
): RandomForestSettings {
  refuseUnknownParameters(factory, parameters, [
    'trees',
    'maxDepth',
    'minSamplesLeaf',
    'featureFraction',
    'bootstrap',
    'maxBins',
  ]);
  const { featureFraction } = parameters;
  return Object.freeze({
    trees: integerWithin('trees', parameters.trees ?? 100, 1, 100_000),
    maxDepth: integerWithin('maxDepth', parameters.maxDepth ?? 10_000, 1, 10_000),
    minSamplesLeaf: integerWithin('minSamplesLeaf', parameters.minSamplesLeaf ?? 1, 1, 1e9),
    featureFraction:
      featureFraction === undefined
        ? null
        : numberBetween('featureFraction', featureFraction, 0, 1 + Number.EPSILON),
    bootstrap: parameters.bootstrap ?? true,
    maxBins: integerWithin('maxBins', parameters.maxBins ?? mostBins, 2, mostBins),
  });
}

/** What a forest learned. */
export interface GrownForest {
  readonly ensemble: TreeEnsemble;
  /** Share of the total decrease in impurity by feature; zeros if nothing was split. */
  readonly importances: Float64Array;
}

/** Grows the trees of a forest, each from its own random stream. */
export async function growForest(
  settings: RandomForestSettings,
  x: FeatureMatrix,
  weights: Float64Array,
  criterion: ForestCriterion,
  leafWidth: number,
  featureFraction: number,
  options: FitOptions,
): Promise<GrownForest> {
  const step = pace(options, 'random forest', 'rounds');
  const random = createRandom(options.seed ?? 0, 'random-forest');
  const matrix = binMatrix(x, settings.maxBins, weights);
  const used = Uint32Array.from({ length: x.rows }, (_, row) => row).filter(
    (row) => (weights[row] as number) > 0,
  );
  const builder = treeEnsembleBuilder(leafWidth);
  const buffers = forestBuffers(x.rows, criterion);
  const gains = new Float64Array(x.columns.length);
  const sharedLeaves = new Map<number, number>();
  const growth = {
    maxDepth: settings.maxDepth,
    minSamplesLeaf: settings.minSamplesLeaf,
    featuresPerSplit: Math.max(1, Math.round(featureFraction * x.columns.length)),
  };
  for (let index = 0; index < settings.trees; index++) {
    const draw = random.stream(String(index));
    const times = new Uint16Array(x.rows);
    if (settings.bootstrap) {
      for (let i = 0; i < used.length; i++) {
        const row = used[draw.integer(used.length)] as number;
        times[row] = (times[row] as number) + 1;
      }
    } else for (const row of used) times[row] = 1;
    const rows = used.filter((row) => (times[row] as number) > 0);
    growForestTree(
      { columns: x.columns, matrix, criterion, growth, times, random: draw, buffers, sharedLeaves, gains },
      rows,
      builder,
    );
    await step(index + 1, settings.trees);
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return { ensemble: builder.build(), importances: total > 0 ? gains.map((gain) => gain / total) : gains };
}
