import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrixOf } from '../../testing/matrices.js';
import { gradientBoosting } from '../gradient-boosting.js';
import { addLeafValues } from '../tree-ensemble.js';
import { leafAdder } from './binned-walk.js';

test('binned rows end in the leaves that their values lead to, missing ones too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 600 }),
      async (seed, width, rounds, queries) => {
        const random = createRandom(seed, 'walk');
        const draw = (rows: number): Float64Array[] =>
          Array.from({ length: width }, () =>
            Float64Array.from({ length: rows }, () =>
              random.float() < 0.15 ? Number.NaN : Math.round(random.normal() * 20) / 10,
            ),
          );
        const columns = draw(150);
        const target = Float64Array.from(columns[0] as Float64Array, (value, row) =>
          Number.isNaN(value) ? 3 : value * (row % 3),
        );
        const model = gradientBoosting({ rounds, minSamplesLeaf: 1, maxLeaves: 12 });
        const { ensemble } = await model.fit(matrixOf(columns), target);
        const asked = draw(queries);
        for (const outputs of [1, 3]) {
          const walked = new Float64Array(queries * outputs).fill(0.25);
          leafAdder(ensemble, width, outputs)(asked, queries, walked);
          const compared = new Float64Array(queries * outputs).fill(0.25);
          addLeafValues(ensemble, asked, queries, outputs, compared);
          expect(walked).toEqual(compared);
        }
      },
    ),
    { numRuns: 40 },
  );
});
