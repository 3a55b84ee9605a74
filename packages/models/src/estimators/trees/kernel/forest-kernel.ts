import type { Random } from '@titans/core';
import { between } from '../binning.js';
import type { Answers, ForestBlock } from '../forest-block.js';
import type { ForestFeature } from '../forest-codes.js';
import type { ForestCriterion } from '../forest-criteria.js';
import { mostOrdered } from '../order-by-code.js';
import type { TreeEnsembleBuilder } from '../tree-ensemble.js';
import { forestKernelBytes } from './kernel-bytes.js';
import { kernelLoader, memoryLayout } from './webassembly.js';

/** What forest-grow.wat exports; all addresses are bytes. */
interface ForestExports {
  grow(
    ...given: readonly [
      ...[outputs: number, features: number, perSplit: number, minLeaf: number, maxDepth: number],
      ...[leafRoom: number, randoms: number, leaves: number, candidates: number, missing: number],
      ...[gains: number, node: number, left: number, codes: number],
    ]
  ): number;
}

const load = kernelLoader<ForestExports>(forestKernelBytes);

/** Where forest-grow.wat has what does not depend on the data, and words of a record. */
const fixed = { state: 33_408, rows: 33_536, weights: 66_304, answers: 99_072, open: 131_840 } as const;
const read = { records: 197_408, ends: 238_368, ending: 303_904, recordBytes: 40 } as const;
const state = { open: 0, next: 1, used: 2, there: 3, records: 4, leaves: 5, ends: 6 } as const;
const largestInteger = 2 ** 31 - 1;

/** What the parts of trees below small nodes are grown by. */
export interface SmallTreesPlan<A extends Answers> {
  readonly features: readonly ForestFeature[];
  readonly criterion: ForestCriterion<A>;
  readonly featuresPerSplit: number;
  readonly minSamplesLeaf: number;
  readonly maxDepth: number;
}

/** Where a part of a tree goes. */
export interface TreePlace {
  /** The node that it grows from. */
  readonly node: number;
  readonly depth: number;
  readonly builder: TreeEnsembleBuilder;
  /** Finds or adds the values of a leaf of one class. */
  pointToClass(node: number, only: number): void;
}

/** Grows the part of a tree below a node that has no more rows than a block; one for all trees of a thread. */
export interface SmallTrees<A extends Answers> {
  /** The rows to grow from. */
  readonly block: ForestBlock<A>;
  /** Every feature once, reordered by draws. */
  readonly candidates: Int32Array;
  /** Receives the gain of every split by feature. */
  readonly gains: Float64Array;
  /** Begins a tree; what else draws for it must take the numbers from the stream that this gives. */
  begin(random: Random): Pick<Random, 'uint32'>;
  /** Grows from the first `rows` rows of the block. */
  grow(rows: number, place: TreePlace): void;
}

/**
 * Growth in WebAssembly, to the same bits as in TypeScript; `null` where there is none, and for categories, which it
 * does not know.
 */
