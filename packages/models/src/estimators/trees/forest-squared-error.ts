import type { ForestBlock } from './forest-block.js';
import { type ForestCriterion, missingBin, type SplitPoint } from './forest-criteria.js';
import { codeOf, rowOf } from './order-by-code.js';

/**
 * Squared error (Breiman, Friedman, Olshen and Stone 1984); a leaf gives the mean. A part of a node is worth the
 * square of its sum by its weight. The answers of a block are weighted and centred, so that the squares of sums do not
 * cancel for a target far from zero.
 *
 * @param rowWeights Weights of the rows before any is drawn; the mean of the target is taken by them.
 */
export function squaredErrorCriterion(
  target: Float64Array,
  rowWeights: Float64Array,
): ForestCriterion<Float64Array> {
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const mean = target.reduce((sum, value, row) => sum + value * (rowWeights[row] as number), 0) / total;
  const answers = new Float64Array(target.length);
  /** Weight and weighted sum by bin. */
  const bins = new Float64Array(512);
  const binRows = new Uint32Array(256);
  /** Weight, weighted sum and sum of weighted squares of the node. */
  const sums = new Float64Array(3);
  const [weightAt, sumAt, squaresAt] = [0, 1, 2] as const;

  function begin(block: ForestBlock<Float64Array>, rows: Uint32Array, from: number, to: number): void {
    const { answers: parts, weights } = block;
    let [weight, sum, squares] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const part = parts[row] as number;
      const own = weights[row] as number;
      weight += own;
      sum += part;
      squares += (part * part) / own;
    }
    sums[weightAt] = weight;
    sums[sumAt] = sum;
    sums[squaresAt] = squares;
  }

  const worth = (): number =>
    ((sums[sumAt] as number) * (sums[sumAt] as number)) / (sums[weightAt] as number);

  function scanEntries(
    { answers: parts, weights }: ForestBlock<Float64Array>,
    entries: Int32Array,
    count: number,
    present: number,
    minSamplesLeaf: number,
    best: SplitPoint,
  ): boolean {
    const [weight, sum] = [sums[weightAt] as number, sums[sumAt] as number];
    const sides = present < count ? 2 : 1;
    let bestTop = best.score;
    let bestBottom = 1;
    for (let side = 0; side < sides; side++) {
      let [leftWeight, leftSum, leftRows] = [0, 0, 0];
      // Missing rows lead when they go left; where they stay on the right, all values against them is a split too.
      for (let i = present; side === 1 && i < count; i++) {
        const row = rowOf(entries[i] as number);
        leftWeight += weights[row] as number;
        leftSum += parts[row] as number;
        leftRows++;
      }
      const end = sides === 2 && side === 0 ? present : present - 1;
      let entry = entries[0] as number;
      for (let i = 0; i < end; i++) {
        const row = rowOf(entry);
        leftWeight += weights[row] as number;
        leftSum += parts[row] as number;
        leftRows++;
        const code = codeOf(entry);
        entry = entries[i + 1] as number;
        if (code === codeOf(entry) && i + 1 < present) continue;
        // The score as a fraction, for a division takes longer than all the rest.
        const rightWeight = weight - leftWeight;
        const rightSum = sum - leftSum;
        const top = leftSum * leftSum * rightWeight + rightSum * rightSum * leftWeight;
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
    { answers: parts, weights }: ForestBlock<Float64Array>,
    codes: Uint16Array,
    rows: Uint32Array,
    from: number,
    to: number,
    shift: number,
    missing: number,
  ): void {
    const last = missingBin(shift, missing);
    bins.fill(0, 0, (last + 1) * 2);
    binRows.fill(0, 0, last + 1);
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const code = codes[row] as number;
      const bin = code === missing ? last : code >> shift;
      bins[bin * 2] = (bins[bin * 2] as number) + (weights[row] as number);
      bins[bin * 2 + 1] = (bins[bin * 2 + 1] as number) + (parts[row] as number);
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
    const [weight, sum] = [sums[weightAt] as number, sums[sumAt] as number];
    let [leftRows, leftWeight, leftSum] = [0, 0, 0];
    let bestScore = best.score;
    let isBetter = false;
    for (let i = 0; i <= last; i++) {
      const bin = order[i] as number;
      leftWeight += bins[bin * 2] as number;
      leftSum += bins[bin * 2 + 1] as number;
      leftRows += binRows[bin] as number;
      if (i < first) continue;
      const rightSum = sum - leftSum;
      const score = (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / (weight - leftWeight);
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
    { answers: parts, weights, matrixRows }: ForestBlock<Float64Array>,
    values: Float64Array,
    rows: Uint32Array,
    from: number,
    to: number,
    threshold: number,
    missingLeft: boolean,
    minSamplesLeaf: number,
  ): number {
    let [leftRows, leftWeight, leftSum] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const value = values[matrixRows[row] as number] as number;
      if (!(value <= threshold || (missingLeft && Number.isNaN(value)))) continue;
      leftWeight += weights[row] as number;
      leftSum += parts[row] as number;
      leftRows++;
    }
    if (leftRows < minSamplesLeaf || to - from - leftRows < minSamplesLeaf) return Number.NEGATIVE_INFINITY;
    const rightSum = (sums[sumAt] as number) - leftSum;
    return (
      (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / ((sums[weightAt] as number) - leftWeight)
    );
  }

  return {
    answers,
    classes: 0,
    centre: mean,
    weigh(weights) {
      for (let row = 0; row < answers.length; row++) {
        answers[row] = (weights[row] as number) * ((target[row] as number) - mean);
      }
    },
    begin,
    weight: () => sums[weightAt] as number,
    worth,
    mostWorth: () => sums[squaresAt] as number,
    isPure: () => (sums[squaresAt] as number) - worth() <= 1e-14 * (sums[squaresAt] as number),
    onlyClass: () => -1,
    leaf: () => Float64Array.of(mean + (sums[sumAt] as number) / (sums[weightAt] as number)),
    scanEntries,
    fillBins,
    binRows,
    rank: (bin) => (bins[bin * 2 + 1] as number) / (bins[bin * 2] as number),
    scanBins,
    scanThreshold,
  };
}
