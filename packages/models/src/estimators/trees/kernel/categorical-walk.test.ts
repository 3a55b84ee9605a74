import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeatureMatrix } from '../../../features/feature-matrix.js';
import { gradientBoosting } from '../gradient-boosting.js';
import { addLeafValues } from '../tree-ensemble.js';
import { leafAdder } from './binned-walk.js';

const categories = Array.from({ length: 40 }, (_, code) => `category ${code}`);

test('rows end in the leaves that node by node they end in: by value, by category, by what is missing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 150 }),
      async (seed, rounds, queries) => {
        const random = createRandom(seed, 'categories');
        const draw = (rows: number): FeatureMatrix => ({
          rows,
          features: [
            { name: 'number', kind: 'numeric', inputs: ['amount'] },
            { name: 'category', kind: 'categorical', inputs: ['category'], categories },
            { name: 'other', kind: 'numeric', inputs: ['amount'] },
          ],
          columns: [20, 0, 3].map((spread) =>
            Float64Array.from({ length: rows }, () => {
              if (random.float() < 0.15) return Number.NaN;
              return spread === 0
                ? Math.floor(random.float() * 40)
                : Math.round(random.normal() * spread) / 2;
            }),
          ),
        });
        const learned = draw(200);
        const target = Float64Array.from({ length: 200 }, (_, row) => {
          const [number = 0, category = 0] = learned.columns.map((column) => column[row] || 0);
          return number * (category % 3) + (category % 7);
        });
        const model = gradientBoosting({ rounds, minSamplesLeaf: 1, maxLeaves: 12 });
        const { ensemble } = await model.fit(learned, target);
        const { columns } = draw(queries);
        // Codes that training had not, and numbers that are no code.
        const asked = columns.map((column, at) =>
          at === 1
            ? column.map((value, row) => (row % 9 === 0 ? [41, -1, 2.5, -0][row % 4] : value) as number)
            : column,
        );
        for (const outputs of [1, 3]) {
          const walked = new Float64Array(queries * outputs).fill(0.25);
          leafAdder(ensemble, 3, outputs)(asked, queries, walked);
          const compared = new Float64Array(queries * outputs).fill(0.25);
          addLeafValues(ensemble, asked, queries, outputs, compared);
          expect(walked).toEqual(compared);
        }
      },
    ),
    { numRuns: 40 },
  );
});
