import { createRandom, type Random } from '@titans/core';
import {
  type TreeEnsemble,
  type TreeEnsembleBuilder,
  treeEnsembleBuilder,
} from '../../estimators/trees/tree-ensemble.js';

/** Shape of {@link randomTrees}. */
export interface RandomTreesShape {
  readonly seed: number;
  readonly trees: number;
  readonly features: number;
  readonly deepest: number;
  readonly leafWidth: number;
  /** Features from this one on are categorical, with codes 0 to 5. */
  readonly firstCategorical: number;
}

/** Trees that split anything anywhere, by the same feature several times too, with covers that need not be whole. */
export function randomTrees(shape: RandomTreesShape): TreeEnsemble {
  const random = createRandom(shape.seed, 'random-trees');
  const builder = treeEnsembleBuilder(shape.leafWidth);
  for (let tree = 0; tree < shape.trees; tree++) {
    const cover = 1 + random.integer(100);
    grow(shape, builder, random, builder.beginTree(cover), cover, 0);
  }
  return builder.build();
}

function grow(
  shape: RandomTreesShape,
  builder: TreeEnsembleBuilder,
  random: Random,
  node: number,
  cover: number,
  depth: number,
): void {
  if (depth === shape.deepest || random.float() < 0.15) {
    builder.setLeaf(
      node,
      Array.from({ length: shape.leafWidth }, () => random.normal()),
    );
    return;
  }
  const feature = random.integer(shape.features);
  const isCategorical = feature >= shape.firstCategorical;
  const share = 0.02 + 0.96 * random.float();
  const left = builder.split(
    node,
    {
      feature,
      threshold: isCategorical ? 5 : random.integer(7),
      missingLeft: random.float() < 0.5,
      categories: isCategorical ? Uint32Array.of(random.integer(64), 0, 0, 0, 0, 0, 0, 0) : null,
    },
    cover * share,
    cover * (1 - share),
  );
  grow(shape, builder, random, left, cover * share, depth + 1);
  grow(shape, builder, random, left + 1, cover * (1 - share), depth + 1);
}

/** Rows of small whole numbers, some of them missing; one list per feature. */
export function randomColumns(seed: number, rows: number, features: number): readonly Float64Array[] {
  const random = createRandom(seed, 'random-columns');
  return Array.from({ length: features }, () =>
    Float64Array.from({ length: rows }, () => (random.float() < 0.1 ? Number.NaN : random.integer(8))),
  );
}
