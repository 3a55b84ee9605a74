import type { Pace } from '../estimators/pace.js';
import type { TreeEnsemble } from '../estimators/trees/tree-ensemble.js';
import type { CoverWalk } from './cover-walk.js';
import { visitLeaves, wordsOf } from './failed-elements.js';
import type { LeafGame } from './leaf-game.js';
import { leafMemory } from './leaf-memory.js';
import { type TreePaths, treePaths } from './tree-paths.js';

/** Attributes the sums that an ensemble gives to the features. */
export interface TreeAttributions {
  readonly trees: number;
  /** What each output is where no feature is known. */
  readonly expected: Float64Array;
  /** Begins a pass over all trees with a block of rows, whose values stand one feature after the other. */
  begin(values: Float64Array, rows: number): TreePass;
}

/** A pass over all trees. */
export interface TreePass {
  /** Adds one tree; whether more are left. */
  next(): boolean;
  /** Rows × features × outputs, once none is left. */
  readonly sums: Float64Array;
}

interface Prepared {
  readonly paths: TreePaths;
  readonly game: LeafGame;
}

/** Numbers that prepared trees may hold; of larger ensembles the rest is prepared anew for each block of rows. */
const mostKept = 8_000_000;
/** From so many rows on it pays to remember what was found at each leaf. */
const fewestRemembered = 128;

/**
 * @param width Features.
 * @param walk Plays the same game for a few rows.
 * @param outputs With one value per leaf, tree `t` counts for output `t mod outputs`; otherwise every tree counts for all.
 */
export async function treeAttributions(
  ensemble: TreeEnsemble,
  width: number,
  outputs: number,
  gameOf: (paths: TreePaths) => LeafGame,
  step: Pace,
  walk: CoverWalk | null = null,
): Promise<TreeAttributions> {
  const { roots, leafValues, leafWidth } = ensemble;
  const trees = roots.length;
  const kept: Prepared[] = [];
  const expected = new Float64Array(outputs);
  let size = 0;
  for (let tree = 0; tree < trees; tree++) {
    const prepared = prepare(tree);
    const { paths, game } = prepared;
    for (let leaf = 0; leaf < game.expected.length; leaf++) {
      for (let k = 0; k < leafWidth; k++) {
        const output = leafWidth === 1 ? tree % outputs : k;
        const value = leafValues[(paths.valuesFrom[leaf] as number) + k] as number;
        expected[output] = (expected[output] as number) + value * (game.expected[leaf] as number);
      }
    }
    size += paths.share.length + paths.feature.length;
    if (size <= mostKept) kept.push(prepared);
    await step(tree + 1, trees);
  }

  function prepare(tree: number): Prepared {
    const paths = treePaths(ensemble, roots[tree] as number);
    return { paths, game: gameOf(paths) };
  }

  /** Adds a tree to sums of features × leafWidth × rows. */
  function addTree(tree: number, values: Float64Array, rows: number, sums: Float64Array): void {
    const { paths, game } = kept[tree] ?? prepare(tree);
    if (walk && leafWidth === 1 && rows < fewestRemembered) {
      walk.add(paths, leafValues, values, rows, sums);
      return;
    }
    const { valuesFrom, elementsFrom, elementFeature } = paths;
    const memory = leafMemory(rows, paths.longest, wordsOf(paths));
    const { entry, table } = memory;
    visitLeaves(paths, ensemble.categories, values, rows, (leaf, failed) => {
      const from = elementsFrom[leaf] as number;
      const elements = (elementsFrom[leaf + 1] as number) - from;
      const place = valuesFrom[leaf] as number;
      memory.read(game, leaf, elements, failed, leafWidth === 1 ? (leafValues[place] as number) : 1);
      for (let e = 0; e < elements; e++) {
        const into = (elementFeature[from + e] as number) * leafWidth * rows;
        if (leafWidth === 1) {
          addScaled(table, e, entry, 1, sums, into, rows);
          continue;
        }
        for (let k = 0; k < leafWidth; k++) {
          const value = leafValues[place + k] as number;
          // Pure leaves have shares of 0 for all classes but one.
          if (value !== 0) addScaled(table, e, entry, value, sums, into + k * rows, rows);
        }
      }
    });
  }

  return {
    trees,
    expected,
    begin(values, rows) {
      const all = new Float64Array(rows * width * outputs);
      // The trees of one output come one after the other, so that what they add to stays in the cache.
      const groups = leafWidth === 1 ? outputs : 1;
      const sums = new Float64Array(rows * width * leafWidth);
      let [group, tree] = [0, 0];
      return {
        sums: all,
        next() {
          if (tree < trees) addTree(tree, values, rows, sums);
          tree += groups;
          if (tree < trees) return true;
          for (let at = 0; at < width * leafWidth; at++) {
            const into = leafWidth === 1 ? at * outputs + group : at;
            for (let row = 0; row < rows; row++) {
              all[row * width * outputs + into] = sums[at * rows + row] as number;
            }
          }
          sums.fill(0);
          tree = ++group;
          return group < groups;
        },
      };
    },
  };
}

function addScaled(
  table: Float64Array,
  at: number,
  entry: Int32Array,
  factor: number,
  sums: Float64Array,
  into: number,
  rows: number,
): void {
  for (let row = 0; row < rows; row++) {
    const value = table[(entry[row] as number) + at] as number;
    sums[into + row] = (sums[into + row] as number) + factor * value;
  }
}
