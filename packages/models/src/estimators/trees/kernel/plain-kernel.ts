import type { BinnedMatrix } from '../binning.js';
import { boundedScore, type StepBounds } from './bounded-split.js';
import { exponential } from './exponential.js';
import {
  dither,
  fitUnits,
  nearest,
  type QuantisationUnits,
  type QuantisedTotals,
  rootSums,
  rowsToDither,
  sumFields,
} from './quantisation.js';
import {
  binsPerFeature,
  type HistogramPlace,
  type NodeSums,
  type NumericSplit,
  type SplitLimits,
  type TreeKernel,
} from './tree-kernel.js';

/** Gradient, hessian and rows of a bin stand side by side. */
const lanes = 3;
const lanesPerFeature = lanes * binsPerFeature;

/** The kernel in TypeScript: what the one in WebAssembly must agree with, and what runs where that is not permitted. */
export function plainKernel(matrix: BinnedMatrix, outputs: number): TreeKernel {
  const { rows: rowCount, bins, codes } = matrix;
  const rows = new Uint32Array(rowCount);
  const spare = new Uint32Array(rowCount);
  const gradients = new Float64Array(rowCount);
  const hessians = new Float64Array(rowCount);
  const quantisedGradients = new Int32Array(rowCount);
  const quantisedHessians = new Int32Array(rowCount);
  const scores = Array.from({ length: outputs }, () => new Float64Array(rowCount));
  const highest = new Float64Array(outputs > 1 ? rowCount : 0);
  const totals = new Float64Array(outputs > 1 ? rowCount : 0);
  const histograms: Int32Array[] = [];
  const free: HistogramPlace[] = [];
  let features = new Int32Array(0);
  let directions = new Int8Array(0);
  let units: QuantisationUnits = { gradientUnit: 1, hessianUnit: 1 };
  let isUnit = false;

  function round(count: number, { gradientUnit, hessianUnit }: QuantisationUnits): QuantisedTotals {
    const [perGradient, perHessian] = [1 / gradientUnit, 1 / hessianUnit];
    const isDithered = count >= rowsToDither;
    let [gradient, steepness, hessian] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const row = rows[i] as number;
      const up = isDithered ? dither(row) : 0;
      const value = nearest(up + (gradients[row] as number) * perGradient);
      quantisedGradients[row] = value;
      gradient += value;
      steepness += Math.abs(value);
      if (isUnit) continue;
      const curvature = nearest(up + (hessians[row] as number) * perHessian);
      quantisedHessians[row] = curvature;
      hessian += curvature;
    }
    return { gradient, steepness, hessian };
  }

  return {
    name: 'plain',
    rows,
    gradients,
    hessians,
    scores,
    normalise(from, to) {
      for (let row = from; row < to; row++) {
        let most = Number.NEGATIVE_INFINITY;
        for (const of of scores) most = Math.max(most, of[row] as number);
        let sum = 0;
        for (const of of scores) sum += exponential((of[row] as number) - most);
        highest[row] = most;
        totals[row] = sum;
      }
    },
    probabilities(output) {
      const own = scores[output] as Float64Array;
      for (let row = 0; row < rowCount; row++) {
        gradients[row] =
          exponential((own[row] as number) - (highest[row] as number)) / (totals[row] as number);
      }
    },
    useFeatures(chosen, towards) {
      features = chosen.slice();
      directions = towards.slice();
    },
    quantise(count, hasUnitHessian) {
      isUnit = hasUnitHessian;
      let [steepness, hessian] = [0, 0];
      for (let i = 0; i < count; i++) {
        steepness += Math.abs(gradients[rows[i] as number] as number);
        hessian += hessians[rows[i] as number] as number;
      }
      const fitted = fitUnits(sumFields(count, isUnit), { steepness, hessian }, (tried) =>
        round(count, tried),
      );
      units = fitted;
      return rootSums(fitted, count, isUnit);
    },
    acquire() {
      const place = free.pop();
      if (place !== undefined) return place;
      return histograms.push(new Int32Array(bins.length * lanesPerFeature)) - 1;
    },
    release(histogram) {
      free.push(histogram);
    },
    count(histogram, from, to) {
      const sums = (histograms[histogram] as Int32Array).fill(0);
      codes.forEach((column, feature) => {
        const first = feature * lanesPerFeature;
        for (let i = from; i < to; i++) {
          const row = rows[i] as number;
          const at = first + lanes * (column[row] as number);
          sums[at] = (sums[at] as number) + (quantisedGradients[row] as number);
          if (!isUnit) sums[at + 1] = (sums[at + 1] as number) + (quantisedHessians[row] as number);
          sums[at + 2] = (sums[at + 2] as number) + 1;
        }
      });
    },
    subtract(parent, child) {
      const [from, less] = [histograms[parent] as Int32Array, histograms[child] as Int32Array];
      for (let i = 0; i < from.length; i++) from[i] = (from[i] as number) - (less[i] as number);
    },
    bestSplit(histogram, node, limits, toBeat, bounds) {
      const sums = histograms[histogram] as Int32Array;
      let best = null as NumericSplit | null;
      features.forEach((feature, i) => {
        const of = sums.subarray(feature * lanesPerFeature, (feature + 1) * lanesPerFeature);
        const count = bins[feature]?.count ?? 0;
        const scoreOf = scoring(limits, bounds, directions[i] as number);
        best =
          bestNumericSplit(feature, of, count, isUnit, units, node, limits, scoreOf, best?.score ?? toBeat) ??
          best;
      });
      return best;
    },
    binSums(histogram, feature) {
      const sums = histograms[histogram] as Int32Array;
      return Array.from({ length: (bins[feature]?.count ?? 0) + 1 }, (_, bin) => {
        const at = feature * lanesPerFeature + lanes * bin;
        return sumsAt(sums, at, isUnit, units);
      });
    },
    partition(from, to, feature, goesLeft) {
      const column = codes[feature] as Uint8Array;
      let [left, right] = [from, 0];
      for (let i = from; i < to; i++) {
        const row = rows[i] as number;
        if (goesLeft[column[row] as number] === 1) rows[left++] = row;
        else spare[right++] = row;
      }
      rows.set(spare.subarray(0, right), left);
      return left;
    },
    sums(from, to, hasUnitHessian) {
      let [gradient, hessian] = [0, 0];
      for (let i = from; i < to; i++) {
        gradient += gradients[rows[i] as number] as number;
        hessian += hessians[rows[i] as number] as number;
      }
      return { gradient, hessian: hasUnitHessian ? to - from : hessian, count: to - from };
    },
    addToScores(output, from, to, value) {
      const shifted = scores[output] as Float64Array;
      for (let i = from; i < to; i++) {
        const row = rows[i] as number;
        shifted[row] = (shifted[row] as number) + value;
      }
    },
  };
}

