import { expect, test } from 'vitest';
import type { Regressor } from '../estimators/estimator.js';
import { ridge } from '../estimators/linear/ridge.js';
import { matrixOf } from '../estimators/testing/matrices.js';
import { acrossFolds, kFold } from '../evaluation/index.js';
import { gridSearch, nestedCrossValidate, regressionMetrics } from './index.js';
import { data, n, penalties, target, x1, x2 } from './testing/example-search.js';

test('nested folds are measured by models whose parameters were chosen without them', async () => {
  const outer = kFold(n, { folds: 3, shuffle: false });
  const nested = await nestedCrossValidate(
    (inner, rows, work) =>
      gridSearch(ridge, penalties, inner, kFold(rows.length, { folds: 4, shuffle: false }), {
        ...work,
        metric: regressionMetrics.rmse,
        refit: true,
      }),
    data,
    outer,
  );
  expect(nested.searches).toHaveLength(3);
  for (const [fold, { train, test: tested }] of outer.entries()) {
    const pick = (rows: Int32Array, of: ArrayLike<number>) => Array.from(rows, (row) => of[row] as number);
    const learned = {
      x: matrixOf([pick(train, x1), pick(train, x2)]),
      target: Float64Array.from(pick(train, target)),
    };
    const search = await gridSearch(
      ridge,
      penalties,
      learned,
      kFold(train.length, { folds: 4, shuffle: false }),
      { metric: regressionMetrics.rmse, refit: true },
    );
    expect(nested.searches[fold]?.best).toMatchObject({
      parameters: search.best.parameters,
      scores: search.best.scores,
    });
    const { start, end } = nested.folds[fold] as (typeof nested.folds)[number];
    const predicted = search.fitted?.predict(matrixOf([pick(tested, x1), pick(tested, x2)])) ?? [];
    expect([...nested.predictions.subarray(start, end)]).toEqual([...predicted]);
  }
  expect(acrossFolds(nested.reports, ({ rmse }) => rmse).folds).toBe(3);
});

test('on noise, the mean of the best of many is too good; nested folds say so', async () => {
  // 60 rows, 40 random columns, of which each candidate takes one: nothing can be learned.
  let state = 1;
  const noise = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  const columns = Array.from({ length: 40 }, () => Array.from({ length: 60 }, noise));
  const aimless = { x: matrixOf(columns), target: Float64Array.from({ length: 60 }, noise) };
  const oneColumn = ({ column }: { readonly column: number }): Regressor => ({
    name: 'one column',
    async fit(matrix, y) {
      const only = (of: typeof matrix) => ({
        ...of,
        features: of.features.slice(column, column + 1),
        columns: of.columns.slice(column, column + 1),
      });
      const fitted = await ridge({ l2: 0 }).fit(only(matrix), y);
      return { ...fitted, predict: (of) => fitted.predict(only(of)) };
    },
  });
  const space = { column: Array.from({ length: 40 }, (_, column) => column) };
  const found = await gridSearch(oneColumn, space, aimless, kFold(60, { folds: 5 }));
  const nested = await nestedCrossValidate(
    (inner, rows, work) =>
      gridSearch(oneColumn, space, inner, kFold(rows.length, { folds: 5 }), { ...work, refit: true }),
    aimless,
    kFold(60, { folds: 5 }),
  );
  expect(found.best.mean).toBeGreaterThan(0);
  expect(acrossFolds(nested.reports, ({ r2 }) => r2).mean).toBeLessThan(0);
});
