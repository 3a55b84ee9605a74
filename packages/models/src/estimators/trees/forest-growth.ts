import { createRandom, type Random } from '@titans/core';
import { type Answers, smallBlock, wholeBlock } from './forest-block.js';
import type { ForestFeature } from './forest-codes.js';
import type { ForestCriterion } from './forest-criteria.js';
import { giniCriterion } from './forest-gini.js';
import { type LeftOut, leftOutAnswers } from './forest-out-of-bag.js';
import type { ForestSettings } from './forest-parameters.js';
import type { SplitChoice } from './forest-splits.js';
import { squaredErrorCriterion } from './forest-squared-error.js';
import { growForestTree } from './grow-forest-tree.js';
import type { GrownTree } from './join-trees.js';
import { smallTrees } from './kernel/forest-kernel.js';
import { codeOrder } from './order-by-code.js';
import { treeEnsembleBuilder } from './tree-ensemble.js';

/** What a forest learns: the class of each row, by Gini impurity, or its number, by squared error. */
export type ForestAnswers =
  | { readonly kind: 'classes'; readonly labels: Int32Array; readonly outputs: number }
  | { readonly kind: 'number'; readonly target: Float64Array };

/** All that every tree of a forest is grown from. Plain data, so that other threads can grow them too. */
export interface ForestPlan {
  readonly settings: ForestSettings;
  /** What its random stream is named after. */
  readonly name: string;
  readonly seed: number;
  readonly choice: SplitChoice;
  readonly featuresPerSplit: number;
  readonly answers: ForestAnswers;
  readonly features: readonly ForestFeature[];
  /** The codes of all rows, row after row. */
  readonly byRow: Uint16Array;
  readonly weights: Float64Array;
  /** The rows that have a weight. */
  readonly used: Uint32Array;
}

/** A tree of a forest. */
export interface ForestTree extends GrownTree {
  /** What it says of the rows that it did not draw; `null` unless the settings ask for it. */
  readonly leftOut: LeftOut | null;
}

/** Numbers per leaf. */
export function leafWidthOf(answers: ForestAnswers): number {
  return answers.kind === 'classes' ? answers.outputs : 1;
}

/** Grows the trees of a forest by their number. A tree does not depend on which were grown before it. */
export function forestGrower(plan: ForestPlan): (index: number) => ForestTree {
  const { answers } = plan;
  return answers.kind === 'classes'
    ? growerBy(plan, giniCriterion(answers.labels, answers.outputs))
    : growerBy(plan, squaredErrorCriterion(answers.target, plan.weights));
}

function growerBy<A extends Answers>(
  plan: ForestPlan,
  criterion: ForestCriterion<A>,
): (index: number) => ForestTree {
  const { settings, features, used, weights } = plan;
  const random = createRandom(plan.seed, plan.name);
  const leafWidth = leafWidthOf(plan.answers);
  const drawn = new Float64Array(weights.length);
  const { minSamplesLeaf, maxDepth } = settings;
  const { featuresPerSplit } = plan;
  const small =
    plan.choice === 'best'
      ? smallTrees({ features, criterion, featuresPerSplit, minSamplesLeaf, maxDepth })
      : null;
  const shared = {
    features,
    criterion,
    order: codeOrder(),
    choice: plan.choice,
    featuresPerSplit,
    minSamplesLeaf,
    maxDepth,
    whole: wholeBlock(features, criterion.answers, drawn),
    byRow: plan.byRow,
    small: small?.block ?? smallBlock(features.length, criterion.answers),
    smallTrees: small,
    spareRows: new Uint32Array(used.length),
  };
  return (index) => {
    const draw = random.stream(String(index));
    drawRows(settings.bootstrap, used, weights, draw, drawn);
    criterion.weigh(drawn);
    const builder = treeEnsembleBuilder(leafWidth);
    const growth = {
      ...shared,
      sharedLeaves: new Map<number, number>(),
      gains: (small?.gains ?? new Float64Array(features.length)).fill(0),
    };
    growForestTree(growth, rowsWithWeight(drawn), draw, builder);
    const ensemble = builder.build();
    const leafKeys = new Int32Array(ensemble.leafValues.length / leafWidth).fill(-1);
    for (const [key, place] of growth.sharedLeaves) leafKeys[place] = key;
    const leftOut = settings.outOfBag
      ? leftOutAnswers(
          ensemble,
          features,
          used.filter((row) => drawn[row] === 0),
        )
      : null;
    return { ensemble, gains: growth.gains.slice(), leafKeys, leftOut };
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

/** Numbers of the rows that have a weight. */
export function rowsWithWeight(weights: Float64Array): Uint32Array {
  const rows = new Uint32Array(weights.length);
  let count = 0;
  for (let row = 0; row < weights.length; row++) if ((weights[row] as number) > 0) rows[count++] = row;
  return rows.slice(0, count);
}
