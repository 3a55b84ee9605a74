import { expect, test } from 'vitest';
import type { FitOptions, Regressor } from '../estimators/estimator.js';
import { ridge } from '../estimators/linear/ridge.js';
import { normalMatrix } from '../estimators/testing/matrices.js';
import { kFold } from '../evaluation/index.js';
import { workerPool } from '../workers/index.js';
import { buildProgram } from '../workers/testing/built-program.js';
import { compareModels, gridSearch, nestedCrossValidate, successiveHalving } from './index.js';

test('every fit of a search, a refit or a comparison is given the threads and the seed', async () => {
  const program = await buildProgram();
  const workers = workerPool({ threads: 1, program: program.url });
  const given: FitOptions[] = [];
  const watching = ({ l2 }: { readonly l2: number }): Regressor => ({
    name: 'watching',
    fit(matrix, target, options = {}) {
      given.push(options);
      return ridge({ l2 }).fit(matrix, target);
    },
  });
  const x = normalMatrix(40, 2, 3);
  const data = { x, target: Float64Array.from(x.columns[0] ?? []) };
  const options = { workers, seed: 9 };
  const folds = kFold(40, { folds: 2 });
  try {
    const grid = { l2: [1, 2] };
    await gridSearch(watching, grid, data, folds, { ...options, refit: true });
    expect(given).toHaveLength(5);
    await successiveHalving(watching, grid, data, folds, { ...options, refit: true, factor: 2 });
    expect(given).toHaveLength(12);
    await nestedCrossValidate(
      (inner, rows, work) =>
        gridSearch(watching, grid, inner, kFold(rows.length, { folds: 2 }), { ...work, refit: true }),
      data,
      folds,
      options,
    );
    expect(given).toHaveLength(22);
    await compareModels({ watching: watching({ l2: 1 }) }, data, { ...options, resamples: 10 });
    expect(given).toHaveLength(28);
    expect(given.every((fit) => fit.workers === workers && fit.seed === 9)).toBe(true);
  } finally {
    await workers.close();
    program.remove();
  }
});
