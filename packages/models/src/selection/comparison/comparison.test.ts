import { encodeArtifact, type Progress } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { Classifier, Regressor } from '../../estimators/estimator.js';
import { ridge } from '../../estimators/linear/ridge.js';
import { normalMatrix } from '../../estimators/testing/matrices.js';
import { randomForest } from '../../estimators/trees/random-forest.js';
import { randomForestClassifier } from '../../estimators/trees/random-forest-classifier.js';
import { mlRandomForest } from '../../estimators/wrapped/ml-random-forest.js';
import {
  bootstrapInterval,
  correctedPairedTTest,
  crossValidate,
  groupedKFold,
  holmAdjusted,
  kFold,
  mcNemarTest,
  mostProbableLabels,
  pairedBootstrap,
  randomSplit,
  regressionReport,
  rSquared,
  selectMatrixRows,
  stratifiedKFold,
  type TargetData,
} from '../../evaluation/index.js';
import { permutationImportance } from '../../explain/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import {
  type CompareModelsOptions,
  classificationMetrics,
  compareModels,
  comparisonHtml,
  comparisonText,
  type MeasuredModel,
  type ModelComparison,
  type RegressionMetric,
  regressionMetrics,
} from '../index.js';

const rows = 150;
const x = normalMatrix(rows, 4, 11);
const column = (k: number): Float64Array => x.columns[k] as Float64Array;
const target = Float64Array.from(
  { length: rows },
  (_, row) => 2 * (column(0)[row] as number) - (column(1)[row] as number) + (column(3)[row] as number) / 2,
);
const labels = Int32Array.from(target, (value) => (value > 1 ? 2 : value > -1 ? 1 : 0));
const classes = ['low', 'middle', 'high'];
const quick = { resamples: 100, seed: 5 };
const pick = (of: ArrayLike<number>, from: Int32Array): Float64Array =>
  Float64Array.from(from, (row) => of[row] as number);

/** Predicts the mean of the target plus a bias. */
function biased(bias: number): Regressor {
  return {
    name: 'biased',
    async fit(_matrix, y) {
      const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
      return {
        predict: (of) => new Float64Array(of.rows).fill(mean + bias),
        toArtifact: () => ({ kind: 'biased', version: 1, data: { bias }, arrays: {} }),
      };
    },
  };
}

function measuredIn(comparison: ModelComparison, name: string): MeasuredModel {
  const model = comparison.models.find((other) => other.name === name);
  if (model?.status !== 'measured') throw new Error(`${name} was not measured`);
  return model;
}

