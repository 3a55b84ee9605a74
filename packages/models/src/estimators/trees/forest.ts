import { createRandom, type Random } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { pace } from '../pace.js';
import { type Answers, codesByRow, smallBlock, wholeBlock } from './forest-block.js';
import { forestFeatures } from './forest-codes.js';
import type { ForestCriterion } from './forest-criteria.js';
import { type OutOfBag, outOfBag } from './forest-out-of-bag.js';
import type { ForestSettings } from './forest-parameters.js';
import type { SplitChoice } from './forest-splits.js';
import { growForestTree } from './grow-forest-tree.js';
import { codeOrder } from './order-by-code.js';
import { type TreeEnsemble, treeEnsembleBuilder } from './tree-ensemble.js';

/** What a forest learned. */
export interface GrownForest {
  readonly ensemble: TreeEnsemble;
  /** Share of the total decrease in impurity by feature; zeros if nothing was split. */
  readonly importances: Float64Array;
  /** `null` unless the settings ask for it. */
  readonly outOfBag: OutOfBag | null;
}

/** What {@link growForest} grows. */
export interface ForestTask<A extends Answers> {
  readonly settings: ForestSettings;
  /** What its random stream is named after. */
  readonly name: string;
  readonly choice: SplitChoice;
  readonly criterion: ForestCriterion<A>;
  /** Numbers per leaf. */
  readonly leafWidth: number;
  /** Share of the features tried where the settings do not tell. */
  readonly featureFraction: number;
}

/** Grows the trees of a forest, each from its own random stream. */
export async function growForest<A extends Answers>(
  { settings, name, choice, criterion, leafWidth, featureFraction }: ForestTask<A>,
  x: FeatureMatrix,
  weights: Float64Array,
  options: FitOptions,
): Promise<GrownForest> {
  const step = pace(options, name.replaceAll('-', ' '), 'rounds');
  const random = createRandom(options.seed ?? 0, name);
  const used = rowsWithWeight(weights);
  const features = forestFeatures(x, settings.maxBins, used);
  const drawn = new Float64Array(x.rows);
  const share = settings.featureFraction ?? featureFraction;
  const growth = {
    features,
    criterion,
    order: codeOrder(),
    choice,
    featuresPerSplit: Math.max(1, Math.floor(share * x.columns.length + 1e-9)),
    minSamplesLeaf: settings.minSamplesLeaf,
    maxDepth: settings.maxDepth,
    whole: wholeBlock(features, criterion.answers, drawn),
    byRow: codesByRow(features, x.rows),
    small: smallBlock(features.length, criterion.answers),
    spareRows: new Uint32Array(used.length),
    sharedLeaves: new Map<number, number>(),
    gains: new Float64Array(x.columns.length),
  };
  const builder = treeEnsembleBuilder(leafWidth);
  for (let index = 0; index < settings.trees; index++) {
    const draw = random.stream(String(index));
    drawRows(settings.bootstrap, used, weights, draw, drawn);
    criterion.weigh(drawn);
    growForestTree(growth, rowsWithWeight(drawn), draw, builder);
    await step(index + 1, settings.trees);
  }
  const ensemble = builder.build();
  // A stream begins anew whenever it is named, so that the draws need not be kept.
  const leftOut = (tree: number): ((row: number) => boolean) => {
    drawRows(true, used, weights, random.stream(String(tree)), drawn);
    return (row) => drawn[row] === 0;
  };
  const total = growth.gains.reduce((sum, gain) => sum + gain, 0);
  return {
    ensemble,
    importances: total > 0 ? growth.gains.map((gain) => gain / total) : growth.gains,
    outOfBag: settings.outOfBag ? outOfBag(ensemble, x.columns, used, leafWidth, leftOut) : null,
  };
}

/** Fills in what each row weighs in a tree: its weight as often as it is drawn. */
function drawRows(
  bootstrap: boolean,
  used: Uint32Array,
  weights: Float64Array,
  random: Random,
  drawn: Float64Array,
): void {
  if (!bootstrap) {
    drawn.set(weights);
    return;
  }
  drawn.fill(0);
  for (let i = 0; i < used.length; i++) {
    const row = used[Math.floor((random.uint32() / 2 ** 32) * used.length)] as number;
    drawn[row] = (drawn[row] as number) + (weights[row] as number);
  }
}

function rowsWithWeight(weights: Float64Array): Uint32Array {
  const rows = new Uint32Array(weights.length);
  let count = 0;
  for (let row = 0; row < weights.length; row++) if ((weights[row] as number) > 0) rows[count++] = row;
  return rows.slice(0, count);
}
