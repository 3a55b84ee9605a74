import { createRandom, type Random } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { pace } from '../pace.js';
import { binMatrix } from './binning.js';
import type { BoostingLoss } from './boosting-losses.js';
import type { BoostingSettings } from './boosting-parameters.js';
import { type GrownLeaf, type GrowthLimits, growTree, growthBuffers } from './grow-tree.js';
import { histogramLayout } from './histogram.js';
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
 */
export async function boost(
  settings: BoostingSettings,
  x: FeatureMatrix,
  loss: BoostingLoss,
  weights: Float64Array,
  options: FitOptions,
): Promise<Boosted> {
  const step = pace(options, 'gradient boosting', 'rounds');
  const random = createRandom(options.seed ?? 0, 'gradient-boosting');
  const matrix = binMatrix(x, settings.maxBins, weights);
  const layout = histogramLayout(matrix);
  const used = Uint32Array.from({ length: x.rows }, (_, row) => row).filter(
    (row) => (weights[row] as number) > 0,
  );
  const { earlyStopping } = settings;
  const [training, validation] = earlyStopping
    ? sample(used, 1 - earlyStopping.validationFraction, random.stream('hold-out'))
    : [used, new Uint32Array(0)];

  const baseline = loss.baseline();
  const raw = Array.from(baseline, (value) => new Float64Array(x.rows).fill(value));
  const gradients = raw.map(() => new Float64Array(x.rows));
  const hessians = raw.map(() => new Float64Array(x.rows));
  const buffers = growthBuffers(x.rows);
  const gains = new Float64Array(x.columns.length);
  const builder = treeEnsembleBuilder(1);
  const limits: GrowthLimits = { ...settings, minGain: 0 };
  let best = { loss: Number.POSITIVE_INFINITY, rounds: 0 };

  for (let round = 0; round < settings.rounds; round++) {
    loss.gradients(raw, gradients, hessians);
    for (let output = 0; output < loss.outputs; output++) {
      const stream = random.stream(`${round}/${output}`);
      const [rows, left] = sample(training, settings.rowFraction, stream);
      const [features] = sample(Uint32Array.from(x.columns.keys()), settings.columnFraction, stream);
      const scores = raw[output] as Float64Array;
      const leaves = growTree(
        {
          matrix,
          layout,
          features: Int32Array.from(features),
          rows,
          followers: concatenated(left, validation),
          gradients: gradients[output] as Float64Array,
          hessians: loss.hasUnitHessian ? null : (hessians[output] as Float64Array),
          limits,
          buffers,
          gains,
        },
        builder,
      );
      const values = leaves.map((leaf) => settings.learningRate * stepOf(leaf, loss, scores, settings.l2));
      leaves.forEach((leaf, i) => {
        const value = values[i] as number;
        builder.setLeaf(leaf.node, [value]);
        for (const row of leaf.rows) scores[row] = (scores[row] as number) + value;
        for (const row of leaf.followers) scores[row] = (scores[row] as number) + value;
      });
    }
    if (earlyStopping && validation.length > 0) {
      const current = loss.mean(raw, validation);
      if (current < best.loss) best = { loss: current, rounds: round + 1 };
      else if (round + 1 - best.rounds >= earlyStopping.rounds) break;
    }
    await step(round + 1, settings.rounds);
  }
  const kept = earlyStopping && validation.length > 0 ? best.rounds * loss.outputs : builder.trees;
  const totalGain = gains.reduce((sum, gain) => sum + gain, 0);
  return {
    baseline,
    ensemble: builder.build(kept),
    importances: totalGain > 0 ? gains.map((gain) => gain / totalGain) : gains,
  };
}

function stepOf(leaf: GrownLeaf, loss: BoostingLoss, scores: Float64Array, l2: number): number {
  return loss.leafStep ? loss.leafStep(scores, leaf.rows) : -leaf.gradient / (leaf.hessian + l2);
}

/** A share of the items without replacement, at least one, and the rest; both in ascending order. */
function sample(items: Uint32Array, share: number, random: Random): readonly [Uint32Array, Uint32Array] {
  const count = Math.max(1, Math.round(items.length * share));
  if (count >= items.length) return [items.slice(), new Uint32Array(0)];
  const shuffled = random.shuffle(items.slice());
  return [shuffled.slice(0, count).sort(), shuffled.slice(count).sort()];
}

function concatenated(a: Uint32Array, b: Uint32Array): Uint32Array {
  const all = new Uint32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
