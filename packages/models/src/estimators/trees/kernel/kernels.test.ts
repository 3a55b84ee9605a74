import { createRandom, type Random } from '@titans/core';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { matrixOf } from '../../testing/matrices.js';
import { type BinnedMatrix, binMatrix } from '../binning.js';
import { unbounded } from './bounded-split.js';
import { treeKernel } from './choose-kernel.js';
import { exponential } from './exponential.js';
import { plainKernel } from './plain-kernel.js';
import { trainingLayout, writeCodes } from './training-layout.js';
import type { NodeSums, SplitLimits, TreeKernel } from './tree-kernel.js';
import { teamKernel, teamKernelMemory, wasmKernel } from './wasm-kernel.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

const limits: SplitLimits = { minSamplesLeaf: 3, minHessianLeaf: 1e-3, l1: 0, l2: 0.5 };

function randomMatrix(random: Random, rows: number, width: number): BinnedMatrix {
  const columns = Array.from({ length: width }, () => {
    const values = 2 + random.integer(300);
    return Array.from({ length: rows }, () => (random.float() < 0.1 ? Number.NaN : random.integer(values)));
  });
  return binMatrix(matrixOf(columns), 255);
}

function fillGradients(kernel: TreeKernel, random: Random, scale: number): void {
  kernel.rows.forEach((_, row) => {
    kernel.rows[row] = row;
    kernel.gradients[row] = random.normal() * scale;
    kernel.hessians[row] = random.float() * scale;
  });
}

/** Everything that a kernel says while a tree grows two levels. */
function transcript(kernel: TreeKernel, matrix: BinnedMatrix, rows: number, isUnit: boolean): unknown[] {
  const features = Int32Array.from(matrix.bins.keys());
  const directions = Int8Array.from(features, (feature) => (feature % 3) - 1);
  kernel.useFeatures(features, directions);
  const node = kernel.quantise(rows, isUnit);
  const said: unknown[] = [kernel.sums(0, rows, isUnit), node];
  const say = (histogram: number, sums: NodeSums): void => {
    said.push([...features].map((feature) => kernel.binSums(histogram, feature)));
    const middle = -sums.gradient / (sums.hessian + 1);
    const around = { lower: middle - Math.abs(middle) / 4, upper: middle + Math.abs(middle) / 3 };
    for (const bounds of [null, unbounded, around]) {
      said.push(kernel.bestSplit(histogram, sums, limits, 0, bounds));
      said.push(kernel.bestSplit(histogram, sums, { ...limits, l1: 2, minSamplesLeaf: 1 }, 1, bounds));
    }
  };
  const root = kernel.acquire();
  kernel.count(root, 0, rows);
  say(root, node);
  const feature = features.length - 1;
  const goesLeft = new Uint8Array(256).map((_, bin) => (bin % 3 === 0 ? 1 : 0));
  const middle = kernel.partition(0, rows, feature, goesLeft);
  const child = kernel.acquire();
  kernel.count(child, 0, middle);
  kernel.subtract(root, child);
  const left = kernel.sums(0, middle, isUnit);
  say(child, left);
  say(root, kernel.sums(middle, rows, isUnit));
  kernel.addToScores(0, 0, middle, 0.1);
  kernel.addToScores(0, middle, rows, -0.3);
  said.push(middle, [...kernel.rows], [...(kernel.scores[0] as Float64Array)]);
  if (kernel.scores.length > 1) {
    kernel.scores[1]?.set(kernel.gradients);
    kernel.scores[2]?.set(kernel.hessians);
    kernel.normalise(0, kernel.gradients.length);
    kernel.scores.forEach((_, output) => {
      kernel.probabilities(output);
      said.push([...kernel.gradients]);
    });
  }
  return said;
}

describe('the kernel in WebAssembly', () => {
  test('is the one that is used here', () => {
    expect(treeKernel(randomMatrix(createRandom(1, 'kernel'), 10, 2), 1).name).toBe('webassembly');
  });

  test('says the same as the plain one, bit for bit', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 11 }),
        fc.double({ min: 1e-300, max: 1e150, noNaN: true }),
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, count, width, scale, isUnit, share) => {
          const matrix = randomMatrix(createRandom(seed, 'matrix'), count, width);
          const rows = Math.max(1, Math.round(share * count));
          const [ours, plain] = [wasmKernel(matrix, 3), plainKernel(matrix, 3)].map((kernel) => {
            if (!kernel) throw new Error('There is no WebAssembly here.');
            fillGradients(kernel, createRandom(seed, 'gradients'), scale);
            return transcript(kernel, matrix, rows, isUnit);
          });
          expect(ours).toEqual(plain);
        },
      ),
    );
  });

  test('says the same where numbers are rounded by a dither, and its memory grows', () => {
    const matrix = randomMatrix(createRandom(5, 'matrix'), 70_000, 3);
    const [ours, plain] = [wasmKernel(matrix, 1), plainKernel(matrix, 1)].map((kernel) => {
      if (!kernel) throw new Error('There is no WebAssembly here.');
      fillGradients(kernel, createRandom(5, 'gradients'), 1);
      for (let i = 0; i < 40; i++) kernel.acquire();
      return transcript(kernel, matrix, 70_000, false);
    });
    expect(ours).toEqual(plain);
  });
});

