import type { ForestBlock } from './forest-block.js';
import { type ForestCriterion, missingBin, type SplitPoint } from './forest-criteria.js';
import { codeOf, rowOf } from './order-by-code.js';

/**
 * Gini impurity (Breiman, Friedman, Olshen and Stone 1984); a leaf gives the share of each class. A part of a node is
 * worth its sum of squared class weights by its weight. The squares are kept up to date row by row, so that a step
 * takes the same time whatever the number of classes.
 *
 * @param classes The class of each row of the matrix, below `outputs`.
 */
export function giniCriterion(classes: Int32Array, outputs: number): ForestCriterion<Int32Array> {
  const node = new Float64Array(outputs);
  const left = new Float64Array(outputs);
  const bins = new Float64Array(256 * outputs);
  const binRows = new Uint32Array(256);
  /** Weight and sum of squares of the node. */
  const sums = new Float64Array(2);

  function begin(block: ForestBlock<Int32Array>, rows: Uint32Array, from: number, to: number): void {
    const { answers, weights } = block;
    for (let k = 0; k < outputs; k++) node[k] = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const k = answers[row] as number;
      node[k] = (node[k] as number) + (weights[row] as number);
    }
    let weight = 0;
    let squares = 0;
    for (let k = 0; k < outputs; k++) {
      const share = node[k] as number;
      weight += share;
      squares += share * share;
    }
    sums[0] = weight;
    sums[1] = squares;
  }

  function scanEntries(
    { answers, weights }: ForestBlock<Int32Array>,
    entries: Int32Array,
    count: number,
    present: number,
    minSamplesLeaf: number,
    best: SplitPoint,
  ): boolean {
    const [weight, squares] = [sums[0] as number, sums[1] as number];
    const sides = present < count ? 2 : 1;
    let bestTop = best.score;
    let bestBottom = 1;
    for (let side = 0; side < sides; side++) {
      let [leftWeight, leftSquares, rightSquares, leftRows] = [0, 0, squares, 0];
      for (let k = 0; k < outputs; k++) left[k] = 0;
      // Missing rows lead when they go left; where they stay on the right, all values against them is a split too.
      for (let i = present; side === 1 && i < count; i++) {
        const row = rowOf(entries[i] as number);
        const k = answers[row] as number;
        const moved = weights[row] as number;
        const before = left[k] as number;
        leftSquares += moved * (2 * before + moved);
        rightSquares -= moved * (2 * ((node[k] as number) - before) - moved);
        left[k] = before + moved;
        leftWeight += moved;
        leftRows++;
      }
      const end = sides === 2 && side === 0 ? present : present - 1;
      let entry = entries[0] as number;
      for (let i = 0; i < end; i++) {
        const row = rowOf(entry);
        const k = answers[row] as number;
        const moved = weights[row] as number;
        const before = left[k] as number;
        leftSquares += moved * (2 * before + moved);
        rightSquares -= moved * (2 * ((node[k] as number) - before) - moved);
        left[k] = before + moved;
        leftWeight += moved;
        leftRows++;
        const code = codeOf(entry);
        entry = entries[i + 1] as number;
        if (code === codeOf(entry) && i + 1 < present) continue;
        // The score as a fraction, for a division takes longer than all the rest.
        const rightWeight = weight - leftWeight;
        const top = leftSquares * rightWeight + rightSquares * leftWeight;
        const bottom = leftWeight * rightWeight;
        if (!(top * bestBottom > bestTop * bottom)) continue;
        if (leftRows < minSamplesLeaf || count - leftRows < minSamplesLeaf) continue;
        bestTop = top;
        bestBottom = bottom;
        best.last = code;
        best.next = i + 1 < present ? codeOf(entry) : -1;
        best.missingLeft = sides === 2 ? side === 1 : 2 * leftRows > count;
      }
    }
    if (bestTop === best.score && bestBottom === 1) return false;
    best.score = bestTop / bestBottom;
    return true;
  }

  function fillBins(
    { answers, weights }: ForestBlock<Int32Array>,
    codes: Uint16Array,
    rows: Uint32Array,
    from: number,
    to: number,
    shift: number,
    missing: number,
  ): void {
    const last = missingBin(shift, missing);
    bins.fill(0, 0, (last + 1) * outputs);
    binRows.fill(0, 0, last + 1);
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const code = codes[row] as number;
      const bin = code === missing ? last : code >> shift;
      const at = bin * outputs + (answers[row] as number);
      bins[at] = (bins[at] as number) + (weights[row] as number);
      binRows[bin] = (binRows[bin] as number) + 1;
    }
  }

  function scanBins(
    order: ArrayLike<number>,
    rows: number,
    minSamplesLeaf: number,
    best: SplitPoint,
    first = 0,
    last = order.length - 2,
  ): boolean {
    const weight = sums[0] as number;
    let [leftRows, leftWeight, leftSquares, rightSquares] = [0, 0, 0, sums[1] as number];
    let bestScore = best.score;
    let isBetter = false;
    left.fill(0);
    for (let i = 0; i <= last; i++) {
      const bin = order[i] as number;
      for (let k = 0; k < outputs; k++) {
        const moved = bins[bin * outputs + k] as number;
        if (moved === 0) continue;
        const before = left[k] as number;
        leftSquares += moved * (2 * before + moved);
        rightSquares -= moved * (2 * ((node[k] as number) - before) - moved);
        left[k] = before + moved;
        leftWeight += moved;
      }
      leftRows += binRows[bin] as number;
      if (i < first) continue;
      const score = leftSquares / leftWeight + rightSquares / (weight - leftWeight);
      if (!(score > bestScore) || leftRows < minSamplesLeaf || rows - leftRows < minSamplesLeaf) continue;
      bestScore = score;
      isBetter = true;
      best.last = i;
      best.next = i + 1;
    }
    best.score = bestScore;
    return isBetter;
  }

  function scanThreshold(
    { answers, weights, matrixRows }: ForestBlock<Int32Array>,
    values: Float64Array,
    rows: Uint32Array,
    from: number,
    to: number,
    threshold: number,
    missingLeft: boolean,
    minSamplesLeaf: number,
  ): number {
    let leftRows = 0;
    left.fill(0);
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const value = values[matrixRows[row] as number] as number;
      if (!(value <= threshold || (missingLeft && Number.isNaN(value)))) continue;
      const k = answers[row] as number;
      left[k] = (left[k] as number) + (weights[row] as number);
      leftRows++;
    }
    if (leftRows < minSamplesLeaf || to - from - leftRows < minSamplesLeaf) return Number.NEGATIVE_INFINITY;
    let [leftWeight, leftSquares, rightSquares] = [0, 0, 0];
    for (let k = 0; k < outputs; k++) {
      const onLeft = left[k] as number;
      const onRight = (node[k] as number) - onLeft;
      leftWeight += onLeft;
      leftSquares += onLeft * onLeft;
      rightSquares += onRight * onRight;
    }
    return leftSquares / leftWeight + rightSquares / ((sums[0] as number) - leftWeight);
  }

  function onlyClass(): number {
    let only = -1;
    for (let k = 0; k < outputs; k++) {
      if ((node[k] as number) === 0) continue;
      if (only >= 0) return -1;
      only = k;
    }
    return only;
  }

  return {
    answers: classes,
    classes: outputs,
    centre: 0,
    weigh: () => undefined,
    begin,
    weight: () => sums[0] as number,
    worth: () => (sums[1] as number) / (sums[0] as number),
    mostWorth: () => sums[0] as number,
    isPure: () => onlyClass() >= 0,
    onlyClass,
    leaf: () => node.map((share) => share / (sums[0] as number)),
    scanEntries,
    fillBins,
    binRows,
    rank(bin) {
      const commonest = node.indexOf(Math.max(...node));
      const shares = bins.subarray(bin * outputs, (bin + 1) * outputs);
      return (shares[commonest] as number) / shares.reduce((sum, share) => sum + share, 0);
    },
    scanBins,
    scanThreshold,
  };
}
