import { type ArtifactContent, createRandom, type Random } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { quantile } from '../../statistics/quantile.js';
import type { AnomalyDetector, FitOptions } from '../estimator.js';
import { pace } from '../pace.js';
import { integerWithin, numberWithin, refuseUnknownParameters } from '../parameters.js';
import { checkTrainingMatrix, refuseWeights } from '../training-data.js';
import { partitionRowsByValue } from '../trees/partition.js';
import { type TreeEnsembleBuilder, treeEnsembleBuilder } from '../trees/tree-ensemble.js';
import {
  type FittedIsolationForest,
  fittedIsolationTrees,
  type IsolationTreesKind,
  restoreIsolationTrees,
} from './isolation-trees.js';
import { averagePathLength } from './path-length.js';

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

/** {@link isolationForest} as an estimator. */
export interface IsolationForest extends AnomalyDetector {
  fit(x: FeatureMatrix, options?: FitOptions): Promise<FittedIsolationForest>;
}

const trained: IsolationTreesKind = { kind: 'titans/isolation-forest', version: 2, missing: 'permit-nan' };

/**
 * Isolation forest (Liu, Ting and Zhou 2008): rows that random splits separate early stand out. The score is
 * 2^(−mean path length ÷ c(subsample)): near 1 for what is isolated at once, about 0.5 for the ordinary.
 *
 * Missing values are permitted: a split sends them to a side drawn at random when it is made. Categorical codes are
 * treated as numbers. Weights are refused. Fitting takes trees × subsample × log(subsample) steps, whatever the rows; a
 * `contamination` adds the scoring of all of them.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range or weights. `fit` also throws
 * `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` for infinite values, and `ABORTED`.
 * @example
 * ```ts
 * import { isolationForest } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 5,
 *   features: [{ name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] }],
 *   columns: [Float64Array.of(10, 11, 12, 10, 900)],
 * };
 * const fitted = await isolationForest({ trees: 50 }).fit(matrix, { seed: 7 });
 * fitted.score(matrix); // the last is the highest
 * ```
 */
export function isolationForest(parameters: IsolationForestParameters = {}): IsolationForest {
  refuseUnknownParameters('isolationForest', parameters, ['trees', 'subsampleSize', 'contamination']);
  const trees = integerWithin('trees', parameters.trees ?? 100, 1, 100_000);
  const largest = integerWithin('subsampleSize', parameters.subsampleSize ?? 256, 2, 1_000_000);

  const contamination =
    parameters.contamination === undefined
      ? null
      : numberWithin('contamination', parameters.contamination, Number.MIN_VALUE, 0.5);

  return Object.freeze({
    name: 'isolation-forest',
    async fit(x: FeatureMatrix, options: FitOptions = {}) {
      checkTrainingMatrix(x, 'permit-nan');
      refuseWeights(options.weights, 'An isolation forest');
      const step = pace(options, 'isolation forest', 'rounds');
      const random = createRandom(options.seed ?? 0, 'isolation-forest');
      const size = Math.min(largest, x.rows);
      const builder = treeEnsembleBuilder(1);
      for (let tree = 0; tree < trees; tree++) {
        const draw = random.stream(String(tree));
        growIsolationTree(x, drawRows(x.rows, size, draw), draw, builder);
        await step(tree + 1, trees);
      }
      const learned = {
        featureNames: Object.freeze(x.features.map(({ name }) => name)),
        subsampleSize: size,
        ensemble: builder.build(),
      };
      const fitted = fittedIsolationTrees(trained, learned);
      if (contamination === null) return fitted;
      const threshold = quantile(fitted.score(x), 1 - contamination);
      return fittedIsolationTrees(trained, { ...learned, threshold });
    },
  });
}

/** Distinct rows by a partial Fisher–Yates shuffle, which remembers only what it moved. */
function drawRows(rows: number, count: number, random: Random): Uint32Array {
  const moved = new Map<number, number>();
  return Uint32Array.from({ length: count }, (_, i) => {
    const at = i + random.integer(rows - i);
    const drawn = moved.get(at) ?? at;
    moved.set(at, moved.get(i) ?? i);
    return drawn;
  });
}

/** Grows one tree until every row stands alone or the depth log₂(rows) is reached. */
function growIsolationTree(
  x: FeatureMatrix,
  rows: Uint32Array,
  random: Random,
  builder: TreeEnsembleBuilder,
): void {
  const deepest = Math.ceil(Math.log2(Math.max(rows.length, 2)));
  const candidates = Int32Array.from(x.columns.keys());
  const spare = new Uint32Array(rows.length);
  const open = [{ node: builder.beginTree(rows.length), rows, depth: 0 }];
  for (let leaf = open.pop(); leaf; leaf = open.pop()) {
    const { node, depth } = leaf;
    const split =
      leaf.rows.length > 1 && depth < deepest ? drawSplit(x, leaf.rows, candidates, random) : null;
    if (!split) {
      builder.setLeaf(node, [depth + averagePathLength(leaf.rows.length)]);
      continue;
    }
    const column = x.columns[split.feature] as Float64Array;
    const middle = partitionRowsByValue(leaf.rows, column, split.threshold, split.missingLeft, spare);
    const left = builder.split(node, { ...split, categories: null }, middle, leaf.rows.length - middle);
    open.push(
      { node: left + 1, rows: leaf.rows.subarray(middle), depth: depth + 1 },
      { node: left, rows: leaf.rows.subarray(0, middle), depth: depth + 1 },
    );
  }
}

interface IsolationSplit {
  readonly feature: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
}

/** A threshold drawn evenly between the ends of a feature drawn among those that vary; `null` if none does. */
function drawSplit(
  x: FeatureMatrix,
  rows: Uint32Array,
  candidates: Int32Array,
  random: Random,
): IsolationSplit | null {
  for (let remaining = candidates.length; remaining > 0; remaining--) {
    const at = random.integer(remaining);
    const feature = candidates[at] as number;
    candidates[at] = candidates[remaining - 1] as number;
    candidates[remaining - 1] = feature;
    const column = x.columns[feature] as Float64Array;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      const value = column[row] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(low < high)) continue;
    // Weighted ends rather than low + (high − low) · u, whose difference may overflow.
    const share = random.float();
    const threshold = Math.max(low, low * (1 - share) + high * share);
    return { feature, threshold: threshold < high ? threshold : low, missingLeft: random.float() < 0.5 };
  }
  return null;
}

/**
 * Restores what {@link FittedIsolationForest}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreIsolationForest(content: ArtifactContent): FittedIsolationForest {
  return restoreIsolationTrees(trained, content);
}
