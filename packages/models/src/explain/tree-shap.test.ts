import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isolationForest } from '../estimators/isolation-forest/isolation-forest.js';
import { trainingRows, trainingTarget, withCategories } from '../estimators/testing/boosting-example.js';
import { friedman } from '../estimators/testing/friedman.js';
import { matrixOf } from '../estimators/testing/matrices.js';
import { extraTreesClassifier } from '../estimators/trees/extra-trees-classifier.js';
import { gradientBoosting } from '../estimators/trees/gradient-boosting.js';
import { gradientBoostingClassifier } from '../estimators/trees/gradient-boosting-classifier.js';
import { randomForest } from '../estimators/trees/random-forest.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import type { Attributions } from './attributions.js';
import { backgroundWorth, coverWorth, outputsOf, shapleyValues } from './testing/brute-force.js';
import { longPath } from './testing/long-path.js';
import { randomColumns, randomTrees } from './testing/random-trees.js';
import type { TreeModel } from './tree-model.js';
import { explainTrees, treeShap } from './tree-shap.js';

const shapes = fc.record({
  seed: fc.integer(),
  trees: fc.integer({ min: 1, max: 4 }),
  features: fc.integer({ min: 1, max: 6 }),
  deepest: fc.integer({ min: 0, max: 7 }),
  leafWidth: fc.constantFrom(1, 3),
  firstCategorical: fc.integer({ min: 0, max: 8 }),
});

function modelOf(ensemble: TreeModel['ensemble'], features: number, outputs: number): TreeModel {
  return {
    ensemble,
    featureNames: Array.from({ length: features }, (_, j) => `f${j}`),
    outputs: Array.from({ length: outputs }, (_, k) => `o${k}`),
    unit: 'target',
    start: new Float64Array(outputs),
    scale: 1,
    missing: 'permit-nan',
  };
}

const rowOf = (columns: readonly Float64Array[], row: number): readonly number[] =>
  columns.map((column) => column[row] as number);

const contributionsOf = (found: Attributions, row: number, output: number): readonly number[] =>
  found.featureNames.map((_, j) => {
    return found.values[(row * found.featureNames.length + j) * found.outputs.length + output] as number;
  });

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries())
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-9);
}

test('equals Shapley values over all sets, by covers', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      const outputs = shape.leafWidth === 1 ? 2 : 3;
      const ensemble = randomTrees(shape);
      const columns = randomColumns(shape.seed, 12, shape.features);
      const explainer = await explainTrees(modelOf(ensemble, shape.features, outputs));
      const found = await explainer.attributions(matrixOf(columns));
      for (let row = 0; row < 3; row++) {
        for (let output = 0; output < outputs; output++) {
          const worth = coverWorth(ensemble, rowOf(columns, row), outputs, output);
          expectClose(contributionsOf(found, row, output), shapleyValues(shape.features, worth));
          expectClose([explainer.baseValues[output] as number], [worth(0)]);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('few rows, which are walked, and many, which remember, come to the same', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      const ensemble = randomTrees(shape);
      const columns = randomColumns(shape.seed, 12, shape.features);
      const many = columns.map((column) =>
        Float64Array.from({ length: 300 }, (_, i) => column[i % 12] as number),
      );
      const outputs = shape.leafWidth === 1 ? 2 : 3;
      const explainer = await explainTrees(modelOf(ensemble, shape.features, outputs));
      const few = await explainer.attributions(matrixOf(columns));
      const all = await explainer.attributions(matrixOf(many));
      const size = few.values.length;
      expectClose([...all.values.slice(0, size)], [...few.values]);
      expectClose(
        [...all.values.slice(24 * (size / 12), 25 * (size / 12))],
        [...few.values.slice(0, size / 12)],
      );
    }),
    { numRuns: 40 },
  );
});

