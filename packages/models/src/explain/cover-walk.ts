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

/**
 * Linear TreeSHAP (Yu et al. 2022) at the points of a quadrature: down the tree the product of the factors of the path is
 * carried at every point, up the tree the sum of value × product over the leaves below. Takes time proportional to
 * leaves × depth, and remembers nothing: the fastest for a few rows.
 */
export function coverWalk(categories: Uint32Array): CoverWalk {
  let product = new Float64Array(512);
  let sum = new Float64Array(512);
  let fulfils = new Uint8Array(128);

  function addRow(
    tree: TreePaths,
    leafValues: Float64Array,
    values: Float64Array,
    rows: number,
    row: number,
    sums: Float64Array,
  ): void {
    const { feature, right, parent, previous, nodeShare, valuesFrom } = tree;
    const points = (tree.longest + 1) >> 1;
    const { places, weights } = gaussLegendre(points);
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
      enter(tree, places, node, node + 1, goesLeft);
      enter(tree, places, node, right[node] as number, !goesLeft);
      sum.fill(0, from, from + points);
    }
    // Children come after their parent.
    for (let node = nodes - 1; node > 0; node--) {
      const from = node * points;
      const above = parent[node] as number;
      const before = previous[node] as number;
      const share = nodeShare[node] as number;
      const held = fulfils[node] === 1;
      const heldBefore = before >= 0 && fulfils[before] === 1;
      const shareBefore = before >= 0 ? (nodeShare[before] as number) : 0;
      let added = 0;
      for (let q = 0; q < points; q++) {
        const below = sum[from + q] as number;
        const place = places[q] as number;
        const rest = 1 - place;
        sum[above * points + q] = (sum[above * points + q] as number) + below;
        const now = held ? (1 - share) / (place + rest * share) : -1 / rest;
        let then = 0;
        if (heldBefore) then = (1 - shareBefore) / (place + rest * shareBefore);
        else if (before >= 0) then = -1 / rest;
        added += below * (now - then);
      }
      const into = (feature[above] as number) * rows + row;
      sums[into] = (sums[into] as number) + added;
    }
  }

  /** Multiplies the product of a node by what its child makes of the element that the node asks for. */
  function enter(tree: TreePaths, places: Float64Array, node: number, child: number, goes: boolean): void {
    const before = tree.previous[child] as number;
    const share = tree.nodeShare[child] as number;
    const isHeld = goes && (before < 0 || fulfils[before] === 1);
    fulfils[child] = isHeld ? 1 : 0;
    const points = places.length;
    const [from, into] = [node * points, child * points];
    if (before >= 0 && fulfils[before] === 0) {
      const shareBefore = tree.nodeShare[before] as number;
      const factor = shareBefore === 0 ? 0 : share / shareBefore;
      for (let q = 0; q < points; q++) product[into + q] = (product[from + q] as number) * factor;
      return;
    }
    const shareBefore = before < 0 ? 1 : (tree.nodeShare[before] as number);
    for (let q = 0; q < points; q++) {
      const place = places[q] as number;
      const rest = 1 - place;
      const factor = isHeld ? place + rest * share : rest * share;
      // An element that is new has the share 1 before, and so the factor 1.
      product[into + q] = ((product[from + q] as number) * factor) / (place + rest * shareBefore);
    }
  }

  return {
    add(tree, leafValues, values, rows, sums) {
      const nodes = tree.feature.length;
      const size = nodes * ((tree.longest + 1) >> 1);
      if (product.length < size) [product, sum] = [new Float64Array(2 * size), new Float64Array(2 * size)];
      if (fulfils.length < nodes) fulfils = new Uint8Array(2 * nodes);
      for (let row = 0; row < rows; row++) addRow(tree, leafValues, values, rows, row, sums);
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
