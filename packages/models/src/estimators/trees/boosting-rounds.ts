import { createRandom, type Random } from '@titans/core';
import type { Team } from '../parallel/team.js';
import type { FeatureBins } from './binning.js';
import type { BoostingLoss } from './boosting-losses.js';
import type { BoostingSettings } from './boosting-parameters.js';
import { type GrownLeaf, growTree } from './grow-tree.js';
import type { GrownTree } from './join-trees.js';
import { boundedStep, unbounded, within } from './kernel/bounded-split.js';
import type { TreeKernel } from './kernel/tree-kernel.js';
import type { LossPlan } from './loss-plan.js';
import { treeEnsembleBuilder } from './tree-ensemble.js';

/** All that boosting learns from beside the features. Plain data, so that other threads can learn too. */
export interface BoostingPlan {
  readonly settings: BoostingSettings;
  readonly seed: number;
  readonly loss: LossPlan;
  readonly weights: Float64Array;
  /** The direction of every feature, or `null` if all may go either way. */
  readonly directions: Int8Array | null;
  /** Rows that trees may learn from. */
  readonly training: Uint32Array;
  /** Rows that tell when to stop. */
  readonly validation: Uint32Array;
}

/** A tree and its place among all: round × outputs + output. */
export interface BoostedTree extends GrownTree {
  readonly place: number;
}

/** What a thread grew. */
export interface GrownRounds {
  readonly trees: readonly BoostedTree[];
  /** Rounds whose trees are kept: up to the best where there is a validation. */
  readonly rounds: number;
}

/** How a thread works with those that grow the other trees. */
export interface RoundsWork {
  readonly kernel: TreeKernel;
  readonly team: Team;
  /** Called after the trees of a round that this thread has grown: the scores of all outputs are then known to all. */
  exchange(): void;
  /** Called after each round. */
  afterRound(rounds: number): void | Promise<void>;
}

/**
 * Grows round by round one tree per output (Friedman 2001). The trees of a round know only the scores before it, so
 * that each thread of a team takes the next that none has begun; all come to the same end, whoever grows what.
 */
export async function growRounds(
  plan: BoostingPlan,
  bins: readonly FeatureBins[],
  loss: BoostingLoss,
  { kernel, team, exchange, afterRound }: RoundsWork,
): Promise<GrownRounds> {
  const { settings, validation } = plan;
  const { outputs } = loss;
  const random = createRandom(plan.seed, 'gradient-boosting');
  const baseline = loss.baseline();
  kernel.scores.forEach((scores, output) => {
    scores.fill(baseline[output] as number);
  });
  const stopsAfter = validation.length > 0 ? (settings.earlyStopping?.rounds ?? null) : null;
  const trees: BoostedTree[] = [];
  let best = { loss: Number.POSITIVE_INFINITY, rounds: 0 };
  let rounds = 0;
  let place = team.next();
  while (rounds < settings.rounds) {
    loss.beginRound(kernel);
    for (; place < (rounds + 1) * outputs; place = team.next()) {
      team.goOn();
      const output = place % outputs;
      const tree = growOne(plan, bins, loss, kernel, output, random.stream(`${rounds}/${output}`));
      trees.push({ place, ...tree });
    }
    exchange();
    rounds++;
    if (stopsAfter !== null) {
      const current = loss.mean(kernel.scores, validation);
      if (current < best.loss) best = { loss: current, rounds };
      else if (rounds - best.rounds >= stopsAfter) break;
    }
    await afterRound(rounds);
  }
  return { trees, rounds: stopsAfter === null ? rounds : best.rounds };
}

function growOne(
  { settings, directions, training, validation }: BoostingPlan,
  bins: readonly FeatureBins[],
  loss: BoostingLoss,
  kernel: TreeKernel,
  output: number,
  random: Random,
): GrownTree {
  const [rows, left] = sample(training, settings.rowFraction, random);
  const every = Uint32Array.from(bins.keys());
  const [features] = sample(every, settings.columnFraction, random);
  kernel.rows.set(rows);
  kernel.rows.set(left, rows.length);
  kernel.rows.set(validation, rows.length + left.length);
  loss.gradients(output, kernel);
  const gains = new Float64Array(bins.length);
  const builder = treeEnsembleBuilder(1);
  const leaves = growTree(
    {
      kernel,
      bins,
      features: Int32Array.from(features),
      learning: rows.length,
      following: left.length + validation.length,
      hasUnitHessian: loss.hasUnitHessian,
      limits: settings,
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
  const ensemble = builder.build();
  return { ensemble, gains, leafKeys: new Int32Array(ensemble.leafValues.length).fill(-1) };
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
export function sample(
  items: Uint32Array,
  share: number,
  random: Random,
): readonly [Uint32Array, Uint32Array] {
  const count = Math.max(1, Math.round(items.length * share));
  if (count >= items.length) return [items, new Uint32Array(0)];
  const shuffled = random.shuffle(items.slice());
  return [shuffled.slice(0, count).sort(), shuffled.slice(count).sort()];
}
