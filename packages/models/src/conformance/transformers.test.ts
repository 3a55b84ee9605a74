import type { ConformanceCase } from '@titans/core/conformance';
import { describe, expect, test } from 'vitest';
import {
  gradientBoostingClassifier,
  isolationForest,
  restoreGradientBoostingClassifier,
  restoreIsolationForest,
  restoreRidge,
  ridge,
} from '../estimators/index.js';
import * as preprocessing from '../preprocessing/index.js';
import {
  checkAnomalyDetector,
  checkClassifier,
  checkRegressor,
  checkTransformer,
  type TransformerCheckOptions,
} from './index.js';

const {
  anomalyDetectorPipeline,
  classifierPipeline,
  columnTransformer,
  frequencyEncoder,
  hashingEncoder,
  kBinsDiscretizer,
  maxAbsScaler,
  minMaxScaler,
  oneHotEncoder,
  ordinalEncoder,
  powerTransformer,
  quantileTransformer,
  regressorPipeline,
  restoreAnomalyDetectorPipeline,
  restoreClassifierPipeline,
  restoreRegressorPipeline,
  restoreTransformer,
  robustScaler,
  simpleImputer,
  standardScaler,
  targetEncoder,
  transformerPipeline,
} = preprocessing;

const check = (
  create: () => preprocessing.FeatureTransformer,
  options: TransformerCheckOptions = {},
): readonly ConformanceCase[] => checkTransformer(create, { restore: restoreTransformer, ...options });

const mixed = () =>
  columnTransformer(
    [
      { columns: 'numeric', transformer: transformerPipeline([simpleImputer(), standardScaler()]) },
      { columns: ['group'], transformer: targetEncoder(), prefix: 'mean_' },
      { columns: ({ kind }) => kind === 'categorical', transformer: oneHotEncoder({ drop: 'first' }) },
    ],
    { remainder: 'pass' },
  );

/** Every suite that is run, by the factory that it checks. */
const suites: Readonly<Record<string, Readonly<Record<string, readonly ConformanceCase[]>>>> = {
  anomalyDetectorPipeline: {
    'of an isolation forest': checkAnomalyDetector(
      () => anomalyDetectorPipeline([simpleImputer(), robustScaler()], isolationForest()),
      {
        restore: (content) => restoreAnomalyDetectorPipeline(content, restoreIsolationForest),
        weights: 'refused',
      },
    ),
  },
  classifierPipeline: {
    'of boosted trees': checkClassifier(
      () => classifierPipeline(mixed(), gradientBoostingClassifier({ rounds: 20, minSamplesLeaf: 5 })),
      { restore: (content) => restoreClassifierPipeline(content, restoreGradientBoostingClassifier) },
    ),
  },
  columnTransformer: {
    'of all selections': check(mixed),
    'that drops the remainder': check(() =>
      columnTransformer([{ columns: ['falling'], transformer: powerTransformer({ method: 'box-cox' }) }]),
    ),
    'of nothing that passes all': check(() => columnTransformer([], { remainder: 'pass' })),
  },
  frequencyEncoder: {
    'with its defaults': check(() => frequencyEncoder()),
    'that counts': check(() => frequencyEncoder({ output: 'count', missing: 'keep' })),
  },
  hashingEncoder: {
    'with its defaults': check(() => hashingEncoder()),
    'with a seed': check(() => hashingEncoder({ columns: 3, signed: false, seed: 42 })),
  },
  kBinsDiscretizer: {
    'with its defaults': check(() => kBinsDiscretizer()),
    'of equal widths': check(() => kBinsDiscretizer({ strategy: 'uniform', output: 'numeric' })),
  },
  maxAbsScaler: { 'with its defaults': check(() => maxAbsScaler()) },
  minMaxScaler: {
    'with its defaults': check(() => minMaxScaler()),
    'that clips': check(() => minMaxScaler({ from: -1, to: 1, clip: true })),
  },
  oneHotEncoder: {
    'with its defaults': check(() => oneHotEncoder()),
    'of frequent categories': check(() =>
      oneHotEncoder({ maxCategories: 2, unknown: 'rare', missing: 'zeros' }),
    ),
    'without the first': check(() => oneHotEncoder({ drop: 'first', minShare: 0.01 })),
  },
  ordinalEncoder: {
    'with its defaults': check(() => ordinalEncoder()),
    'with numbers for what is not there': check(() => ordinalEncoder({ unknown: -1, missing: -2 })),
  },
  powerTransformer: {
    'with its defaults': check(() => powerTransformer()),
    unscaled: check(() => powerTransformer({ standardize: false })),
  },
  quantileTransformer: {
    'with its defaults': check(() => quantileTransformer()),
    'to normal': check(() => quantileTransformer({ output: 'normal', quantiles: 50 })),
  },
  regressorPipeline: {
    'of ridge regression': checkRegressor(
      () =>
        regressorPipeline([simpleImputer({ indicators: true }), targetEncoder(), standardScaler()], ridge()),
      { restore: (content) => restoreRegressorPipeline(content, restoreRidge) },
    ),
    'whose weights are repetitions': checkRegressor(
      () => regressorPipeline([simpleImputer(), oneHotEncoder(), standardScaler()], ridge()),
      {
        restore: (content) => restoreRegressorPipeline(content, restoreRidge),
        repetitionTolerance: 1e-8,
        columnOrderTolerance: 1e-8,
      },
    ),
  },
  robustScaler: {
    'with its defaults': check(() => robustScaler()),
    'of unit variance': check(() => robustScaler({ tail: 0.1, unitVariance: true })),
  },
  simpleImputer: {
    'with its defaults': check(() => simpleImputer()),
    'with indicators': check(() =>
      simpleImputer({ numeric: 'median', categorical: { category: 'none' }, indicators: true }),
    ),
    'of the most frequent': check(() => simpleImputer({ numeric: 'most-frequent', categorical: 'keep' })),
  },
  standardScaler: {
    'with its defaults': check(() => standardScaler()),
    'that only centres': check(() => standardScaler({ scale: false })),
  },
  targetEncoder: {
    'of a number': check(() => targetEncoder()),
    'of classes': check(() => targetEncoder({ smooth: 10, missing: 'keep' }), { target: 'classes' }),
  },
  transformerPipeline: {
    'of several': check(() => transformerPipeline([simpleImputer(), kBinsDiscretizer(), oneHotEncoder()])),
    'that looks at the target': check(() => transformerPipeline([targetEncoder(), standardScaler()]), {
      // Repeated rows are in other folds, which moves the means a little.
      repetitionTolerance: 0.1,
    }),
  },
};

/** Functions of the entry point that make no transformer and no estimator, and nothing from an artifact. */
const others = ['fitTransform'];

test('every exported transformer and pipeline is checked, and every pipeline restored', () => {
  const factories = Object.keys(preprocessing).filter((name) => !/^restore[A-Z]/.test(name));
  expect(factories.filter((name) => !others.includes(name)).sort()).toEqual(Object.keys(suites).sort());
});

describe.each(Object.entries(suites))('%s', (_, variants) => {
  describe.each(Object.entries(variants))('%s', (__, cases) => {
    test.each(cases.map(({ name, run }) => [name, run] as const))('%s', (___, run) => run(), 60_000);
  });
});
