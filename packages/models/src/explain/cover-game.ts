import { gaussLegendre } from './gauss-legendre.js';
import type { LeafGame } from './leaf-game.js';
import type { TreePaths } from './tree-paths.js';

/**
 * Path-dependent TreeSHAP (Lundberg et al. 2020, Algorithm 2): at a split by an unknown feature a row goes both ways,
 * in the shares of the training rows that did.
 *
 * The Shapley weight |S|! (m − |S| − 1)! ÷ m! of a set is the integral of t^|S| (1 − t)^(m − |S| − 1) over 0..1, so the
 * value of element j is (o_j − z_j) ∫ Π_{k ≠ j} (t o_k + (1 − t) z_k) dt, with o = 1 where the row fulfils the element
 * and z its share. The integrand is a polynomial of degree m − 1: ⌈m ÷ 2⌉ points of Gauss–Legendre give it exactly, and
 * every term is positive, so that nothing cancels. All elements that the row fails have the same value.
 */
export function coverGame(tree: TreePaths): LeafGame {
  const { elementsFrom, share, longest } = tree;
  const leaves = elementsFrom.length - 1;
  const expected = new Float64Array(leaves).fill(1);
  for (let leaf = 0; leaf < leaves; leaf++) {
    for (let e = elementsFrom[leaf] as number; e < (elementsFrom[leaf + 1] as number); e++) {
      expected[leaf] = (expected[leaf] as number) * (share[e] as number);
    }
  }
  const fulfilled = new Int32Array(longest);
  const products = new Float64Array((longest + 1) >> 1);

  function attribute(leaf: number, failed: Int32Array, into: Float64Array, intoAt: number): void {
    const from = elementsFrom[leaf] as number;
    const elements = (elementsFrom[leaf + 1] as number) - from;
    const points = (elements + 1) >> 1;
    const { places, weights } = gaussLegendre(points);
    let held = 0;
    let failedShare = 1;
    for (let e = 0; e < elements; e++) {
      if (((failed[e >>> 5] as number) >>> (e & 31)) & 1) failedShare *= share[from + e] as number;
      else fulfilled[held++] = e;
    }
    const missed = elements - held;
    let ofFailed = 0;
    for (let q = 0; q < points; q++) {
      const place = places[q] as number;
      const rest = 1 - place;
      let product = (weights[q] as number) * failedShare;
      for (let i = 1; i < missed; i++) product *= rest;
      for (let i = 0; i < held; i++) {
        product *= place + rest * (share[from + (fulfilled[i] as number)] as number);
      }
      ofFailed -= product;
      products[q] = missed > 0 ? product * rest : product;
    }
    if (missed > 0) for (let e = 0; e < elements; e++) into[intoAt + e] = ofFailed;
    for (let i = 0; i < held; i++) {
      const e = fulfilled[i] as number;
      const part = share[from + e] as number;
      let sum = 0;
      for (let q = 0; q < points; q++) {
        const place = places[q] as number;
        sum += (products[q] as number) / (place + (1 - place) * part);
      }
      into[intoAt + e] = (1 - part) * sum;
    }
  }

  return { expected, attribute };
}