test('equals Shapley values over all sets, with a weighted background', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      const outputs = shape.leafWidth === 1 ? 2 : 3;
      const ensemble = randomTrees(shape);
      const columns = randomColumns(shape.seed, 9, shape.features);
      const others = randomColumns(shape.seed + 1, 5, shape.features);
      const weights = [1, 0, 2.5, 1, 3];
      const explainer = await explainTrees(modelOf(ensemble, shape.features, outputs), {
        background: matrixOf(others),
        backgroundWeights: Float64Array.from(weights),
      });
      const found = await explainer.attributions(matrixOf(columns));
      const background = weights.map((_, row) => rowOf(others, row));
      for (let row = 0; row < 2; row++) {
        for (let output = 0; output < outputs; output++) {
          const worth = backgroundWorth(ensemble, rowOf(columns, row), background, weights, outputs, output);
          expectClose(contributionsOf(found, row, output), shapleyValues(shape.features, worth));
          expectClose([explainer.baseValues[output] as number], [worth(0)]);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('adds up, says the same of a row alone and of many, and gives a feature that no split asks for nothing', async () => {
  const large = fc.record({
    seed: fc.integer(),
    trees: fc.integer({ min: 1, max: 3 }),
    // More features on a path than a word has bits.
    features: fc.constantFrom(3, 12, 80),
    deepest: fc.constantFrom(5, 9, 60),
    leafWidth: fc.constantFrom(1, 2),
    firstCategorical: fc.constantFrom(2, 100),
    withBackground: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(large, async ({ withBackground, ...shape }) => {
      const { features, deepest, leafWidth } = shape;
      const ensemble = deepest > 20 ? longPath(features, deepest, leafWidth) : randomTrees(shape);
      const width = shape.features + 1;
      const outputs = 2;
      const columns = randomColumns(shape.seed, 20, width);
      const explainer = await explainTrees(
        modelOf(ensemble, width, outputs),
        withBackground ? { background: matrixOf(randomColumns(shape.seed + 1, 7, width)) } : {},
      );
      const found = await explainer.attributions(matrixOf(columns));
      for (let row = 0; row < 20; row++) {
        const raw = outputsOf(ensemble, rowOf(columns, row), outputs);
        for (let output = 0; output < outputs; output++) {
          const parts = contributionsOf(found, row, output);
          const sum = parts.reduce((a, b) => a + b, found.baseValues[output] as number);
          expect(Math.abs(sum - (raw[output] as number))).toBeLessThan(1e-9);
          expect(parts.at(-1)).toBe(0);
        }
      }
      const named = Object.fromEntries(
        found.featureNames.map((name, j) => [name, columns[j]?.[4] as number]),
      );
      const [alone, among] = [explainer.explain(named, 'o1'), found.row(4, 'o1')];
      expectClose([alone.prediction], [among.prediction]);
      expectClose(
        alone.contributions.map(({ contribution }) => Math.abs(contribution)),
        among.contributions.map(({ contribution }) => Math.abs(contribution)),
      );
    }),
    { numRuns: 40 },
  );
});

test('two features that the trees treat alike and that have the same value are credited alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.boolean(), async (seed, withBackground) => {
      const shape = { seed, trees: 2, features: 4, deepest: 5, leafWidth: 1, firstCategorical: 4 };
      const [trees, swapped] = [randomTrees(shape), randomTrees(shape)];
      const exchange = (feature: number): number => (feature === 0 || feature === 1 ? 1 - feature : feature);
      const both = [trees, { ...swapped, feature: swapped.feature.map(exchange) }];
      const columns = randomColumns(seed, 10, 4);
      const twice = matrixOf([columns[0] ?? [], columns[0] ?? [], columns[2] ?? [], columns[3] ?? []]);
      const parts = await Promise.all(
        both.map(async (ensemble) => {
          const explainer = await explainTrees(
            modelOf(ensemble, 4, 1),
            withBackground ? { background: twice } : {},
          );
          return explainer.attributions(twice);
        }),
      );
      for (let row = 0; row < 10; row++) {
        const [a, b] = parts.map((found) => contributionsOf(found, row, 0));
        const sums = (a ?? []).map((value, j) => value + (b?.[j] ?? Number.NaN));
        expectClose([sums[0] as number], [sums[1] as number]);
      }
    }),
    { numRuns: 30 },
  );
});

