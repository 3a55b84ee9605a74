import { TitansError } from '@titans/core';
import type { BinnedMatrix, FeatureBins } from '../binning.js';
import { sharedTrainingKernelBytes, trainingKernelBytes } from './kernel-bytes.js';
import {
  fitUnits,
  type QuantisationUnits,
  rootSums,
  rowsToDither,
  type SumFields,
  sumFields,
} from './quantisation.js';
import {
  featureBytes,
  groupSize,
  type TrainingLayout,
  type TrainingRoom,
  trainingLayout,
  writeCodes,
} from './training-layout.js';
import { binsPerFeature, type HistogramPlace, type TreeKernel } from './tree-kernel.js';
import {
  hasGrownTo,
  type Instantiated,
  kernelLoader,
  sharedKernelMemory,
  type WebAssemblyMemory,
} from './webassembly.js';

/** What sums.wat, scan.wat and softmax.wat export; all addresses are bytes. */
interface TrainingExports {
  addEight(rows: number, count: number, values: number, a: number, b: number, sums: number): void;
  addFour(rows: number, count: number, values: number, a: number, sums: number): void;
  gather(rows: number, count: number, values: number, ordered: number): void;
  subtract(parent: number, child: number, bytes: number): void;
  clear(from: number, bytes: number): void;
  partition(rows: number, count: number, codes: number, table: number, spare: number): number;
  total(rows: number, count: number, gradients: number, hessians: number, into: number): void;
  shift(rows: number, count: number, scores: number, value: number): void;
  normalise(
    ...given: readonly [
      ...[scores: number, highest: number, totals: number],
      ...[bytes: number, stride: number, outputs: number],
    ]
  ): void;
  probabilities(scores: number, highest: number, totals: number, into: number, bytes: number): void;
  quantise(
    ...given: readonly [
      ...[rows: number, count: number, gradients: number, hessians: number, values: number],
      ...[perGradient: number, perHessian: number, gradientShift: number, hessianShift: number],
      ...[isDithered: number, into: number],
    ]
  ): void;
  scan(
    ...given: readonly [
      ...[sums: number, features: number, count: number, result: number],
      ...[gradientUnit: number, hessianUnit: number],
      ...[countBits: number, hessianShift: number, hessianBits: number, gradientShift: number],
      ...[nodeGradient: number, nodeHessian: number, nodeRows: number, toBeat: number],
      ...[l1: number, l2: number, minRows: number, minHessian: number],
      ...[isBounded: number, lower: number, upper: number],
    ]
  ): void;
}

const load = kernelLoader<TrainingExports>(trainingKernelBytes);
/** Only threads have it. */
const loadShared = /* @__PURE__ */ kernelLoader<TrainingExports>(sharedTrainingKernelBytes);

/** The kernel in WebAssembly, or `null` where there can be none. */
export function wasmKernel({ rows, bins, codes }: BinnedMatrix, outputs: number): TreeKernel | null {
  const room = { rows, features: bins.length, outputs, members: 1 };
  const layout = trainingLayout(room, 0);
  const instantiated = load(layout.bytes);
  if (!instantiated) return null;
  codes.forEach((column, feature) => {
    writeCodes(instantiated.memory, layout, feature, column);
  });
  return kernelIn(instantiated, layout, room, bins);
}

/**
 * Memory for the kernels of several threads, or `null` where they can share none.
 *
 * @param kept Of kernels that have ended, to be used again.
 */
export function teamKernelMemory(
  room: TrainingRoom,
  kept: WebAssemblyMemory | null,
): WebAssemblyMemory | null {
  const { bytes, taken } = trainingLayout(room, 0);
  // Where memory can be had, the host need not run the kernel: SIMD came later, and a policy may forbid to compile it.
  if (load(1) === null) return null;
  const memory = kept && hasGrownTo(kept, bytes) ? kept : sharedKernelMemory(bytes);
  if (memory === null) return null;
  new Int32Array(memory.buffer, taken, 1).fill(0);
  return memory;
}

/**
 * The kernel of one of several threads: they have the codes, which were written before, and the scores of all outputs
 * in common.
 *
 * @param memory From {@link teamKernelMemory} for the same room.
 */
