import { type TreeEnsemble, treeEnsembleBuilder } from '../../estimators/trees/tree-ensemble.js';

/** Two trees that are one long path each, with a leaf beside every node; as many splits as asked for. */
export function longPath(features: number, splits: number, leafWidth: number): TreeEnsemble {
  const builder = treeEnsembleBuilder(leafWidth);
  const values = (i: number): readonly number[] =>
    Array.from({ length: leafWidth }, (_, k) => Math.sin(i + 1) + k);
  for (let tree = 0; tree < 2; tree++) {
    let node = builder.beginTree(1000);
    for (let i = 0; i < splits; i++) {
      const threshold = (i * 5 + tree) % 7;
      const goesOn = i % 3 === 0 ? 1 : 0;
      const child = builder.split(
        node,
        { feature: (i * 7 + tree) % features, threshold, missingLeft: i % 2 === 0, categories: null },
        goesOn === 1 ? 20 : 980,
        goesOn === 1 ? 980 : 20,
      );
      builder.setLeaf(child + 1 - goesOn, values(i));
      node = child + goesOn;
    }
    builder.setLeaf(node, values(splits));
  }
  return builder.build();
}
