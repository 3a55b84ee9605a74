import { gaussLegendre } from './gauss-legendre.js';
import type { TreePaths } from './tree-paths.js';

/** Attributes one row after the other by the game of `coverGame`, sharing what paths have in common. */
export interface CoverWalk {
  /**
   * Adds a tree of one value per leaf to sums of features × rows.
   *
   * @param values One feature after the other, `rows` numbers each.
   */
  add(
    tree: TreePaths,
    leafValues: Float64Array,
    values: Float64Array,
    rows: number,
    sums: Float64Array,
  ): void;
}

/** What the factors of a tree are at the points of the quadrature, wherever a row is. */
interface HeldFactors {
  readonly points: number;
  readonly weights: Float64Array;
  /** 1 − place. */
  readonly rest: Float64Array;
  /** −1 ÷ rest: what a fulfilled element that is lost counts. */
  readonly lost: Float64Array;
  readonly places: Float64Array;
  /** Nodes × points: 1 ÷ the factor of the element above a node for a row that fulfils it; 1 for the root. */
  readonly inverse: Float64Array;
}

function heldFactors({ nodeShare, longest }: TreePaths): HeldFactors {
  const points = (longest + 1) >> 1;
  const { places, weights } = gaussLegendre(points);
  const rest = places.map((place) => 1 - place);
  const inverse = Float64Array.from({ length: nodeShare.length * points }, (_, i) => {
    const q = i % points;
    return 1 / ((places[q] as number) + (rest[q] as number) * (nodeShare[Math.floor(i / points)] as number));
  });
  return {
    points,
    weights,
    rest,
    lost: rest.map((value) => -1 / value),
    places,
    inverse,
  };
}

/**
 * Linear TreeSHAP (Yu et al. 2022) at the points of a quadrature: down the tree the product of the factors of the path is
 * carried at every point, up the tree the sum of value × product over the leaves below. Takes time proportional to
 * leaves × depth, and remembers nothing: the fastest for a few rows.
 */
export function coverWalk(categories: Uint32Array): CoverWalk {
  let product = new Float64Array(512);
  let sum = new Float64Array(512);
  let fulfils = new Uint8Array(128);
  const known = new WeakMap<TreePaths, HeldFactors>();

  function addRow(
    tree: TreePaths,
    held: HeldFactors,
    leafValues: Float64Array,
    values: Float64Array,
    rows: number,
    row: number,
    sums: Float64Array,
  ): void {
    const { feature, right, parent, previous, nodeShare, valuesFrom } = tree;
    const { points, weights, lost, inverse } = held;
    const nodes = feature.length;
    for (let q = 0; q < points; q++) product[q] = weights[q] as number;
    fulfils[0] = 1;
    for (let node = 0; node < nodes; node++) {
      const from = node * points;
      const asked = feature[node] as number;
      if (asked < 0) {
        const value = leafValues[valuesFrom[right[node] as number] as number] as number;
        for (let q = 0; q < points; q++) sum[from + q] = value * (product[from + q] as number);
        continue;
      }
      const goesLeft = takesLeft(tree, categories, node, values[asked * rows + row] as number);
      enter(tree, held, node, node + 1, goesLeft);
      enter(tree, held, node, right[node] as number, !goesLeft);
      for (let q = 0; q < points; q++) sum[from + q] = 0;
    }
    // Children come after their parent.
    for (let node = nodes - 1; node > 0; node--) {
      const from = node * points;
      const above = parent[node] as number;
      const before = previous[node] as number;
      const isHeld = fulfils[node] === 1;
      const wasHeld = before < 0 || fulfils[before] === 1;
      const gain = isHeld ? 1 - (nodeShare[node] as number) : 0;
      // What the split before by the same feature was credited with for the leaves below is taken back.
      const gainBefore = before >= 0 && wasHeld ? 1 - (nodeShare[before] as number) : 0;
      const fromBefore = Math.max(before, 0) * points;
      const isLost = wasHeld && !isHeld;
      const intoSum = above * points;
      let added = 0;
      for (let q = 0; q < points; q++) {
        const below = sum[from + q] as number;
        sum[intoSum + q] = (sum[intoSum + q] as number) + below;
        const factor = isLost ? (lost[q] as number) : gain * (inverse[from + q] as number);
        added += below * (factor - gainBefore * (inverse[fromBefore + q] as number));
      }
      const into = (feature[above] as number) * rows + row;
      sums[into] = (sums[into] as number) + added;
    }
  }

  /** Multiplies the product of a node by what its child makes of the element that the node asks for. */
  function enter(tree: TreePaths, held: HeldFactors, node: number, child: number, goes: boolean): void {
    const { points, places, rest, inverse } = held;
    const before = tree.previous[child] as number;
    const share = tree.nodeShare[child] as number;
    const isHeld = goes && (before < 0 || fulfils[before] === 1);
    fulfils[child] = isHeld ? 1 : 0;
    const [from, into, fromBefore] = [node * points, child * points, Math.max(before, 0) * points];
    if (before >= 0 && fulfils[before] === 0) {
      const shareBefore = tree.nodeShare[before] as number;
      const ratio = shareBefore === 0 ? 0 : share / shareBefore;
      for (let q = 0; q < points; q++) product[into + q] = (product[from + q] as number) * ratio;
    } else if (isHeld) {
      for (let q = 0; q < points; q++) {
        product[into + q] =
          (product[from + q] as number) *
          ((places[q] as number) + (rest[q] as number) * share) *
          (inverse[fromBefore + q] as number);
      }
    } else {
      for (let q = 0; q < points; q++) {
        product[into + q] =
          (product[from + q] as number) * share * (rest[q] as number) * (inverse[fromBefore + q] as number);
      }
    }
  }

  return {
    add(tree, leafValues, values, rows, sums) {
      const held = known.get(tree) ?? heldFactors(tree);
      known.set(tree, held);
      const nodes = tree.feature.length;
      const size = nodes * held.points;
      if (product.length < size) [product, sum] = [new Float64Array(2 * size), new Float64Array(2 * size)];
      if (fulfils.length < nodes) fulfils = new Uint8Array(2 * nodes);
      for (let row = 0; row < rows; row++) addRow(tree, held, leafValues, values, rows, row, sums);
    },
  };
}

function takesLeft(tree: TreePaths, categories: Uint32Array, node: number, value: number): boolean {
  const set = tree.categorySet[node] as number;
  const threshold = tree.threshold[node] as number;
  if (set < 0) return value <= threshold || (Number.isNaN(value) && tree.missingLeft[node] === 1);
  if (!(Number.isInteger(value) && value >= 0 && value < threshold)) return tree.missingLeft[node] === 1;
  return (((categories[set + (value >>> 5)] as number) >>> (value & 31)) & 1) === 1;
}