export function teamKernel(
  memory: WebAssemblyMemory,
  room: TrainingRoom,
  member: number,
  bins: readonly FeatureBins[],
): TreeKernel {
  const instantiated = loadShared(memory);
  if (!instantiated) throw new TitansError('INTERNAL', 'A thread cannot run the kernel that its caller can.');
  return kernelIn(instantiated, trainingLayout(room, member), room, bins);
}

function tooManyHistograms(most: number, features: number): TitansError {
  return new TitansError(
    'LIMIT_EXCEEDED',
    `There is no memory for the sums of ${features} features in more than ${most} leaves at once. Ask for fewer leaves (maxLeaves, maxDepth), or select features.`,
    { details: { features, most } },
  );
}

function kernelIn(
  { memory, run }: Instantiated<TrainingExports>,
  at: TrainingLayout,
  { rows: rowCount, outputs }: TrainingRoom,
  bins: readonly FeatureBins[],
): TreeKernel {
  const { scoreBytes, histogramBytes } = at;
  const groups = Math.ceil(bins.length / groupSize);
  const perOutput = (from: number, count: number): Float64Array[] =>
    Array.from({ length: count }, (_, output) => {
      return new Float64Array(memory.buffer, from + output * scoreBytes, rowCount);
    });
  const viewed = () => ({
    taken: new Int32Array(memory.buffer, at.taken, 1),
    rows: new Uint32Array(memory.buffer, at.rows, rowCount),
    gradients: new Float64Array(memory.buffer, at.gradients, rowCount),
    hessians: new Float64Array(memory.buffer, at.hessians, rowCount),
    scores: perOutput(at.scores, outputs),
    doubles: new Float64Array(memory.buffer, at.result, 3),
    integers: new Int32Array(memory.buffer, at.result + 24, 4),
    table: new Uint8Array(memory.buffer, at.table, binsPerFeature),
  });
  let views = viewed();
  const free: HistogramPlace[] = [];
  let chosen = 0;
  let rooted = 0;
  let isUnit = false;
  let fields: SumFields = sumFields(1, true);
  let units: QuantisationUnits = { gradientUnit: 1, hessianUnit: 1 };

  const addressOf = (histogram: HistogramPlace): number => at.histograms + histogram * histogramBytes;
  const rowsAt = (from: number): number => at.rows + from * 4;
  const codesAt = (group: number): number => at.codes + group * groupSize * rowCount;
  const hessianShift = (): number => (isUnit ? 0 : fields.countBits);
  const gradientShift = (): number => fields.countBits + fields.hessianBits;
  function totals(from: number, to: number): readonly [number, number, number] {
    run.total(rowsAt(from), to - from, at.gradients, isUnit ? 0 : at.hessians, at.result);
    const { doubles } = views;
    return [doubles[0] as number, doubles[1] as number, doubles[2] as number];
  }

  return {
    name: 'webassembly',
    get rows() {
      return views.rows;
    },
    get gradients() {
      return views.gradients;
    },
    get hessians() {
      return views.hessians;
    },
    get scores() {
      return views.scores;
    },
    normalise(from, to) {
      const [first, bytes] = [from * 8, Math.ceil((to - from) / 2) * 16];
      run.normalise(at.scores + first, at.highest + first, at.totals + first, bytes, scoreBytes, outputs);
    },
    probabilities(output) {
      run.probabilities(at.scores + output * scoreBytes, at.highest, at.totals, at.gradients, scoreBytes);
    },
    useFeatures(features, directions) {
      chosen = features.length;
      const list = new Int32Array(memory.buffer, at.features, chosen * 3);
      features.forEach((feature, i) => {
        list[3 * i] = feature;
        list[3 * i + 1] = bins[feature]?.count ?? 0;
        list[3 * i + 2] = directions[i] ?? 0;
      });
    },
    quantise(count, hasUnitHessian) {
      isUnit = hasUnitHessian;
      rooted = count;
      fields = sumFields(count, isUnit);
      const [, steepness, hessian] = totals(0, count);
      const fitted = fitUnits(fields, { steepness, hessian }, ({ gradientUnit, hessianUnit }) => {
        run.quantise(
          ...([at.rows, count, at.gradients, isUnit ? 0 : at.hessians, at.values] as const),
          ...([1 / gradientUnit, 1 / hessianUnit, gradientShift(), hessianShift()] as const),
          ...([count >= rowsToDither ? 1 : 0, at.result] as const),
        );
        const [signed, absolute, curvature] = views.doubles as Float64Array & [number, number, number];
        return { gradient: signed, steepness: absolute, hessian: curvature };
      });
      units = fitted;
      return rootSums(fitted, count, isUnit);
    },
    acquire() {
      const place = free.pop();
      if (place !== undefined) return place;
      const taken = Atomics.add(views.taken, 0, 1);
      const end = addressOf(taken + 1);
      const { byteLength } = memory.buffer;
      if (end > byteLength) {
        // Several at once, where there is room for them.
        const hasGrown = hasGrownTo(memory, Math.max(end, byteLength + 8 * histogramBytes));
        if (!hasGrown && !hasGrownTo(memory, end)) throw tooManyHistograms(taken, bins.length);
        views = viewed();
      }
      return taken;
    },
    release(histogram) {
      free.push(histogram);
    },
    count(histogram, from, to) {
      const sums = addressOf(histogram);
      const [rows, count] = [rowsAt(from), to - from];
      run.clear(sums, histogramBytes);
      // Before the first split the rows of a tree that leaves none out stand in the order of their values.
      const isWhole = count === rowCount && rooted === rowCount;
      if (!isWhole) run.gather(rows, count, at.values, at.ordered);
      const values = isWhole ? at.values : at.ordered;
      let group = 0;
      for (; group + 2 <= groups; group += 2) {
        const into = sums + group * groupSize * featureBytes;
        run.addEight(rows, count, values, codesAt(group), codesAt(group + 1), into);
      }
      if (group < groups) {
        run.addFour(rows, count, values, codesAt(group), sums + group * groupSize * featureBytes);
      }
    },
    subtract(parent, child) {
      run.subtract(addressOf(parent), addressOf(child), histogramBytes);
    },
    bestSplit(histogram, node, limits, toBeat, bounds) {
      // Called twice for every split: lists of arguments would be most of what a fit leaves behind.
      run.scan(
        addressOf(histogram),
        at.features,
        chosen,
        at.result,
        units.gradientUnit,
        units.hessianUnit,
        fields.countBits,
        hessianShift(),
        isUnit ? fields.countBits : fields.hessianBits,
        gradientShift(),
        node.gradient,
        node.hessian,
        node.count,
        toBeat,
        limits.l1,
        limits.l2,
        limits.minSamplesLeaf,
        limits.minHessianLeaf,
        bounds ? 1 : 0,
        bounds?.lower ?? 0,
        bounds?.upper ?? 0,
      );
      const { integers, doubles } = views;
      const feature = integers[0] as number;
      if (feature < 0) return null;
      return {
        feature,
        score: doubles[0] as number,
        bin: integers[1] as number,
        missingLeft: integers[2] !== 0,
        left: {
          gradient: doubles[1] as number,
          hessian: doubles[2] as number,
          count: integers[3] as number,
        },
      };
    },
    binSums(histogram, feature) {
      const length = (bins[feature]?.count ?? 0) + 1;
      const sums = new BigInt64Array(memory.buffer, addressOf(histogram) + feature * featureBytes, length);
      return Array.from(sums, (sum) => {
        const count = Number(BigInt.asUintN(fields.countBits, sum));
        const hessian = Number(BigInt.asUintN(fields.hessianBits, sum >> BigInt(fields.countBits)));
        return {
          gradient: Number(sum >> BigInt(gradientShift())) * units.gradientUnit,
          hessian: isUnit ? count : hessian * units.hessianUnit,
          count,
        };
      });
    },
    partition(from, to, feature, goesLeft) {
      for (let bin = 0; bin < binsPerFeature; bin++) views.table[bin] = goesLeft[bin] === 1 ? 4 : 0;
      const codesOf = codesAt(Math.floor(feature / groupSize)) + (feature % groupSize);
      return from + run.partition(rowsAt(from), to - from, codesOf, at.table, at.spare);
    },
    sums(from, to, hasUnitHessian) {
      const [gradient, , hessian] = totals(from, to);
      return { gradient, hessian: hasUnitHessian ? to - from : hessian, count: to - from };
    },
    addToScores(output, from, to, value) {
      run.shift(rowsAt(from), to - from, at.scores + output * scoreBytes, value);
    },
  };
}
