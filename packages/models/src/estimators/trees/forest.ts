import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { pace } from '../pace.js';
import { withSharedArrays } from '../parallel/shared-arrays.js';
import { type JobProgram, poolFor, type WorkerPool } from '../parallel/worker-pool.js';
import { codesByRow } from './forest-block.js';
import { forestFeatures } from './forest-codes.js';
import {
  type ForestAnswers,
  type ForestPlan,
  type ForestTree,
  forestGrower,
  leafWidthOf,
  rowsWithWeight,
} from './forest-growth.js';
import { type OutOfBag, outOfBagSums } from './forest-out-of-bag.js';
import type { ForestSettings } from './forest-parameters.js';
import type { SplitChoice } from './forest-splits.js';
import { type GrownTree, joinTrees } from './join-trees.js';
import { refuseOverflow, unitOfMagnitude } from './magnitude.js';
import type { TreeEnsemble } from './tree-ensemble.js';

/** What a forest learned. */
export interface GrownForest {
  readonly ensemble: TreeEnsemble;
  /** Share of the total decrease in impurity by feature; zeros if nothing was split. */
  readonly importances: Float64Array;
  /** `null` unless the settings ask for it. */
  readonly outOfBag: OutOfBag | null;
}

/** What {@link growForest} grows. */
export interface ForestTask {
  readonly settings: ForestSettings;
  /** What its random stream is named after. */
  readonly name: string;
  readonly choice: SplitChoice;
  readonly answers: ForestAnswers;
  /** Share of the features tried where the settings do not tell. */
  readonly featureFraction: number;
}

/** What the threads of a pool know the growing of forests as. */
export const forestJob = 'grow-forest';

/**
 * Grows the trees of a forest, each from its own random stream; in the threads of a pool where it is worth it.
 *
 * @param given Weights of the rows; those of weight 0 are left out.
 * @throws TitansError `DATA_NOT_FINITE` for weights whose sum is too large for a number.
 */
export async function growForest(
  { settings, name, choice, answers, featureFraction }: ForestTask,
  x: FeatureMatrix,
  given: Float64Array,
  options: FitOptions,
): Promise<GrownForest> {
  const stage = name.replaceAll('-', ' ');
  const step = pace(options, stage, 'rounds');
  refuseOverflow('weights', given, x.rows);
  const weightUnit = unitOfMagnitude(given);
  const weights = given.map((weight) => weight / weightUnit);
  const used = rowsWithWeight(weights);
  const features = forestFeatures(x, settings.maxBins, used);
  const share = settings.featureFraction ?? featureFraction;
  const plan: ForestPlan = {
    settings,
    name,
    seed: options.seed ?? 0,
    choice,
    featuresPerSplit: Math.max(1, Math.floor(share * x.columns.length + 1e-9)),
    answers,
    features,
    byRow: codesByRow(features, x.rows),
    weights,
    used,
  };
  const leafWidth = leafWidthOf(answers);
  const outOfBag = settings.outOfBag ? outOfBagSums(x.rows, leafWidth) : null;
  const trees: GrownTree[] = [];
  const gains = new Float64Array(features.length);
  // Sums depend on the order in which they are taken: that of the trees, whichever is grown first.
  const take = ({ leftOut, ...tree }: ForestTree): void => {
    trees.push(tree);
    for (let i = 0; i < gains.length; i++) gains[i] = (gains[i] as number) + (tree.gains[i] as number);
    if (leftOut) outOfBag?.add(leftOut);
  };
  const pool = poolFor(options.workers, estimatedMs(plan));
  if (pool) await growInThreads(pool, plan, options, stage, take);
  else {
    const grow = forestGrower(plan);
    for (let index = 0; index < settings.trees; index++) {
      take(grow(index));
      await step(index + 1, settings.trees);
    }
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  const ensemble = joinTrees(trees, leafWidth);
  return {
    ensemble:
      weightUnit === 1
        ? ensemble
        : Object.freeze({ ...ensemble, cover: ensemble.cover.map((weight) => weight * weightUnit) }),
    importances: total > 0 ? gains.map((gain) => gain / total) : gains,
    outOfBag,
  };
}

/** @param take Takes the trees in their order. */
async function growInThreads(
  pool: WorkerPool,
  plan: ForestPlan,
  { signal, onProgress }: FitOptions,
  stage: string,
  take: (tree: ForestTree) => void,
): Promise<void> {
  const total = plan.settings.trees;
  const early = new Map<number, ForestTree>();
  let [taken, done] = [0, 0];
  await pool.run({
    name: forestJob,
    stage,
    threads: total,
    input: withSharedArrays(plan),
    ...(signal === undefined ? {} : { signal }),
    onMessage(message) {
      const { index, tree } = message as NumberedTree;
      early.set(index, tree);
      for (let next = early.get(taken); next; next = early.get(taken)) {
        take(next);
        early.delete(taken++);
      }
      done++;
      onProgress?.({ stage, done, total, unit: 'rounds' });
    },
  });
}

interface NumberedTree {
  readonly index: number;
  readonly tree: ForestTree;
}

/** What each thread does: it grows the next tree that none has begun, until there is none. */
export const growForestShare: JobProgram = (input, team, say) => {
  const plan = input as ForestPlan;
  const grow = forestGrower(plan);
  for (let index = team.next(); index < plan.settings.trees; index = team.next()) {
    team.goOn();
    const tree = grow(index);
    const { ensemble, gains, leafKeys, leftOut } = tree;
    const { leafWidth: _, ...arrays } = ensemble;
    const transfer = [
      ...Object.values(arrays),
      gains,
      leafKeys,
      ...(leftOut ? [leftOut.rows, leftOut.values] : []),
    ];
    say(
      { index, tree } satisfies NumberedTree,
      transfer.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }
};

/** About how long one thread takes, from what it took on the machine of the author. */
function estimatedMs({ settings, used, featuresPerSplit }: ForestPlan): number {
  return settings.trees * used.length * Math.log2(used.length + 1) * featuresPerSplit * 1e-5;
}
