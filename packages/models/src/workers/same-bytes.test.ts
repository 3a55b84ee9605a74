import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FitOptions, Fitted } from '../estimators/estimator.js';
import { withCategories } from '../estimators/testing/boosting-example.js';
import { friedman } from '../estimators/testing/friedman.js';
import { extraTrees } from '../estimators/trees/extra-trees.js';
import { extraTreesClassifier } from '../estimators/trees/extra-trees-classifier.js';
import { gradientBoosting } from '../estimators/trees/gradient-boosting.js';
import { gradientBoostingClassifier } from '../estimators/trees/gradient-boosting-classifier.js';
import { randomForest } from '../estimators/trees/random-forest.js';
import { randomForestClassifier } from '../estimators/trees/random-forest-classifier.js';
import { artifactDigest } from './testing/artifact-digest.js';
import { type BuiltProgram, buildProgram } from './testing/built-program.js';
import { type ClosableWorkerPool, workerPool } from './worker-pool.js';

const rows = 601;
const { x: complete, target, labels } = friedman(0, rows);
const x = withCategories({
  ...complete,
  features: complete.features.map((feature, index) => ({ ...feature, name: `x${index}` })),
  columns: complete.columns.map((column, index) => {
    if (index === 2) return column.map((value, row) => (row % 7 === 0 ? Number.NaN : value));
    return index === 3 ? column.map((value) => Math.floor(value * 6)) : column;
  }),
});
const classes = ['low', 'middle', 'high', 'absent'];
const weights = Float64Array.from({ length: rows }, (_, row) => (row % 5) * 0.37);

type Fit = (options: FitOptions) => Promise<Fitted>;
const fits: Record<string, Fit> = {
  'random forest': (options) => randomForest({ trees: 7, outOfBag: true }).fit(x, target, options),
  'random forest, shallow': (options) =>
    randomForest({ trees: 4, maxDepth: 3, maxBins: 16 }).fit(x, target, options),
  'random forest for classes': (options) =>
    randomForestClassifier({ trees: 7, outOfBag: true, classWeights: 'balanced' }).fit(
      x,
      labels,
      classes,
      options,
    ),
  'extra trees': (options) => extraTrees({ trees: 5, minSamplesLeaf: 3 }).fit(x, target, options),
  'extra trees for classes': (options) =>
    extraTreesClassifier({ trees: 5, bootstrap: true, classWeights: { high: 3 } }).fit(
      x,
      labels,
      classes,
      options,
    ),
  'boosting for classes': (options) =>
    gradientBoostingClassifier({ rounds: 6, maxBins: 64 }).fit(x, labels, classes, options),
  'boosting for classes, stopped early, of some rows and columns': (options) =>
    gradientBoostingClassifier({
      rounds: 60,
      learningRate: 0.4,
      rowFraction: 0.7,
      columnFraction: 0.5,
      earlyStopping: { rounds: 3, validationFraction: 0.2 },
    }).fit(x, labels, classes, options),
  'boosting for two classes': (options) =>
    gradientBoostingClassifier({ rounds: 5, monotone: { x0: 1 } }).fit(
      x,
      labels.map((label) => Math.min(label, 1)),
      classes,
      options,
    ),
  'boosting of a mean, level by level': (options) =>
    gradientBoosting({ rounds: 5, growth: 'depth-wise', rowFraction: 0.8 }).fit(x, target, options),
  'boosting of a quantile, stopped early': (options) =>
    gradientBoosting({
      objective: 'quantile',
      quantile: 0.8,
      rounds: 60,
      learningRate: 0.5,
      earlyStopping: { rounds: 2 },
    }).fit(x, target, options),
  'boosting of counts': (options) =>
    gradientBoosting({ objective: 'poisson', rounds: 5 }).fit(x, target.map(Math.abs), options),
};

let program: BuiltProgram;
const pools: ClosableWorkerPool[] = [];
beforeAll(async () => {
  program = await buildProgram();
  for (const threads of [1, 2, 3]) pools.push(workerPool({ threads, minWorkMs: 0, program: program.url }));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  program.remove();
});

describe.each(Object.entries(fits))('%s', (_, fit) => {
  test.each([{}, { weights }])('is the same in this thread and in 1, 2 or 3 others', async (given) => {
    const options = { seed: 5, ...given };
    const alone = await artifactDigest(await fit(options));
    for (const workers of pools) {
      expect(await artifactDigest(await fit({ ...options, workers }))).toBe(alone);
    }
  });
});
