import { expect, test } from 'vitest';
import { elasticNet } from '../estimators/linear/elastic-net.js';
import { quantileRegression } from '../estimators/linear/quantile-regression.js';
import { ridge } from '../estimators/linear/ridge.js';
import { trainingRows, trainingTarget, withCategories } from '../estimators/testing/boosting-example.js';
import { normalMatrix } from '../estimators/testing/matrices.js';
import { complementNaiveBayes } from '../estimators/text/complement-naive-bayes.js';
import { textClassifier } from '../estimators/text/text-classifier.js';
import { linearShap } from './linear-shap.js';
import { shapleyValues } from './testing/brute-force.js';
import { textShap } from './text-shap.js';

const example = withCategories(trainingRows);
const queried = { x0: 3, x1: 11, x2: Number.NaN, x3: 2 };
const rowOf = (values: readonly number[]): typeof example => ({
  ...example,
  rows: 1,
  columns: values.map((value) => Float64Array.of(value)),
});

test.each([
  ['ridge', ridge({ missing: 'mean' })],
  ['elastic net', elasticNet({ alpha: 0.3, missing: 'mean' })],
  ['quantile regression', quantileRegression({ quantiles: [0.5], missing: 'mean' })],
] as const)('%s: Shapley values over all sets, with a weighted background', async (_, estimator) => {
  const fitted = await estimator.fit(example, trainingTarget);
  const background = { ...example, rows: 3, columns: example.columns.map((column) => column.slice(5, 8)) };
  const explainer = linearShap(fitted, { background, backgroundWeights: Float64Array.of(1, 3, 0) });
  const row = Object.values(queried);
  const found = explainer.explain(queried);
  const expected = shapleyValues(4, (known) =>
    [0, 1].reduce((sum, other) => {
      const mixed = row.map((value, j) =>
        (known >> j) & 1 ? value : (background.columns[j]?.[other] as number),
      );
      return sum + (other === 0 ? 0.25 : 0.75) * (fitted.predict(rowOf(mixed))[0] as number);
    }, 0),
  );
  for (const { feature, contribution } of found.contributions) {
    expect(contribution).toBeCloseTo(expected[Number(feature.slice(1))] as number, 9);
  }
  expect(found.prediction).toBeCloseTo(fitted.predict(rowOf(row))[0] as number, 9);
  expect(found.unit).toBe('target');
});

test('without a background the base is the row of mean numbers', async () => {
  const x = normalMatrix(40, 3, 1);
  const target = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i));
  const fitted = await ridge().fit(x, target);
  const explainer = linearShap(fitted);
  expect([...explainer.baseValues]).toEqual([fitted.intercept]);
  const found = await explainer.attributions(x);
  const predicted = fitted.predict(x);
  for (let row = 0; row < 40; row++) {
    const { prediction, contributions } = found.row(row);
    expect(prediction).toBeCloseTo(predicted[row] as number, 12);
    const sizes = contributions.map(({ contribution }) => Math.abs(contribution));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  }
});

test('of several quantiles the one nearest the median is told unless another is asked for', async () => {
  const x = normalMatrix(60, 2, 3);
  const target = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i) + i / 20);
  const fitted = await quantileRegression({ quantiles: [0.1, 0.4, 0.9] }).fit(x, target);
  const explainer = linearShap(fitted, { background: x });
  const row = { f0: 0.3, f1: -1 };
  const all = fitted.predictQuantiles({
    ...x,
    rows: 1,
    columns: [Float64Array.of(0.3), Float64Array.of(-1)],
  });
  expect(explainer.explain(row).output).toBe('0.4');
  ['0.1', '0.4', '0.9'].forEach((quantile, k) => {
    expect(explainer.explain(row, quantile).prediction).toBeCloseTo(all[k] as number, 9);
  });
});

const texts = [
  'Fuel for vehicle',
  'Office365 subscription',
  'Fuel station',
  'Office rent',
  'Train to office',
];
const labels = Int32Array.of(0, 1, 0, 2, 3);
const classes = ['fuel', 'software', 'rent', 'train', 'none'];

test.each([
  ['log-odds', textClassifier({ loss: 'logistic' })],
  ['margin', textClassifier({ loss: 'hinge' })],
  ['log-likelihood', complementNaiveBayes()],
] as const)('texts add up, in %s, and are compared with the background', async (unit, estimator) => {
  const fitted = await estimator.fit({ texts }, labels, classes);
  const weights = Float64Array.of(1, 2, 0, 1, 1);
  const explainer = textShap(fitted, { texts }, weights);
  expect(explainer.outputs).toEqual(['fuel', 'software', 'rent', 'train']);
  expect(explainer.unit).toBe(unit);
  const scores = fitted.decisionScores({ texts });
  explainer.outputs.forEach((output, k) => {
    const mean = weights.reduce(
      (sum, weight, row) => sum + (weight / 5) * (scores[5 * row + k] as number),
      0,
    );
    expect(explainer.baseValues[k]).toBeCloseTo(mean, 9);
    const own = fitted.explain({ texts: ['fuel at the office'] }, 0, k);
    const found = explainer.explain('fuel at the office', output);
    const sum = found.contributions.reduce((all, { contribution }) => all + contribution, found.baseValue);
    expect(Math.abs(sum + found.absent - own.score)).toBeLessThan(1e-9);
    expect(found.prediction).toBeCloseTo(own.score, 12);
  });
  const strongest = explainer.explain('fuel');
  expect(strongest.output).toBe('fuel');
});

test('texts with dense columns', async () => {
  const x = normalMatrix(5, 2, 4);
  const fitted = await textClassifier().fit({ texts, dense: x }, labels, classes);
  const explainer = textShap(fitted, { texts, dense: x });
  const one = {
    texts: ['fuel'],
    dense: { ...x, rows: 1, columns: x.columns.map((column) => column.slice(0, 1)) },
  };
  const found = explainer.explain(one, 'rent');
  const sum = found.contributions.reduce((all, { contribution }) => all + contribution, found.baseValue);
  expect(Math.abs(sum + found.absent - fitted.explain(one, 0, 2).score)).toBeLessThan(1e-9);
  expect(found.contributions.filter(({ kind }) => kind === 'dense')).toHaveLength(2);
  expect(() => explainer.explain('fuel')).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
});
