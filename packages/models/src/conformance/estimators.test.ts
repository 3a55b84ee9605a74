import type { ConformanceCase } from '@titans/core/conformance';
import { describe, expect, test } from 'vitest';
import * as own from '../estimators/index.js';
import * as wrapped from '../estimators/wrapped/index.js';
import { checkAnomalyDetector, checkClassifier, checkRegressor, textInputs } from './index.js';

const estimators = { ...own, ...wrapped };
const {
  anomalyEnsemble,
  complementNaiveBayes,
  copod,
  ecod,
  extendedIsolationForest,
  elasticNet,
  extraTrees,
  extraTreesClassifier,
  gradientBoosting,
  gradientBoostingClassifier,
  hbos,
  isolationForest,
  logisticRegression,
  mlIsolationForest,
  mlRandomForest,
  mlRandomForestClassifier,
  nearestPrototypes,
  payeeMemory,
  quantileRegression,
  randomForest,
  randomForestClassifier,
  restoreAnomalyEnsemble,
  restoreComplementNaiveBayes,
  restoreCopod,
  restoreEcod,
  restoreExtendedIsolationForest,
  restoreElasticNet,
  restoreExtraTrees,
  restoreExtraTreesClassifier,
  restoreGradientBoosting,
  restoreGradientBoostingClassifier,
  restoreHbos,
  restoreIsolationForest,
  restoreLogisticRegression,
  restoreMlIsolationForest,
  restoreMlRandomForest,
  restoreMlRandomForestClassifier,
  restoreNearestPrototypes,
  restorePayeeMemory,
  restoreQuantileRegression,
  restoreRandomForest,
  restoreRandomForestClassifier,
  restoreRidge,
  restoreTextClassifier,
  ridge,
  textClassifier,
} = estimators;

const boosted = { restore: restoreGradientBoosting };
const classified = { restore: restoreGradientBoostingClassifier };
const text = { inputs: textInputs(), restore: restoreTextClassifier, rows: 90 };
const dense = { inputs: textInputs({ dense: true }), restore: restoreTextClassifier, rows: 90 };
const wholeNumbers = { missing: 'refused', weights: 'refused' } as const;
const marginal = { weights: 'refused', columnOrderTolerance: 1e-9 } as const;
const linear = { repetitionTolerance: 1e-9, columnOrderTolerance: 1e-9 };
const small = { rounds: 30, minSamplesLeaf: 5 };
const everyValue = { rounds: 30, minSamplesLeaf: 1, minHessianLeaf: 0, maxDepth: 3 };

