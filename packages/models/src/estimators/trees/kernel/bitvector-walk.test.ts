import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeatureMatrix } from '../../../features/feature-matrix.js';
import { gradientBoosting } from '../gradient-boosting.js';
import { addLeafValues } from '../tree-ensemble.js';
import { bitvectorWalk } from './bitvector-walk.js';

/** Numbers, numbers of few values and categories, all with values missing here and there. */
function matrixOf(seed: number, width: number, rows: number, levels: number): FeatureMatrix {
  const random = createRandom(seed, 'bits');
  const isCategorical = (index: number): boolean => index % 3 === 2;
  return {
    rows,
    features: Array.from({ length: width }, (_, index) => ({
      name: `f${index}`,
      kind: isCategorical(index) ? 'categorical' : 'numeric',
      inputs: [],
    })),
    columns: Array.from({ length: width }, (_, index) =>
      Float64Array.from({ length: rows }, () => {
        if (random.float() < 0.15) return Number.NaN;
        if (isCategorical(index)) return random.integer(levels);
        return index % 3 === 0 ? random.normal() : random.integer(4);
      }),
    ),
  };
}

test('trees as bits end in the leaves that values lead to, missing and unknown ones too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 2, max: 32 }),
      fc.integer({ min: 1, max: 600 }),
      async (seed, width, rounds, maxLeaves, queries) => {
        const x = matrixOf(seed, width, 300, 40);
        const target = Float64Array.from(x.columns[width - 1] as Float64Array, (value, row) =>
          Number.isNaN(value) ? 3 : (value % 7) * (row % 3),
        );
        const model = gradientBoosting({ rounds, maxLeaves, minSamplesLeaf: 1 });
        const { ensemble } = await model.fit(x, target);
        const { columns } = matrixOf(seed + 1, width, queries, 300);
        for (const outputs of [1, 3]) {
          const walk = bitvectorWalk(ensemble, width, outputs);
          const walked = new Float64Array(queries * outputs).fill(0.25);
          walk?.(columns, queries, walked);
          const compared = new Float64Array(queries * outputs).fill(0.25);
          addLeafValues(ensemble, columns, queries, outputs, compared);
          expect(walked).toEqual(compared);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('trees of more than 32 leaves are left to others', async () => {
  const x = matrixOf(1, 4, 2000, 5);
  const target = Float64Array.from(x.columns[0] as Float64Array, (value, row) =>
    Number.isNaN(value) ? 0 : value + (row % 5),
  );
  const leaves = async (maxLeaves: number) => {
    const { ensemble } = await gradientBoosting({ rounds: 2, maxLeaves, minSamplesLeaf: 2 }).fit(x, target);
    return bitvectorWalk(ensemble, 4, 1);
  };
  expect(await leaves(32)).not.toBeNull();
  expect(await leaves(33)).toBeNull();
});