describe('regressors: everything is what the single functions give on the same rows', async () => {
  const models = { mean: biased(0), forest: randomForest({ trees: 20 }), ridge: ridge() };
  const { comparison, fitted } = await compareModels(models, { x, target }, quick);
  const holdOut = randomSplit(rows, { seed: 5 });
  const learned = { x: selectMatrixRows(x, holdOut.train), target: pick(target, holdOut.train) };
  const held = { x: selectMatrixRows(x, holdOut.test), target: pick(target, holdOut.test) };
  const folds = kFold(120, { seed: 5 });

  test('the best by the folds is first', () => {
    expect(comparison).toMatchObject({
      task: 'regression',
      metric: { name: 'r2', direction: 'maximise' },
      rows: { train: 120, test: 30 },
      folds: 5,
      best: 'ridge',
      clock: 'cpu',
      budgetMs: null,
    });
    expect(comparison.models.map((model) => model.status === 'measured' && [model.rank, model.name])).toEqual(
      [
        [1, 'ridge'],
        [2, 'forest'],
        [3, 'mean'],
      ],
    );
  });

  test('folds, held-out figures with intervals, and sizes', async () => {
    for (const [name, estimator] of Object.entries(models)) {
      const model = measuredIn(comparison, name);
      const { reports } = await crossValidate(estimator, learned, folds, { seed: 5 });
      expect(model.folds.scores).toEqual(reports.map(({ r2 }) => r2));
      const own = await estimator.fit(learned.x, learned.target, { seed: 5 });
      const predicted = own.predict(held.x);
      const report = regressionReport(held.target, predicted);
      for (const figure of model.test) {
        expect(figure.estimate).toBe(Object.entries(report).find(([key]) => key === figure.name)?.[1]);
      }
      const interval = await bootstrapInterval(
        (drawn) => rSquared(pick(held.target, drawn), pick(predicted, drawn)),
        30,
        quick,
      );
      expect(model.test[0]).toEqual({
        name: 'r2',
        direction: 'maximise',
        estimate: interval.estimate,
        lower: interval.lower,
        upper: interval.upper,
      });
      expect(fitted[name]?.predict(held.x)).toEqual(predicted);
      expect(model.cost.artifactBytes).toBe((await encodeArtifact(own.toArtifact())).length);
      expect(model.cost.fitMs).toBeGreaterThanOrEqual(0);
    }
  });

  test('tests of the best against the others, adjusted together', async () => {
    const best = measuredIn(comparison, 'ridge');
    const scoresOf = (name: string) => measuredIn(comparison, name).folds.scores.map(Number);
    const byFolds = ['forest', 'mean'].map((name) =>
      correctedPairedTTest(best.folds.scores.map(Number), scoresOf(name), { trainRows: 96, testRows: 24 }),
    );
    const figureOf = (name: string) => (drawn: Int32Array) =>
      rSquared(pick(held.target, drawn), pick(fitted[name]?.predict(held.x) ?? [], drawn));
    const byRows = [
      await pairedBootstrap(figureOf('ridge'), figureOf('forest'), 30, quick),
      await pairedBootstrap(figureOf('ridge'), figureOf('mean'), 30, quick),
    ];
    const adjustedFolds = holmAdjusted(byFolds.map(({ pValue }) => pValue));
    const adjustedRows = holmAdjusted(byRows.map(({ pValue }) => pValue));
    expect(comparison.tests.map(({ against }) => against)).toEqual(['forest', 'mean']);
    comparison.tests.forEach((compared, k) => {
      expect(compared.folds).toMatchObject({
        difference: byFolds[k]?.difference,
        pValue: byFolds[k]?.pValue,
        adjustedPValue: adjustedFolds[k],
      });
      expect(compared.test).toMatchObject({
        difference: byRows[k]?.difference.estimate,
        lower: byRows[k]?.difference.lower,
        upper: byRows[k]?.difference.upper,
        adjustedPValue: adjustedRows[k],
      });
      expect(compared.mcNemar).toBeNull();
    });
  });

  test('importances on the held-out rows', async () => {
    const model = fitted.ridge;
    if (!model) throw new Error('ridge was not measured');
    const expected = await permutationImportance(
      model.predict,
      held.x,
      (predicted) => rSquared(held.target, predicted),
      { seed: 5 },
    );
    expect(measuredIn(comparison, 'ridge').importances).toEqual(
      expected.map(({ feature, importance, standardDeviation }) => ({
        feature,
        mean: importance,
        standardDeviation,
      })),
    );
    expect(measuredIn(comparison, 'ridge').importances?.[0]?.feature).toBe('f0');
  });

  test('it is plain data, and the same for the same seed up to times', async () => {
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
    const again = await compareModels(models, { x, target }, quick);
    const untimed = (of: ModelComparison) =>
      JSON.stringify(of, (key, value) => (/Ms$/.test(key) ? undefined : value));
    expect(untimed(again.comparison)).toBe(untimed(comparison));
  });
});

