import { createRandom } from '@titans/core';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FeatureMatrix } from '../../../features/feature-matrix.js';
import type { FitOptions, Fitted } from '../../estimator.js';
import { matrixOf } from '../../testing/matrices.js';
import { randomForest } from '../random-forest.js';
import { randomForestClassifier } from '../random-forest-classifier.js';

afterEach(() => vi.unstubAllGlobals());

type Fit = (options: FitOptions) => Promise<Fitted>;

/** What a fit gives by the kernel and where there is no WebAssembly: the content of artifacts. */
async function bothWays(fit: Fit, options: FitOptions) {
  const fast = (await fit(options)).toArtifact();
  vi.stubGlobal('WebAssembly', undefined);
  const plain = (await fit(options)).toArtifact();
  vi.unstubAllGlobals();
  return { fast, plain };
}

async function expectSame(fit: Fit, options: FitOptions): Promise<void> {
  const { fast, plain } = await bothWays(fit, options);
  expect(fast).toEqual(plain);
}

const rows = 5_000;
const classes = ['a', 'b', 'c', 'd'];
const random = createRandom(3, 'forest-kernel');
const draw = (make: (row: number) => number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => make(row));
const columns = {
  normal: draw(() => random.normal()),
  gaps: draw(() => (random.float() < 0.2 ? Number.NaN : random.normal())),
  yes: draw(() => random.integer(2)),
  few: draw(() => random.integer(7)),
  constant: draw(() => 1),
  onlyMissing: draw((row) => (row < 4_000 ? Number.NaN : 1)),
  zeros: draw(() => [-1, -0, 0, 1][random.integer(4)] as number),
};
const x: FeatureMatrix = matrixOf(Object.values(columns));
const target = draw(
  (row) => (columns.normal[row] as number) * (columns.few[row] as number) + random.normal(),
);
const labels = Int32Array.from(target, (value) => Math.max(0, Math.min(2, Math.floor(value / 2))));
const weights = draw(() => (random.float() < 0.1 ? 0 : random.float() * 3));

describe('growth by the kernel is that of TypeScript, bit for bit', () => {
  test.each([
    ['full-grown', { trees: 2 }],
    ['every feature tried', { trees: 2, featureFraction: 1 }],
    ['few bins', { trees: 2, maxBins: 5 }],
    ['shallow', { trees: 3, maxDepth: 6, outOfBag: true }],
    ['large leaves', { trees: 3, minSamplesLeaf: 9, bootstrap: false }],
  ] as const)('%s', async (_, parameters) => {
    for (const options of [{ seed: 1 }, { seed: 2, weights }]) {
      await expectSame((given) => randomForestClassifier(parameters).fit(x, labels, classes, given), options);
      await expectSame((given) => randomForest(parameters).fit(x, target, given), options);
    }
  });

  test('where every cut has more rows beside it than can be listed at once', async () => {
    const bits = Array.from({ length: 12 }, () => draw(() => random.integer(2)));
    const noise = Int32Array.from({ length: rows }, () => random.integer(2));
    const table = matrixOf(bits);
    const parameters = { trees: 2, featureFraction: 1, bootstrap: false };
    await expectSame(
      (given) => randomForestClassifier(parameters).fit(table, noise, ['no', 'yes'], given),
      {},
    );
  });

  test('whatever small data', async () => {
    const cell = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.constant(Number.NaN),
      fc.double({ noNaN: true, min: -9, max: 9 }),
    );
    const sample = fc.integer({ min: 2, max: 90 }).chain((length) =>
      fc.record({
        table: fc.array(fc.array(cell, { minLength: length, maxLength: length }), {
          minLength: 1,
          maxLength: 4,
        }),
        label: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: length, maxLength: length }),
        weight: fc.array(fc.double({ min: 0.1, max: 4, noNaN: true }), {
          minLength: length,
          maxLength: length,
        }),
        minSamplesLeaf: fc.integer({ min: 1, max: 4 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(sample, async ({ table, label, weight, minSamplesLeaf }) => {
        const small = matrixOf(table);
        const parameters = { trees: 2, minSamplesLeaf };
        const options = { seed: 4, weights: Float64Array.from(weight) };
        const given = Int32Array.from(label);
        await expectSame((o) => randomForestClassifier(parameters).fit(small, given, classes, o), options);
        await expectSame((o) => randomForest(parameters).fit(small, Float64Array.from(label), o), options);
      }),
      { numRuns: 60 },
    );
  });
});
