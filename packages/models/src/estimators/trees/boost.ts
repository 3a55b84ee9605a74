import { createRandom, type Random, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { pace } from '../pace.js';
import { binMatrix } from './binning.js';
import { mostFeatures, withSummedCover } from './boosted-artifact.js';
import type { BoostingLoss } from './boosting-losses.js';
import type { BoostingSettings } from './boosting-parameters.js';
import { type GrownLeaf, type GrowthLimits, growTree } from './grow-tree.js';
import { boundedStep, unbounded, within } from './kernel/bounded-split.js';
import { treeKernel } from './kernel/choose-kernel.js';
import type { TreeKernel, TreeKernelFactory } from './kernel/tree-kernel.js';
import { directionsOf } from './monotone.js';
import { type TreeEnsemble, treeEnsembleBuilder } from './tree-ensemble.js';

/** What boosting learned. */
export interface Boosted {
  /** Raw score of each output before the first tree. */
  readonly baseline: Float64Array;
  readonly ensemble: TreeEnsemble;
  /** Share of the total gain that each feature's splits brought; zeros if nothing was split. */
  readonly importances: Float64Array;
}

/**
 * Gradient boosting (Friedman 2001) with second-order leaf values: each round adds one tree per output.
 *
 * @param weights Rows of weight 0 are left out.
 * @param makeKernel The fastest kernel there is unless told.
 */
export async function boost(
  settings: BoostingSettings,
  x: FeatureMatrix,
  loss: BoostingLoss,
  weights: Float64Array,
  options: FitOptions,
  makeKernel: TreeKernelFactory = treeKernel,
): Promise<Boosted> {
  if (x.columns.length > mostFeatures) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `Boosting takes at most ${mostFeatures} features, not ${x.columns.length}. Select some.`,
    );
  }
  const directions = directionsOf(x, settings.monotone);
  const step = pace(options, 'gradient boosting', 'rounds');
  const random = createRandom(options.seed ?? 0, 'gradient-boosting');
  const matrix = binMatrix(x, settings.maxBins, weights);
  const used = Uint32Array.from({ length: x.rows }, (_, row) => row).filter(
    (row) => (weights[row] as number) > 0,
  );
  const { earlyStopping } = settings;
  const [training, validation] = earlyStopping
    ? sample(used, 1 - earlyStopping.validationFraction, random.stream('hold-out'))
    : [used, new Uint32Array(0)];

  const baseline = loss.baseline();
  const kernel = makeKernel(matrix, loss.outputs);
  kernel.scores.forEach((scores, output) => {
    scores.fill(baseline[output] as number);
  });
  const gains = new Float64Array(x.columns.length);
  const builder = treeEnsembleBuilder(1);
  const limits: GrowthLimits = settings;
  let best = { loss: Number.POSITIVE_INFINITY, rounds: 0 };

  for (let round = 0; round < settings.rounds; round++) {
    loss.beginRound(kernel);
    for (let output = 0; output < loss.outputs; output++) {
      const stream = random.stream(`${round}/${output}`);
      const [rows, left] = sample(training, settings.rowFraction, stream);
      const [features] = sample(Uint32Array.from(x.columns.keys()), settings.columnFraction, stream);
      kernel.rows.set(rows);
      kernel.rows.set(left, rows.length);
      kernel.rows.set(validation, rows.length + left.length);
      loss.gradients(output, kernel);
      const leaves = growTree(
        {
          kernel,
          matrix,
          features: Int32Array.from(features),
          learning: rows.length,
          following: left.length + validation.length,
          hasUnitHessian: loss.hasUnitHessian,
          limits,
          monotone: directions && { directions, exactStep: exactStepOf(loss, kernel, output) },
          gains,
        },
        builder,
      );
      const values = leaves.map((leaf) => {
        return settings.learningRate * stepOf(leaf, loss, kernel, output, settings);
      });
      leaves.forEach(({ node, rows: { from, to }, followers }, i) => {
        const value = values[i] as number;
        builder.setLeaf(node, [value]);
        kernel.addToScores(output, from, to, value);
        kernel.addToScores(output, followers.from, followers.to, value);
      });
    }
    if (earlyStopping && validation.length > 0) {
      const current = loss.mean(kernel.scores, validation);
      if (current < best.loss) best = { loss: current, rounds: round + 1 };
      else if (round + 1 - best.rounds >= earlyStopping.rounds) break;
    }
    await step(round + 1, settings.rounds);
  }
  const kept = earlyStopping && validation.length > 0 ? best.rounds * loss.outputs : builder.trees;
  const totalGain = gains.reduce((sum, gain) => sum + gain, 0);
  return {
    baseline,
    ensemble: withSummedCover(builder.build(kept)),
    importances: totalGain > 0 ? gains.map((gain) => gain / totalGain) : gains,
  };
}

function stepOf(
  leaf: GrownLeaf,
  loss: BoostingLoss,
  kernel: TreeKernel,
  output: number,
  settings: BoostingSettings,
): number {
  const bounds = leaf.bounds ?? unbounded;
  const exact = exactStepOf(loss, kernel, output);
  if (exact) return within(exact(leaf.rows.from, leaf.rows.to), bounds);
  const step = boundedStep(leaf, settings, bounds);
  return loss.shortened?.(step) ?? step;
}

/** What gives the exact step of a run of rows, for a loss that has one. */
function exactStepOf(
  loss: BoostingLoss,
  kernel: TreeKernel,
  output: number,
): ((from: number, to: number) => number) | null {
  if (!loss.leafStep) return null;
  return (from, to) =>
    loss.leafStep?.(kernel.scores[output] as Float64Array, kernel.rows.subarray(from, to)) ?? 0;
}

/** A share of the items without replacement, at least one, and the rest; both in ascending order. */
function sample(items: Uint32Array, share: number, random: Random): readonly [Uint32Array, Uint32Array] {
  const count = Math.max(1, Math.round(items.length * share));
  if (count >= items.length) return [items, new Uint32Array(0)];
  const shuffled = random.shuffle(items.slice());
  return [shuffled.slice(0, count).sort(), shuffled.slice(count).sort()];
}
