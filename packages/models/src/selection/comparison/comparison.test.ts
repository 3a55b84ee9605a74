import { encodeArtifact } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { Classifier, Regressor } from '../../estimators/estimator.js';
import { ridge } from '../../estimators/linear/ridge.js';
import { randomForest } from '../../estimators/trees/random-forest.js';
import { randomForestClassifier } from '../../estimators/trees/random-forest-classifier.js';
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
} from '../../evaluation/index.js';
import { permutationImportance } from '../../explain/index.js';
import { classificationMetrics, compareModels, type ModelComparison, regressionMetrics } from '../index.js';
import {
  classes,
  column,
  labels,
  measuredIn,
  pick,
  quick,
  rows,
  target,
  x,
} from '../testing/example-comparison.js';
import { biased } from '../testing/example-search.js';

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