describe('models', () => {
  const example = withCategories(trainingRows);
  const { x, labels } = friedman(0, 200);
  const sumOf = (found: Attributions, row: number, output = 0): number =>
    contributionsOf(found, row, output).reduce((a, b) => a + b, found.baseValues[output] as number);

  async function explained(
    model: Parameters<typeof treeShap>[0],
    rows: FeatureMatrix,
  ): Promise<readonly Attributions[]> {
    const some = { ...rows, rows: 30, columns: rows.columns.map((column) => column.slice(0, 30)) };
    return Promise.all(
      [{}, { background: some }].map(async (options) => (await treeShap(model, options)).attributions(rows)),
    );
  }

  test('boosting of a number, in its unit', async () => {
    const model = await gradientBoosting({ rounds: 20 }).fit(example, trainingTarget);
    const predicted = model.predict(example);
    for (const found of await explained(model, example)) {
      expect(found.unit).toBe('target');
      for (let row = 0; row < 240; row++) expectClose([sumOf(found, row)], [predicted[row] as number]);
    }
  });

  test('boosting of counts, in the logarithm of the target', async () => {
    const counts = trainingTarget.map((value) => Math.max(0, Math.round(value)));
    const model = await gradientBoosting({ objective: 'poisson', rounds: 10 }).fit(example, counts);
    const predicted = model.predict(example);
    for (const found of await explained(model, example)) {
      expect(found.unit).toBe('log-target');
      expectClose([sumOf(found, 4)], [Math.log(predicted[4] as number)]);
    }
  });

  test('boosting of classes, in log-odds', async () => {
    const three = await gradientBoostingClassifier({ rounds: 10 }).fit(
      x,
      labels,
      ['a', 'none', 'b', 'c'].slice(0, 3),
    );
    const probabilities = three.predictProbabilities(x);
    for (const found of await explained(three, x)) {
      const raw = [0, 1, 2].map((output) => Math.exp(sumOf(found, 7, output)));
      const total = raw.reduce((a, b) => a + b, 0);
      expectClose(
        raw.map((value) => value / total),
        [...probabilities.slice(21, 24)],
      );
    }
    const absent = labels.map((label) => (label === 1 ? 0 : label));
    const two = await gradientBoostingClassifier({ rounds: 10 }).fit(x, absent, ['a', 'none', 'b']);
    const chance = two.predictProbabilities(x)[5 * 3 + 2] as number;
    for (const found of await explained(two, x)) {
      expect(found.outputs).toEqual(['b']);
      expectClose([sumOf(found, 5)], [Math.log(chance / (1 - chance))]);
      expect(() => found.row(5, 'a')).toThrow(/the negative/);
    }
  });

  test('forests, in probabilities and in the unit of the target', async () => {
    const classes = await extraTreesClassifier({ trees: 10 }).fit(x, labels, ['a', 'b', 'c']);
    const probabilities = classes.predictProbabilities(x);
    for (const found of await explained(classes, x)) {
      expect(found.unit).toBe('probability');
      for (let k = 0; k < 3; k++) expectClose([sumOf(found, 9, k)], [probabilities[27 + k] as number]);
    }
    const number = await randomForest({ trees: 10 }).fit(example, trainingTarget);
    for (const found of await explained(number, example)) {
      expectClose([sumOf(found, 9)], [number.predict(example)[9] as number]);
    }
  });

  test('isolation forests, in path lengths', async () => {
    const model = await isolationForest({ trees: 20 }).fit(x, { seed: 3 });
    const score = model.score(x)[11] as number;
    const unit = 2 * (Math.log(199) + 0.5772156649015329) - (2 * 199) / 200;
    for (const found of await explained(model, x)) {
      expect(found.unit).toBe('path-length');
      expect(2 ** (-sumOf(found, 11) / unit)).toBeCloseTo(score, 3);
    }
  });
});