export function smallTrees<A extends Answers>(plan: SmallTreesPlan<A>): SmallTrees<A> | null {
  const { features, criterion } = plan;
  if (features.some(({ kind }) => kind === 'categorical')) return null;
  const width = features.length;
  const { classes } = criterion;
  const room = { leaves: 64, randoms: Math.max(4_096, 2 * width) } as const;
  const layout = memoryLayout();
  const { reserve } = layout;
  reserve(read.ending);
  const at = {
    randoms: reserve(4 * room.randoms),
    leaves: reserve(8 * room.leaves * classes),
    candidates: reserve(4 * width),
    missing: reserve(4 * width),
    gains: reserve(8 * width),
    node: reserve(8 * classes),
    left: reserve(8 * classes),
    codes: reserve(2 * mostOrdered * width),
  };
  const instantiated = load(layout.bytes);
  if (!instantiated) return null;
  const { memory, run } = instantiated;
  const { buffer } = memory;
  const states = new Int32Array(buffer, fixed.state, 7);
  const randoms = new Uint32Array(buffer, at.randoms, room.randoms);
  const listed = new Uint32Array(buffer, fixed.rows, mostOrdered);
  const open = new Int32Array(buffer, fixed.open, 4);
  const records = new Int32Array(buffer, read.records, (read.ends - read.records) / 4);
  const recordSums = new Float64Array(buffer, read.records, (read.ends - read.records) / 8);
  const ends = new Int32Array(buffer, read.ends, (read.ending - read.ends) / 4);
  const leaves = new Float64Array(buffer, at.leaves, room.leaves * classes);
  new Int32Array(buffer, at.missing, width).set(features.map(({ count }) => count));
  const answersType = criterion.answers.constructor as new (
    memory: ArrayBufferLike,
    from: number,
    length: number,
  ) => A;
  const block: ForestBlock<A> = {
    codes: features.map((_, feature) => {
      return new Uint16Array(buffer, at.codes + feature * 2 * mostOrdered, mostOrdered);
    }),
    answers: new answersType(buffer, fixed.answers, mostOrdered),
    weights: new Float64Array(buffer, fixed.weights, mostOrdered),
    matrixRows: new Uint32Array(mostOrdered),
  };
  const { matrixRows } = block;
  const thresholds = new Float64Array(records.length / (read.recordBytes / 4));
  const value = new Float64Array(1);
  let stream: Random | null = null;

  /** Draws as many numbers as there is room for behind those that are not used yet. */
  function draw(): void {
    randoms.copyWithin(0, states[state.used] as number, states[state.there] as number);
    let there = (states[state.there] as number) - (states[state.used] as number);
    while (there < randoms.length) randoms[there++] = stream?.uint32() ?? 0;
    states[state.used] = 0;
    states[state.there] = there;
  }

  function uint32(): number {
    if (states[state.used] === states[state.there]) draw();
    const used = states[state.used] as number;
    states[state.used] = used + 1;
    return randoms[used] as number;
  }

  /** Halfway between the values beside a cut. */
  function threshold(feature: number, from: number, to: number): number {
    const { values } = features[feature] as ForestFeature;
    let low = Number.NEGATIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    for (let i = from; i < to; i++) {
      const end = ends[i] as number;
      const own = values[matrixRows[end >>> 1] as number] as number;
      if ((end & 1) === 1) low = Math.max(low, own);
      else high = Math.min(high, own);
    }
    return between(low, high);
  }

  /** Fills in the thresholds of all records at once, so that the values need not be waited for one by one. */
  function findThresholds(count: number): void {
    let end = 0;
    for (let record = 0; record < count; record++) {
      const word = (record * read.recordBytes) / 4;
      const feature = records[word + 1] as number;
      if (feature < 0) continue;
      const until = end + (records[word + 3] as number);
      thresholds[record] = records[word + 8] === 1 ? threshold(feature, end, until) : Number.MAX_VALUE;
      end = until;
    }
  }

  /** Adds to the tree what was grown since it was read last. */
  function readRecords({ builder, pointToClass }: TreePlace): void {
    const count = states[state.records] as number;
    findThresholds(count);
    let leaf = 0;
    for (let record = 0; record < count; record++) {
      const word = (record * read.recordBytes) / 4;
      const sum = (record * read.recordBytes) / 8;
      const node = records[word] as number;
      const feature = records[word + 1] as number;
      if (feature >= 0) {
        builder.split(
          node,
          {
            feature,
            threshold: thresholds[record] as number,
            missingLeft: records[word + 2] === 1,
            categories: null,
          },
          recordSums[sum + 2] as number,
          recordSums[sum + 3] as number,
        );
      } else if (classes === 0) {
        value[0] = criterion.centre + (recordSums[sum + 2] as number) / (recordSums[sum + 3] as number);
        builder.setLeaf(node, value);
      } else if ((records[word + 2] as number) >= 0) {
        pointToClass(node, records[word + 2] as number);
      } else {
        builder.setLeaf(node, leaves.subarray(leaf, leaf + classes));
        leaf += classes;
      }
    }
    states.fill(0, state.records);
  }

  return {
    block,
    candidates: new Int32Array(buffer, at.candidates, width),
    gains: new Float64Array(buffer, at.gains, width),
    begin(random) {
      stream = random;
      states[state.used] = states[state.there] as number;
      return { uint32 };
    },
    grow(rows, place) {
      for (let row = 0; row < rows; row++) listed[row] = row;
      open.set([place.node, 0, rows, place.depth]);
      states[state.open] = 1;
      states[state.next] = place.builder.nodes;
      for (let goesOn = true; goesOn; ) {
        draw();
        goesOn =
          run.grow(
            ...([classes, width, plan.featuresPerSplit] as const),
            ...([Math.min(plan.minSamplesLeaf, largestInteger)] as const),
            ...([Math.min(plan.maxDepth, largestInteger), room.leaves] as const),
            ...([at.randoms, at.leaves, at.candidates, at.missing, at.gains] as const),
            ...([at.node, at.left, at.codes] as const),
          ) === 1;
        readRecords(place);
      }
    },
  };
}
