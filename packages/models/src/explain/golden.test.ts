import { expect, test } from 'vitest';
import { matrixOf } from '../estimators/testing/matrices.js';
import type { TreeEnsemble } from '../estimators/trees/tree-ensemble.js';
import { below } from '../estimators/wrapped/strict-threshold.js';
import { coverGame } from './cover-game.js';
import { gaussLegendre } from './gauss-legendre.js';
import * as golden from './testing/golden-trees.js';
import type { TreeModel } from './tree-model.js';
import { explainTrees } from './tree-shap.js';

function modelOf(ensemble: TreeEnsemble, outputs: number, start: number, scale: number): TreeModel {
  return {
    ensemble,
    featureNames: ['f0', 'f1', 'f2', 'f3'],
    outputs: Array.from({ length: outputs }, (_, k) => `o${k}`),
    unit: 'target',
    start: new Float64Array(outputs).fill(start),
    scale,
    missing: 'permit-nan',
  };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((actual[i] as number) - value)).toBeLessThan(tolerance);
  });
}

const rows = matrixOf(golden.explainedColumns);
const rowsOfForest = matrixOf(
  golden.explainedColumns.map((column) => column.map((value) => (Number.isNaN(value) ? 30 : value))),
);

test('LightGBM: pred_contrib of its own trees', async () => {
  const model = modelOf(golden.importedTrees(golden.lightgbmTrees, 1), 1, 0, 1);
  const found = await (await explainTrees(model)).attributions(rows);
  golden.lightgbmContributions.forEach((expected, row) => {
    expectClose(found.values.slice(4 * row, 4 * row + 4), expected.slice(0, 4), 1e-9);
    expectClose(found.baseValues, expected.slice(4), 1e-9);
  });
});

test('XGBoost: pred_contribs of its own trees, within single precision', async () => {
  const model = modelOf(golden.importedTrees(golden.xgboostTrees, 1, below), 1, 100, 1);
  const found = await (await explainTrees(model)).attributions(rows);
  golden.xgboostContributions.forEach((expected, row) => {
    expectClose(found.values.slice(4 * row, 4 * row + 4), expected.slice(0, 4), 5e-5);
    expectClose(found.baseValues, expected.slice(4), 5e-5);
  });
});

test('shap: TreeExplainer of a forest of scikit-learn, by cover and by a background', async () => {
  const model = modelOf(golden.importedTrees(golden.forestTrees, 3), 3, 0, 1 / 3);
  const byCover = await (await explainTrees(model)).attributions(rowsOfForest);
  expectClose(byCover.values, golden.forestByCover.flat(2), 1e-12);
  expectClose(byCover.baseValues, golden.forestByCoverBase, 1e-12);
  const background = matrixOf(
    [0, 1, 2, 3].map((j) => golden.forestBackground.map((row) => row[j] as number)),
  );
  const byBackground = await (await explainTrees(model, { background })).attributions(rowsOfForest);
  // Against Shapley values by their definition, those of shap are off by up to 3.1e-8.
  expectClose(byBackground.values, golden.forestByBackground.flat(2), 1e-7);
  expectClose(byBackground.baseValues, golden.forestByBackgroundBase, 1e-12);
});

test('Gauss–Legendre: places and weights as of numpy.polynomial.legendre.leggauss, brought to 0..1', () => {
  expectClose(gaussLegendre(1).places, [0.5], 1e-15);
  expectClose(
    gaussLegendre(4).places,
    [0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970262],
    1e-15,
  );
  expectClose(
    gaussLegendre(4).weights,
    [0.17392742256872684, 0.3260725774312731, 0.3260725774312731, 0.17392742256872684],
    1e-15,
  );
  for (const points of [2, 7, 15, 40]) {
    const { places, weights } = gaussLegendre(points);
    for (let power = 0; power < 2 * points; power++) {
      const integral = places.reduce((sum, place, q) => sum + (weights[q] as number) * place ** power, 0);
      expect(Math.abs(integral * (power + 1) - 1)).toBeLessThan(1e-12);
    }
  }
});

test('a path that a row fails at every element gives each the same, and a row that fails none what its shares leave', () => {
  // A leaf behind two splits that a half and a fifth of the rows pass: v(both known) = o₁o₂, v(first) = o₁ ÷ 5, …
  const game = coverGame({
    feature: new Int32Array(0),
    threshold: new Float64Array(0),
    missingLeft: new Uint8Array(0),
    categorySet: new Int32Array(0),
    depth: new Int32Array(0),
    deepest: 2,
    right: new Int32Array(0),
    element: new Int32Array(0),
    parent: new Int32Array(0),
    previous: new Int32Array(0),
    nodeShare: new Float64Array(0),
    valuesFrom: Int32Array.of(0),
    elementsFrom: Int32Array.of(0, 2),
    elementFeature: Int32Array.of(0, 1),
    share: Float64Array.of(0.5, 0.2),
    longest: 2,
  });
  const values = new Float64Array(2);
  game.attribute(0, Int32Array.of(0), values, 0);
  // ((0.2 − 0.1) + (1 − 0.5)) ÷ 2 and ((0.5 − 0.1) + (1 − 0.2)) ÷ 2
  expectClose(values, [0.3, 0.6], 1e-15);
  game.attribute(0, Int32Array.of(3), values, 0);
  expectClose(values, [-0.05, -0.05], 1e-15);
});
