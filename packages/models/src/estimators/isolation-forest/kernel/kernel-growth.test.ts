import * as fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { FeatureMatrix } from '../../../features/feature-matrix.js';
import { matrixOf, normalMatrix } from '../../testing/matrices.js';
import { isolationForest } from '../isolation-forest.js';
import { refreshIsolationForest } from '../refresh-isolation-forest.js';

afterEach(() => vi.unstubAllGlobals());

async function grown(x: FeatureMatrix, subsampleSize: number, seed: number) {
  const fitted = await isolationForest({ trees: 3, subsampleSize }).fit(x, { seed });
  const refreshed = await refreshIsolationForest(fitted, x, { trees: 2 }, { seed });
  return [fitted.toArtifact(), refreshed.toArtifact()];
}

async function expectSame(x: FeatureMatrix, subsampleSize: number, seed: number): Promise<void> {
  const fast = await grown(x, subsampleSize, seed);
  vi.stubGlobal('WebAssembly', undefined);
  const plain = await grown(x, subsampleSize, seed);
  vi.unstubAllGlobals();
  expect(fast).toEqual(plain);
}

test('trees are those that grow without WebAssembly, bit for bit', async () => {
  const value = fc.oneof(
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom(Number.NaN, -0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const table = fc
    .integer({ min: 1, max: 60 })
    .chain((rows) =>
      fc.array(fc.array(value, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 5 }),
    );
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 2, max: 70 }), fc.nat(), (columns, size, seed) =>
      expectSame(matrixOf(columns), size, seed),
    ),
    { numRuns: 80 },
  );
});

test.each([2, 100, 256, 3_000])('so are those of %i of many rows', async (subsampleSize) => {
  await expectSame(normalMatrix(5_000, 7, 1), subsampleSize, 9);
});