test('kernels that share codes and scores say what one alone says, in memory that others have used', () => {
  const big = { rows: 900, features: 9, outputs: 4, members: 3 };
  const used = teamKernelMemory(big, null);
  if (!used) throw new Error('There is no memory that threads share here.');
  new Uint8Array(used.buffer).fill(0xa5);
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 11 }),
      (seed, rows, width) => {
        const matrix = randomMatrix(createRandom(seed, 'matrix'), rows, width);
        const plain = plainKernel(matrix, 3);
        fillGradients(plain, createRandom(seed, 'gradients'), 1);
        const said = transcript(plain, matrix, rows, false);
        const room = { rows, features: width, outputs: 3, members: 2 };
        const memory = teamKernelMemory(room, used);
        expect(memory).toBe(used);
        matrix.codes.forEach((codes, feature) => {
          writeCodes(used, trainingLayout(room, 0), feature, codes);
        });
        const kernels = [0, 1].map((member) => teamKernel(used, room, member, matrix.bins));
        const places = kernels.flatMap((kernel) => [kernel.acquire(), kernel.acquire()]);
        expect(places).toEqual([0, 1, 2, 3]);
        for (const kernel of kernels) fillGradients(kernel, createRandom(seed, 'gradients'), 1);
        for (const kernel of kernels) {
          for (const scores of kernel.scores) scores.fill(0);
          expect(transcript(kernel, matrix, rows, false)).toEqual(said);
        }
      },
    ),
    { numRuns: 20 },
  );
});

describe('memory that threads share', () => {
  const room = { rows: 10, features: 2, outputs: 3, members: 2 };

  test('is none in a page that is not isolated from other origins, which has no SharedArrayBuffer', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(teamKernelMemory(room, null)).toBeNull();
  });

  test('is none where the host has memory but does not run the kernel', () => {
    const { Memory, Module } = (globalThis as { WebAssembly?: Record<string, unknown> }).WebAssembly ?? {};
    vi.stubGlobal('WebAssembly', {
      Memory,
      Module,
      Instance: class {
        constructor() {
          throw new TypeError('no such instruction');
        }
      },
    });
    expect(teamKernelMemory(room, null)).toBeNull();
  });

  test('is none beyond the 4 GiB that addresses reach, nor is what was kept taken for it', () => {
    const kept = teamKernelMemory(room, null);
    expect(kept).not.toBeNull();
    const huge = { ...room, rows: 2 ** 30 };
    expect(teamKernelMemory(huge, kept)).toBeNull();
    expect(wasmKernel({ rows: 2 ** 30, bins: [], codes: [] }, 3)).toBeNull();
  });
});

test('histograms for which memory has no room are refused by name', () => {
  // 32,768 features × 256 bins × 8 bytes are 64 MiB, of which at most 63 fit beside what else is in 4 GiB.
  const bins = Array.from({ length: 2 ** 15 }, () => ({
    kind: 'numeric' as const,
    count: 1,
    thresholds: new Float64Array(0),
  }));
  const kernel = wasmKernel({ rows: 1, bins, codes: [] }, 1);
  if (!kernel) throw new Error('There is no WebAssembly here.');
  const acquireAll = (): void => {
    for (let taken = 0; taken < 64; taken++) kernel.acquire();
  };
  expect(acquireAll).toThrow(
    expect.objectContaining({
      code: 'LIMIT_EXCEEDED',
      details: expect.objectContaining({ features: 2 ** 15 }),
    }),
  );
});

test('a histogram is the plain sum by bin, and its counts are exact', () => {
  const random = createRandom(3, 'kernel');
  const matrix = randomMatrix(random, 500, 5);
  const kernel = treeKernel(matrix, 1);
  fillGradients(kernel, random, 1);
  kernel.quantise(500, false);
  const histogram = kernel.acquire();
  kernel.count(histogram, 0, 500);
  matrix.codes.forEach((codes, feature) => {
    kernel.binSums(histogram, feature).forEach((sums, bin) => {
      const rows = [...codes.keys()].filter((row) => codes[row] === bin);
      const total = (values: Float64Array): number =>
        rows.reduce((sum, row) => sum + (values[row] as number), 0);
      expect(sums.count).toBe(rows.length);
      expect(Math.abs(sums.gradient - total(kernel.gradients))).toBeLessThan(1e-3);
      expect(Math.abs(sums.hessian - total(kernel.hessians))).toBeLessThan(1e-3);
    });
  });
});

test('the exponential is that of the engine, but for its last digits', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-14);
    }),
  );
  expect(exponential(0)).toBe(1);
});
