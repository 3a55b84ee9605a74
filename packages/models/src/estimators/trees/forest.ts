import { createRandom, type Random } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { pace } from '../pace.js';
import { integerWithin, numberBetween, refuseUnknownParameters } from '../parameters.js';
import { type Answers, codesByRow, smallBlock, wholeBlock } from './forest-block.js';
import { forestFeatures, mostCodes } from './forest-codes.js';
import type { ForestCriterion } from './forest-criteria.js';
import type { SplitChoice } from './forest-splits.js';
import { growForestTree } from './grow-forest-tree.js';
import { codeOrder } from './order-by-code.js';
import { type TreeEnsemble, treeEnsembleBuilder } from './tree-ensemble.js';

/** Parameters of random forests. */
export interface RandomForestParameters {
  /** 100 unless told. */
  readonly trees?: number;
  /** Levels below the root; unlimited unless told. */
  readonly maxDepth?: number;
  /** Rows that every leaf must have, however often each was drawn; 1 unless told. */
  readonly minSamplesLeaf?: number;
  /** Share of the features tried at each split: all for numbers, √features for classes unless told. */
  readonly featureFraction?: number;
  /** Whether each tree learns from as many rows drawn with replacement (unless told) or from all. */
  readonly bootstrap?: boolean;
  /** Bins per feature, 2 to 4095; 4095 unless told. */
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
    maxBins: integerWithin('maxBins', parameters.maxBins ?? mostCodes, 2, mostCodes),
  });
}

/** What a forest learned. */
export interface GrownForest {
  readonly ensemble: TreeEnsemble;
  /** Share of the total decrease in impurity by feature; zeros if nothing was split. */
  readonly importances: Float64Array;
}

/** What {@link growForest} grows. */
export interface ForestTask<A extends Answers> {
  readonly settings: RandomForestSettings;
  readonly choice: SplitChoice;
  readonly criterion: ForestCriterion<A>;
  /** Numbers per leaf. */
  readonly leafWidth: number;
  /** Share of the features tried where the settings do not tell. */
  readonly featureFraction: number;
}

/** Grows the trees of a forest, each from its own random stream. */
export async function growForest<A extends Answers>(
  { settings, choice, criterion, leafWidth, featureFraction }: ForestTask<A>,
  x: FeatureMatrix,
  weights: Float64Array,
  options: FitOptions,
): Promise<GrownForest> {
  const step = pace(options, 'random forest', 'rounds');
  const random = createRandom(options.seed ?? 0, 'random-forest');
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
  const total = growth.gains.reduce((sum, gain) => sum + gain, 0);
  return {
    ensemble: builder.build(),
    importances: total > 0 ? growth.gains.map((gain) => gain / total) : growth.gains,
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