/** Every suite that is run, by the factory that it checks. */
const suites: Readonly<Record<string, Readonly<Record<string, readonly ConformanceCase[]>>>> = {
  anomalyEnsemble: {
    'with its defaults': checkAnomalyDetector(() => anomalyEnsemble(), {
      restore: (content) => restoreAnomalyEnsemble(content),
      weights: 'refused',
    }),
    'of detectors by features': checkAnomalyDetector(
      () => anomalyEnsemble({ detectors: [ecod(), hbos()], detectorWeights: [2, 1], calibrationRows: 100 }),
      { restore: (content) => restoreAnomalyEnsemble(content), weights: 'refused' },
    ),
  },
  complementNaiveBayes: {
    'with its defaults': checkClassifier(() => complementNaiveBayes(), {
      inputs: textInputs(),
      restore: restoreComplementNaiveBayes,
      rows: 90,
      repetitionTolerance: 1e-6,
    }),
  },
  copod: {
    'with its defaults': checkAnomalyDetector(() => copod(), { restore: restoreCopod, ...marginal }),
  },
  ecod: {
    'with its defaults': checkAnomalyDetector(() => ecod(), { restore: restoreEcod, ...marginal }),
  },
  elasticNet: {
    'with its defaults': checkRegressor(() => elasticNet({ alpha: 0.1 }), {
      restore: restoreElasticNet,
      missing: 'refused',
      ...linear,
    }),
    'of numbers as they are, with missing values': checkRegressor(
      () => elasticNet({ alpha: 0.1, standardise: false, missing: 'mean' }),
      { restore: restoreElasticNet, ...linear },
    ),
  },
  extendedIsolationForest: {
    'with its defaults': checkAnomalyDetector(() => extendedIsolationForest(), {
      restore: restoreExtendedIsolationForest,
      weights: 'refused',
    }),
    'parted by one feature': checkAnomalyDetector(() => extendedIsolationForest({ extensionLevel: 0 }), {
      restore: restoreExtendedIsolationForest,
      weights: 'refused',
    }),
  },
  extraTrees: {
    'with its defaults': checkRegressor(() => extraTrees({ trees: 30 }), { restore: restoreExtraTrees }),
  },
  extraTreesClassifier: {
    'with its defaults': checkClassifier(() => extraTreesClassifier(), {
      restore: restoreExtraTreesClassifier,
    }),
  },
  gradientBoosting: {
    'with its defaults': checkRegressor(() => gradientBoosting(), boosted),
    'of the median': checkRegressor(() => gradientBoosting({ ...small, objective: 'absolute' }), boosted),
    'of a quantile': checkRegressor(
      () => gradientBoosting({ ...small, objective: 'quantile', quantile: 0.8 }),
      boosted,
    ),
    'with drawn rows and columns': checkRegressor(
      () => gradientBoosting({ ...small, rowFraction: 0.7, columnFraction: 0.8 }),
      boosted,
    ),
    'level by level, rising with one feature': checkRegressor(
      () => gradientBoosting({ ...small, growth: 'depth-wise', monotone: { rising: 1 } }),
      boosted,
    ),
    'stopped early': checkRegressor(
      () => gradientBoosting({ ...small, earlyStopping: { rounds: 5, validationFraction: 0.2 } }),
      boosted,
    ),
    'of every value': checkRegressor(() => gradientBoosting(everyValue), {
      ...boosted,
      repetitionTolerance: 1e-6,
    }),
  },
  gradientBoostingClassifier: {
    'with its defaults': checkClassifier(() => gradientBoostingClassifier(), classified),
    'with drawn rows and columns': checkClassifier(
      () => gradientBoostingClassifier({ ...small, rowFraction: 0.7, columnFraction: 0.8 }),
      classified,
    ),
  },
  hbos: {
    'with its defaults': checkAnomalyDetector(() => hbos(), { restore: restoreHbos, ...marginal }),
  },
  isolationForest: {
    'with its defaults': checkAnomalyDetector(() => isolationForest(), {
      restore: restoreIsolationForest,
      weights: 'refused',
    }),
  },
  logisticRegression: {
    'with its defaults': checkClassifier(() => logisticRegression(), {
      restore: restoreLogisticRegression,
      missing: 'refused',
      repetitionTolerance: 1e-6,
      columnOrderTolerance: 1e-6,
    }),
    'with absolute penalties and missing values': checkClassifier(
      () => logisticRegression({ l1: 0.5, missing: 'mean' }),
      { restore: restoreLogisticRegression, repetitionTolerance: 1e-6, columnOrderTolerance: 1e-6 },
    ),
    'of numbers as they are': checkClassifier(() => logisticRegression({ standardise: false }), {
      restore: restoreLogisticRegression,
      missing: 'refused',
    }),
  },
  mlIsolationForest: {
    'with its defaults': checkAnomalyDetector(() => mlIsolationForest({ trees: 50 }), {
      restore: restoreMlIsolationForest,
      ...wholeNumbers,
    }),
  },
  mlRandomForest: {
    'of few trees': checkRegressor(() => mlRandomForest({ trees: 10 }), {
      restore: restoreMlRandomForest,
      rows: 60,
      ...wholeNumbers,
    }),
  },
  mlRandomForestClassifier: {
    'of few trees': checkClassifier(() => mlRandomForestClassifier({ trees: 10 }), {
      restore: restoreMlRandomForestClassifier,
      rows: 60,
      ...wholeNumbers,
    }),
  },
  nearestPrototypes: {
    'with its defaults': checkAnomalyDetector(() => nearestPrototypes(), {
      restore: restoreNearestPrototypes,
      weights: 'refused',
    }),
    'of ranges, without a sample': checkAnomalyDetector(
      () => nearestPrototypes({ scaling: 'range', sampleSize: 2, neighbours: 2 }),
      { restore: restoreNearestPrototypes, weights: 'refused' },
    ),
  },
  payeeMemory: {
    'with its defaults': checkClassifier(() => payeeMemory(), {
      inputs: textInputs(),
      restore: restorePayeeMemory,
      rows: 90,
    }),
  },
  quantileRegression: {
    'with its defaults': checkRegressor(() => quantileRegression(), {
      restore: restoreQuantileRegression,
      missing: 'refused',
      repetitionTolerance: 1e-6,
    }),
    'of several quantiles, with a penalty and missing values': checkRegressor(
      () => quantileRegression({ quantiles: [0.2, 0.4, 0.9], alpha: 0.01, missing: 'mean' }),
      { restore: restoreQuantileRegression },
    ),
  },
  randomForest: {
    'with drawn rows': checkRegressor(() => randomForest({ trees: 30 }), { restore: restoreRandomForest }),
    'of all rows': checkRegressor(() => randomForest({ trees: 10, bootstrap: false }), {
      restore: restoreRandomForest,
    }),
  },
  randomForestClassifier: {
    'with its defaults': checkClassifier(() => randomForestClassifier(), {
      restore: restoreRandomForestClassifier,
    }),
    'of balanced classes, judged out of bag': checkClassifier(
      () => randomForestClassifier({ classWeights: 'balanced', outOfBag: true }),
      { restore: restoreRandomForestClassifier },
    ),
  },
  ridge: {
    'with its defaults': checkRegressor(() => ridge(), {
      restore: restoreRidge,
      missing: 'refused',
      ...linear,
    }),
    'with missing values': checkRegressor(() => ridge({ missing: 'mean' }), {
      restore: restoreRidge,
      ...linear,
    }),
  },
  textClassifier: {
    'with its defaults': checkClassifier(() => textClassifier(), text),
    'solved to the end': checkClassifier(() => textClassifier({ tolerance: 1e-9 }), {
      ...text,
      repetitionTolerance: 1e-6,
    }),
    'with hinge loss': checkClassifier(() => textClassifier({ loss: 'hinge' }), text),
    'with absolute penalties': checkClassifier(() => textClassifier({ l1: 0.1, tolerance: 1e-9 }), {
      ...dense,
      repetitionTolerance: 1e-6,
      columnOrderTolerance: 1e-6,
    }),
    'with hinge loss and absolute penalties': checkClassifier(
      () => textClassifier({ loss: 'hinge', l1: 0.3 }),
      text,
    ),
    'with dense columns': checkClassifier(() => textClassifier({ tolerance: 1e-9 }), {
      ...dense,
      repetitionTolerance: 1e-6,
      columnOrderTolerance: 1e-6,
    }),
  },
};

/** Functions of the entry point that make no estimator, and no model from an artifact. */
const others = ['selectTextRows', 'elasticNetPath', 'onlinePayeeMemory', 'refreshIsolationForest'];

test('every exported estimator is checked, and every model restored', () => {
  const factories = Object.keys(estimators).filter((name) => !/^restore[A-Z]/.test(name));
  expect(factories.filter((name) => !others.includes(name)).sort()).toEqual(Object.keys(suites).sort());
  const restored = Object.keys(suites).map((name) => `restore${name[0]?.toUpperCase()}${name.slice(1)}`);
  expect(Object.keys(estimators)).toEqual(expect.arrayContaining(restored));
});

describe.each(Object.entries(suites))('%s', (_, variants) => {
  describe.each(Object.entries(variants))('%s', (__, cases) => {
    test.each(cases.map(({ name, run }) => [name, run] as const))('%s', (___, run) => run(), 60_000);
  });
});
