import { createRandom, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { pace } from '../pace.js';
import { aloneTeam } from '../parallel/team.js';
import { poolFor } from '../parallel/worker-pool.js';
import { type BinnedMatrix, binMatrix } from './binning.js';
import { growRoundsInThreads } from './boost-in-threads.js';
import { mostFeatures, withSummedCover } from './boosted-artifact.js';
import type { BoostingSettings } from './boosting-parameters.js';
import { type BoostingPlan, type GrownRounds, growRounds, sample } from './boosting-rounds.js';
import { joinTrees } from './join-trees.js';
import { treeKernel } from './kernel/choose-kernel.js';
import type { TreeKernelFactory } from './kernel/tree-kernel.js';
import { type LossPlan, plannedLoss } from './loss-plan.js';
import { directionsOf } from './monotone.js';
import type { TreeEnsemble } from './tree-ensemble.js';

/** What boosting learned. */
export interface Boosted {
  /** Raw score of each output before the first tree. */
  readonly baseline: Float64Array;
  readonly ensemble: TreeEnsemble;
  /** Share of the total gain that each feature's splits brought; zeros if nothing was split. */
  readonly importances: Float64Array;
}

const stage = 'gradient boosting';

/**
 * Gradient boosting (Friedman 2001) with second-order leaf values: each round adds one tree per output; in the threads
 * of a pool where it is worth it.
 *
 * @param given Weights of the rows; those of weight 0 are left out.
 * @param makeKernel The fastest kernel there is unless told; threads take that.
 */
export async function boost(
  settings: BoostingSettings,
  x: FeatureMatrix,
  lossPlan: LossPlan,
  given: Float64Array,
  options: FitOptions,
  makeKernel: TreeKernelFactory = treeKernel,
): Promise<Boosted> {
  if (x.columns.length > mostFeatures) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `Boosting takes at most ${mostFeatures} features, not ${x.columns.length}. Select some.`,
    );
  }
  // The caller may change its own while trees grow.
  const weights = given.slice();
  const directions = directionsOf(x, settings.monotone);
  const step = pace(options, stage, 'rounds');
  const seed = options.seed ?? 0;
  const used = Uint32Array.from({ length: x.rows }, (_, row) => row).filter(
    (row) => (weights[row] as number) > 0,
  );
  const { earlyStopping } = settings;
  const holdOut = createRandom(seed, 'gradient-boosting').stream('hold-out');
  const [training, validation] = earlyStopping
    ? sample(used, 1 - earlyStopping.validationFraction, holdOut)
    : [used, new Uint32Array(0)];
  const plan: BoostingPlan = { settings, seed, loss: lossPlan, weights, directions, training, validation };
  const loss = plannedLoss(lossPlan, weights);

  /** The kernel has the codes in its own layout, so that nobody keeps the others. */
  function binnedKernel(matrix: BinnedMatrix) {
    return { bins: matrix.bins, kernel: makeKernel(matrix, loss.outputs) };
  }
  async function growHere(): Promise<GrownRounds> {
    const { bins, kernel } = binnedKernel(binMatrix(x, settings.maxBins, weights));
    return growRounds(plan, bins, loss, {
      kernel,
      team: aloneTeam(),
      exchange: () => undefined,
      afterRound: (rounds) => step(rounds, settings.rounds),
    });
  }
  const pool = poolFor(options.workers, estimatedMs(settings, x, loss.outputs));
  const shared = pool && (await growRoundsInThreads(pool, plan, x, loss.outputs, stage, options));
  const { trees, rounds } = shared ?? (await growHere());
  // Sums depend on the order in which they are taken: that of the trees, whoever grew them.
  const kept = trees.filter(({ place }) => place < rounds * loss.outputs).sort((a, b) => a.place - b.place);
  const gains = new Float64Array(x.columns.length);
  for (const tree of kept) {
    for (let i = 0; i < gains.length; i++) gains[i] = (gains[i] as number) + (tree.gains[i] as number);
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return {
    baseline: loss.baseline(),
    ensemble: withSummedCover(joinTrees(kept, 1)),
    importances: total > 0 ? gains.map((gain) => gain / total) : gains,
  };
}

/** About how long one thread takes, from what it took on the machine of the author. */
function estimatedMs({ rounds, rowFraction }: BoostingSettings, x: FeatureMatrix, outputs: number): number {
  const cells = x.rows * x.columns.length;
  return cells * (2e-4 + rounds * outputs * rowFraction * 3.5e-6);
}
