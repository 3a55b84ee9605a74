import type { Progress } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { Regressor } from '../../estimators/estimator.js';
import { ridge } from '../../estimators/linear/ridge.js';
import { randomForest } from '../../estimators/trees/random-forest.js';
import { mlRandomForest } from '../../estimators/wrapped/ml-random-forest.js';
import type { TargetData } from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import {
  type CompareModelsOptions,
  compareModels,
  comparisonHtml,
  comparisonText,
  type RegressionMetric,
} from '../index.js';
import { quick, target, x } from '../testing/example-comparison.js';
import { biased } from '../testing/example-search.js';

describe('a budget', () => {
  test('is kept by what reports its progress, and the rest is listed with what it costs', async () => {
    let now = 0;
    const slow: Regressor = {
      ...randomForest({ trees: 20 }),
      name: 'slow',
      async fit(matrix, y, options) {
        // A millisecond for each 10 rows, told in steps.
        for (let row = 0; row < matrix.rows; row += 10) {
          now++;
          options?.onProgress?.({ stage: 'slow', done: row, unit: 'rows' });
          options?.signal?.throwIfAborted();
        }
        return biased(0).fit(matrix, y);
      },
    };
    const { comparison } = await compareModels(
      { slow, ridge: ridge() },
      { x, target },
      {
        ...quick,
        budgetMs: 25,
        sampleRows: 40,
        clock: () => now,
      },
    );
    expect(comparison.clock).toBe('given');
    expect(comparison.best).toBe('ridge');
    expect(comparison.models[1]).toEqual({
      status: 'over-budget',
      name: 'slow',
      estimator: 'slow',
      spentMs: 25,
      sample: { rows: 40, fitMs: 4 },
    });
    expect(comparison.tests).toEqual([]);
    expect(comparisonText(comparison)).toContain(
      'slow   over budget: 25.00 ms of 25.00 ms were not enough; a fit of 40 rows took 4.000 ms',
    );
  });

  test('leaves ml-random-forest out where it does not finish in it', async () => {
    const { comparison } = await compareModels(
      { wrapped: mlRandomForest({ trees: 1000 }), ridge: ridge() },
      { x, target },
      { ...quick, budgetMs: 500, sampleRows: 20, importanceRepeats: 0 },
    );
    expect(comparison.models.map(({ name, status }) => [name, status])).toEqual([
      ['ridge', 'measured'],
      ['wrapped', 'over-budget'],
    ]);
  });

  test('that is enough for none gives no best, and says so', async () => {
    const { comparison, fitted } = await compareModels(
      { wrapped: mlRandomForest() },
      { x, target },
      {
        ...quick,
        budgetMs: 0.001,
      },
    );
    expect(comparison).toMatchObject({
      best: null,
      models: [{ status: 'over-budget', sample: null }],
      tests: [],
    });
    expect(fitted).toEqual({});
    expect(comparisonHtml(comparison)).toContain('not even for a fit of 20 rows');
  });
});

test('a model that fails is in the report, and all failing is an error', async () => {
  const odd = biased(0);
  const broken: Regressor = {
    ...odd,
    name: 'broken',
    fit: () => Promise.reject(new RangeError('<b>no</b>')),
  };
  const { comparison } = await compareModels({ broken, ridge: ridge() }, { x, target }, quick);
  expect(comparison.models[1]).toMatchObject({
    status: 'failed',
    error: { code: null, message: '<b>no</b>', fold: 1 },
  });
  expect(comparisonHtml(comparison)).toContain('failed in fold 1: &lt;b&gt;no&lt;/b&gt;');
  await expect(compareModels({ broken }, { x, target }, quick)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});

test('progress counts up to its total, and a signal ends everything', async () => {
  const told: Progress[] = [];
  await compareModels(
    { mean: biased(0), ridge: ridge() },
    { x, target },
    {
      ...quick,
      onProgress: (progress) => told.push(progress),
    },
  );
  expect(told.map(({ done }) => done)).toEqual(Array.from({ length: 15 }, (_, done) => done));
  expect(told.every(({ total }) => total === 14)).toBe(true);
  const stopping = new AbortController();
  await expect(
    compareModels(
      { mean: biased(0), ridge: ridge() },
      { x, target },
      {
        ...quick,
        budgetMs: 1e9,
        signal: stopping.signal,
        onProgress: ({ done }) => {
          if (done === 3) stopping.abort();
        },
      },
    ),
  ).rejects.toMatchObject({ code: 'ABORTED' });
});

interface Refused {
  readonly models?: Readonly<Record<string, Regressor>>;
  readonly data?: TargetData<FeatureMatrix>;
  readonly options?: CompareModelsOptions<RegressionMetric>;
}

test.each<[Refused, string]>([
  [{ models: {} }, 'INVALID_ARGUMENT'],
  [{ options: { budgetMs: -1 } }, 'INVALID_ARGUMENT'],
  [{ options: { level: 1 } }, 'INVALID_ARGUMENT'],
  [
    { options: { holdOut: { train: Int32Array.of(0, 1, 2), test: Int32Array.of(2, 3) } } },
    'INVALID_ARGUMENT',
  ],
  [{ options: { holdOut: { train: Int32Array.of(0), test: new Int32Array() } } }, 'DATA_INSUFFICIENT'],
  [{ options: { groups: ['a'] } }, 'SHAPE_MISMATCH'],
  [{ data: { x, target: new Float64Array(3) } }, 'SHAPE_MISMATCH'],
])('refuses %#', async ({ models = { ridge: ridge() }, data = { x, target }, options = {} }, code) => {
  await expect(compareModels(models, data, options)).rejects.toMatchObject({ code });
});

test('names of models and features cannot become HTML', async () => {
  const hostile = `</title><script>alert("x")</script>`;
  const named = {
    ...x,
    features: x.features.map((feature) => ({ ...feature, name: feature.name + hostile })),
  };
  const { comparison } = await compareModels(
    { [hostile]: ridge(), mean: biased(0) },
    { x: named, target },
    quick,
  );
  expect(comparisonHtml(comparison)).not.toContain('<script');
  expect(comparisonText(comparison)).toContain('1. ');
});