test('classifiers: stratified rows, and McNemar on who is right where', async () => {
  const models = {
    forest: randomForestClassifier({ trees: 20 }),
    stump: randomForestClassifier({ trees: 1, maxDepth: 1 }),
  };
  const { comparison, fitted } = await compareModels(models, { x, labels, classes }, quick);
  const holdOut = randomSplit(rows, { seed: 5, labels });
  const trainLabels = Int32Array.from(holdOut.train, (row) => labels[row] as number);
  const learned = { x: selectMatrixRows(x, holdOut.train), labels: trainLabels, classes };
  const { reports } = await crossValidate(models.forest, learned, stratifiedKFold(trainLabels, { seed: 5 }), {
    seed: 5,
  });
  expect(comparison.best).toBe('forest');
  expect(measuredIn(comparison, 'forest').folds.scores).toEqual(reports.map(({ accuracy }) => accuracy));
  const said = (name: string) =>
    mostProbableLabels(
      fitted[name]?.predictProbabilities(selectMatrixRows(x, holdOut.test)) ?? new Float64Array(),
      3,
    );
  const right = Int32Array.from(holdOut.test, (row) => labels[row] as number);
  const { onlyFirst, onlySecond, pValue } = mcNemarTest(right, said('forest'), said('stump'));
  expect(comparison.tests[0]?.mcNemar).toEqual({
    onlyBest: onlyFirst,
    onlyOther: onlySecond,
    pValue,
    adjustedPValue: pValue,
  });
  expect(measuredIn(comparison, 'forest').test.map(({ name }) => name)).toEqual([
    'accuracy',
    'weightedPrecision',
    'weightedRecall',
    'weightedF1',
    'macroF1',
    'rocAuc',
    'logLoss',
    'brier',
  ]);
});

test('groups are never on both sides', async () => {
  const accounts = Array.from({ length: rows }, (_, row) => `account ${row % 15}`);
  const sides: (readonly number[])[] = [];
  const watching: Regressor = {
    name: 'watching',
    async fit(matrix, y, options) {
      sides.push([...(matrix.columns[0] ?? [])]);
      return biased(0).fit(matrix, y, options);
    },
  };
  await compareModels({ watching }, { x, target }, { ...quick, groups: accounts, importanceRepeats: 0 });
  expect(sides).toHaveLength(6);
  const held = groupedKFold(accounts, { folds: 5, seed: 5 })[0]?.test ?? [];
  const accountOf = new Map(Array.from(column(0), (value, row) => [value, accounts[row]]));
  for (const side of sides) {
    const known = new Set(side.map((value) => accountOf.get(value)));
    for (const row of held) expect(known).not.toContain(accounts[row]);
  }
});

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

test('a metric of which less is better ranks the other way', async () => {
  const { comparison } = await compareModels(
    { far: biased(3), near: biased(0.1) },
    { x, target },
    {
      ...quick,
      metric: regressionMetrics.mae,
      metrics: [regressionMetrics.r2],
    },
  );
  expect(comparison.best).toBe('near');
  expect(measuredIn(comparison, 'near').test.map(({ name }) => name)).toEqual(['mae', 'r2']);
  expect(comparison.tests[0]?.test?.difference).toBeLessThan(0);
});

test('figures that the rows do not define are null, not numbers', async () => {
  const constant: Classifier = {
    name: 'constant',
    async fit(_matrix, _labels, names) {
      return {
        classes: names,
        predictProbabilities: (of) => new Float64Array(of.rows * names.length).fill(1 / names.length),
        toArtifact: () => ({ kind: 'constant', version: 1, data: {}, arrays: {} }),
      };
    },
  };
  const { comparison } = await compareModels(
    { constant, other: constant },
    { x, labels: new Int32Array(rows), classes },
    { ...quick, metrics: [classificationMetrics.rocAuc] },
  );
  expect(measuredIn(comparison, 'constant').test[1]).toMatchObject({
    estimate: null,
    lower: null,
    upper: null,
  });
  expect(comparison.models.map((model) => model.status === 'measured' && model.rank)).toEqual([1, 1]);
  expect(comparison.tests[0]).toMatchObject({
    folds: { pValue: 1 },
    test: { pValue: 1 },
    mcNemar: { pValue: 1 },
  });
  expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
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