function sumsAt(sums: Int32Array, at: number, isUnit: boolean, units: QuantisationUnits): NodeSums {
  const count = sums[at + 2] as number;
  return {
    gradient: (sums[at] as number) * units.gradientUnit,
    hessian: isUnit ? count : (sums[at + 1] as number) * units.hessianUnit,
    count,
  };
}

/** What two children score together. */
type ScoreOfSplit = (left: Sums, right: Sums) => number;
type Sums = Pick<NodeSums, 'gradient' | 'hessian'>;

function scoring(limits: SplitLimits, bounds: StepBounds | null, direction: number): ScoreOfSplit {
  const { l1, l2 } = limits;
  if (bounds) return (left, right) => boundedScore(left, right, limits, bounds, direction);
  const part = ({ gradient, hessian }: Sums): number => {
    const steep = Math.max(0, Math.abs(gradient) - l1);
    return (steep * steep) / (l2 + hessian);
  };
  return (left, right) => part(left) + part(right);
}

/** Scans the bins from the lowest, first with missing values on the right, then with them on the left. */
function bestNumericSplit(
  feature: number,
  sums: Int32Array,
  count: number,
  isUnit: boolean,
  units: QuantisationUnits,
  node: NodeSums,
  { minSamplesLeaf, minHessianLeaf }: SplitLimits,
  scoreOf: ScoreOfSplit,
  toBeat: number,
): NumericSplit | null {
  const hasMissing = sums[lanes * count + 2] !== 0;
  const upTo = new Int32Array(lanes);
  let best: NumericSplit | null = null;
  for (const missingLeft of hasMissing ? [false, true] : [false]) {
    for (let lane = 0; lane < lanes; lane++) {
      upTo[lane] = missingLeft ? (sums[lanes * count + lane] as number) : 0;
    }
    // All values against the missing ones is a split too, when the missing ones stay on the right.
    const last = hasMissing && !missingLeft ? count : count - 1;
    for (let bin = 0; bin < last; bin++) {
      const at = lanes * bin;
      for (let lane = 0; lane < lanes; lane++)
        upTo[lane] = (upTo[lane] as number) + (sums[at + lane] as number);
      const left = sumsAt(upTo, 0, isUnit, units);
      if (left.count < minSamplesLeaf) continue;
      if (left.count > node.count - minSamplesLeaf) break;
      const rest = node.hessian - left.hessian;
      const score = scoreOf(left, { gradient: node.gradient - left.gradient, hessian: rest });
      // An empty bin scores as the one before it, so that it never wins.
      if (score > (best?.score ?? toBeat) && left.hessian >= minHessianLeaf && rest >= minHessianLeaf) {
        // Where nothing is missing, missing values will follow the larger child.
        const goesLeft = hasMissing ? missingLeft : left.count > node.count - left.count;
        best = { feature, score, bin, missingLeft: goesLeft, left };
      }
    }
  }
  return best;
}
