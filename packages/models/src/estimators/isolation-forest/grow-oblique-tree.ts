import type { Random } from '@titans/core';
import { growingArray } from '../trees/growing-array.js';
import type { ObliqueTrees } from './oblique-trees.js';
import { averagePathLength } from './path-length.js';

/** Grows trees of an extended isolation forest. */
export interface ObliqueTreeGrower {
  /** Grows one tree from the rows that were drawn, which are put in another order. */
  grow(random: Random): void;
  build(): ObliqueTrees;
}

/**
 * Makes what grows trees until every row stands alone, no feature varies or the depth log₂(rows) is reached. A plane is
 * drawn as in algorithm 2 of Hariri, Carrasco Kind and Brunner (2019): its normal has `terms` components from the
 * standard normal distribution, or as many as features vary, and a point of it lies anywhere between the ends of the
 * rows. As there, all rows may lie on one side of it.
 *
 * @param rows Those of the tree when it is grown.
 */
export function obliqueTreeGrower(
  columns: readonly Float64Array[],
  rows: Uint32Array,
  terms: number,
): ObliqueTreeGrower {
  const size = rows.length;
  const deepest = Math.ceil(Math.log2(Math.max(size, 2)));
  const candidates = new Int32Array(columns.length);
  const spare = new Uint32Array(size);
  const roots: number[] = [];
  const left = growingArray(Int32Array);
  const missingLeft = growingArray(Uint8Array);
  const offset = growingArray(Float64Array);
  const firstTerm = growingArray(Int32Array);
  const feature = growingArray(Int32Array);
  const coefficient = growingArray(Float64Array);
  const cover = growingArray(Float64Array);
  // Nodes are numbered before their planes are drawn, whose terms then stand in another order.
  const planes: Plane[] = [];

  function addNode(count: number): number {
    left.push(-1);
    missingLeft.push(0);
    offset.push(0);
    planes.push(noPlane);
    return cover.push(count);
  }

  /** A plane through the rows; `null` if no feature varies. */
  function drawPlane(from: number, to: number, random: Random): Plane | null {
    const features: number[] = [];
    const coefficients: number[] = [];
    let at = 0;
    for (let remaining = candidates.length; remaining > 0 && features.length < terms; remaining--) {
      const place = random.integer(remaining);
      const drawn = candidates[place] as number;
      candidates[place] = candidates[remaining - 1] as number;
      candidates[remaining - 1] = drawn;
      const column = columns[drawn] as Float64Array;
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = from; i < to; i++) {
        const value = column[rows[i] as number] as number;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (!(low < high)) continue;
      const share = random.float();
      const normal = random.normal();
      features.push(drawn);
      coefficients.push(normal);
      at += normal * (low * (1 - share) + high * share);
    }
    return features.length === 0 ? null : { features, coefficients, offset: at };
  }

  function partition(from: number, to: number, plane: Plane, goesLeft: boolean): number {
    let [middle, right] = [from, 0];
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      let sum = 0;
      for (let term = 0; term < plane.features.length; term++) {
        const column = columns[plane.features[term] as number] as Float64Array;
        sum += (plane.coefficients[term] as number) * (column[row] as number);
      }
      if (Number.isNaN(sum) ? goesLeft : sum <= plane.offset) rows[middle++] = row;
      else spare[right++] = row;
    }
    rows.set(spare.subarray(0, right), middle);
    return middle;
  }

  return {
    grow(random) {
      candidates.forEach((_, index) => {
        candidates[index] = index;
      });
      const root = addNode(size);
      roots.push(root);
      const open = [{ node: root, from: 0, to: size, depth: 0 }];
      for (let next = open.pop(); next; next = open.pop()) {
        const { node, from, to, depth } = next;
        const plane = to - from > 1 && depth < deepest ? drawPlane(from, to, random) : null;
        if (!plane) {
          offset.items[node] = depth + averagePathLength(to - from);
          continue;
        }
        const goesLeft = random.float() < 0.5;
        const middle = partition(from, to, plane, goesLeft);
        const child = addNode(middle - from);
        addNode(to - middle);
        planes[node] = plane;
        left.items[node] = child;
        missingLeft.items[node] = goesLeft ? 1 : 0;
        offset.items[node] = plane.offset;
        open.push(
          { node: child + 1, from: middle, to, depth: depth + 1 },
          { node: child, from, to: middle, depth: depth + 1 },
        );
      }
    },
    build() {
      for (const { features, coefficients } of planes) {
        firstTerm.push(feature.length);
        features.forEach((of, term) => {
          feature.push(of);
          coefficient.push(coefficients[term] as number);
        });
      }
      firstTerm.push(feature.length);
      const nodes = left.length;
      return Object.freeze({
        roots: Int32Array.from(roots),
        left: left.items.slice(0, nodes),
        missingLeft: missingLeft.items.slice(0, nodes),
        offset: offset.items.slice(0, nodes),
        firstTerm: firstTerm.items.slice(0, firstTerm.length),
        feature: feature.items.slice(0, feature.length),
        coefficient: coefficient.items.slice(0, feature.length),
        cover: cover.items.slice(0, nodes),
      });
    },
  };
}

interface Plane {
  readonly features: readonly number[];
  readonly coefficients: readonly number[];
  readonly offset: number;
}

const noPlane: Plane = { features: [], coefficients: [], offset: 0 };
