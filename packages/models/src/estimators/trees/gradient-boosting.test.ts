import { isTitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { queryRows, trainingRows, trainingTarget, withCategories } from '../testing/boosting-example.js';
import { expectClose, expectSampled } from '../testing/expect-sampled.js';
import { normalMatrix } from '../testing/matrices.js';
import { gradientBoosting, restoreGradientBoosting } from './gradient-boosting.js';
import {
  gradientBoostingClassifier,
  restoreGradientBoostingClassifier,
} from './gradient-boosting-classifier.js';

const parameters = { rounds: 50, minSamplesLeaf: 10 } as const;

// scikit-learn 1.9.1: HistGradientBoosting…(max_iter=50, early_stopping=False, min_samples_leaf=10) fitted on the
// same rows: its predictions for six of them, and the mean square of all. Training rows are compared because a
// threshold may stand anywhere between two of them.
describe('predicts what scikit-learn predicts', () => {
  // Depth is limited where gradients take so few values that deeper trees meet exact ties, which rounding settles.
  test.each([
    [
      'squared error',
      {},
      [
        8.313737842075463, -4.774279485403411, 5.788609447959688, 20.480727221853698, -19.26392545848055,
        19.695311145367913,
      ],
      294.2751205205905,
    ],
    [
      'squared error, l2 = 3, three levels',
      { l2: 3, maxDepth: 3 },
      [
        9.991157729224668, -3.859530163530116, 8.265809672914207, 19.09108045554121, -19.308758089745325,
        19.503285397121857,
      ],
      265.4197517019605,
    ],
    [
      'absolute error',
      { objective: 'absolute', maxDepth: 3 },
      [
        9.54669035658246, -6.206913944144031, 8.478610250359345, 20.56017189948281, -20.070459971255506,
        20.129206516880604,
      ],
      239.21133592370305,
    ],
    [
      // With a quarter all gradients are exact, so that ties are ties to both.
      'quantile 0.25',
      { objective: 'quantile', quantile: 0.25, maxDepth: 3 },
      [
        7.394287921219406, -5.162399815510044, 1.9981437274120344, 18.05544465890349, -19.240074553570146,
        16.69027426787155,
      ],
      218.28393810657727,
    ],
  ] as const)('%s', async (_, extra, expected, meanSquare) => {
    const fitted = await gradientBoosting({ ...parameters, ...extra }).fit(trainingRows, trainingTarget);
    expectSampled(fitted.predict(trainingRows), 1, expected, meanSquare);
  });

  test('sample weights', async () => {
    const weights = trainingTarget.map((_, i) => 1 + (i % 3));
    const fitted = await gradientBoosting(parameters).fit(trainingRows, trainingTarget, { weights });
    expectSampled(
      fitted.predict(trainingRows),
      1,
      [
        9.494459008167539, -5.707207561001176, 7.140374885627863, 19.838466757395913, -19.53855706587013,
        20.129608082263754,
      ],
      292.59421219823463,
    );
  });

  test('a categorical feature', async () => {
    const x = withCategories(trainingRows);
    const fitted = await gradientBoosting({ ...parameters, maxDepth: 2, categoryL2: 0 }).fit(
      x,
      trainingTarget,
    );
    expectSampled(
      fitted.predict(x),
      1,
      [
        9.12221942853361, -5.795807928878221, 11.34487980112511, 18.495868939951414, -18.864460521356825,
        17.85425332089536,
      ],
      245.15699013432956,
    );
  });

  test('two classes', async () => {
    const labels = Int32Array.from(trainingTarget, (value) => (value > 7.5569725 ? 1 : 0));
    const fitted = await gradientBoostingClassifier(parameters).fit(trainingRows, labels, ['low', 'high']);
    expectSampled(
      fitted.predictProbabilities(trainingRows),
      2,
      [
        0.6851743282310996, 0.3148256717689004, 0.9934987432084242, 0.006501256791575714, 0.8108153231703025,
        0.18918467682969756, 0.0044719308703468075, 0.9955280691296532, 0.9966437591464749,
        0.00335624085352512, 0.00691164426585944, 0.9930883557341406,
      ],
      0.4636223533509165,
    );
  });

  test('three classes', async () => {
    const labels = Int32Array.from(trainingTarget, (value) =>
      value < -1.9860819699999996 ? 0 : value < 14.011571460000004 ? 1 : 2,
    );
    const model = gradientBoostingClassifier({ ...parameters, maxDepth: 3 });
    const fitted = await model.fit(trainingRows, labels, ['a', 'b', 'c']);
    expectSampled(
      fitted.predictProbabilities(trainingRows),
      3,
      [
        0.01318497709421281, 0.8510679855848461, 0.1357470373209411, 0.9533259851862356, 0.045540443569634444,
        0.0011335712441298703, 0.05455735472534381, 0.8834363332556618, 0.062006312018994564,
        0.0006593527513423212, 0.11696062870747896, 0.8823800185411786, 0.9981935001494918,
        0.0013686982499336896, 0.0004378016005744466, 0.001465323664963197, 0.14377598716514228,
        0.8547586891698945,
      ],
      0.28406520908350574,
    );
  });

  test('leaf values and row counts of one tree', async () => {
    const model = gradientBoosting({ rounds: 1, learningRate: 1, maxLeaves: 4 });
    const { ensemble, baseline } = await model.fit(trainingRows, trainingTarget);
    const leaves = [...ensemble.feature.keys()].filter((node) => (ensemble.feature[node] as number) < 0);
    const byValue = leaves
      .map(
        (node) =>
          [ensemble.leafValues[ensemble.left[node] as number] as number, ensemble.cover[node]] as const,
      )
      .sort(([a], [b]) => a - b);
    expectClose(
      byValue.map(([value]) => value),
      [-26.96976634434291, -11.212836839376934, 5.377380168588644, 16.38292233546575],
      1e-5,
    );
    expect(byValue.map(([, cover]) => cover as number).sort()).toEqual([28, 60, 63, 89]);
    expect(baseline).toBeCloseTo(5.08708901, 8);
  });
});

// lightgbm 4.7.0: LGBMRegressor(n_estimators=1, learning_rate=1, num_leaves=6, min_child_samples=20, min_data_in_bin=1,
// reg_alpha=100, reg_lambda=2): its leaves and their rows. It keeps gradients in single precision.
test('an L1 penalty gives the leaves of LightGBM', async () => {
  const model = gradientBoosting({ rounds: 1, learningRate: 1, maxLeaves: 6, l1: 100, l2: 2 });
  const fitted = await model.fit(trainingRows, trainingTarget);
  const rows = new Map<number, number>();
  for (const value of fitted.predict(trainingRows)) rows.set(value, (rows.get(value) ?? 0) + 1);
  const leaves = [...rows].sort(([a], [b]) => a - b);
  expect(leaves.map(([, count]) => count)).toEqual([60, 31, 41, 23, 85]);
  const expected = [-13.447207292, 1.679943251, 5.087089032, 10.748504591, 17.986453542];
  expectClose(
    leaves.map(([value]) => value),
    expected,
    1e-6,
  );
});

describe('grows trees level by level', () => {
  // xgboost 3.2.0: XGBRegressor(tree_method='hist', grow_policy='depthwise', max_bin=256, n_estimators=50,
  // learning_rate=0.1, min_child_weight=10, base_score=mean) with the depth and reg_lambda given here.
  test.each([
    [
      'four levels',
      { maxDepth: 4 },
      [
        9.22254753112793, -4.253899574279785, 6.529250144958496, 19.75625228881836, -18.29945182800293,
        18.939067840576172,
      ],
      287.7066034368112,
    ],
    [
      'six levels, unless told, with l2 = 2',
      { l2: 2 },
      [
        8.840749740600586, -4.529728412628174, 5.579302787780762, 20.22896957397461, -19.833471298217773,
        20.217660903930664,
      ],
      287.4434539786988,
    ],
  ] as const)('as XGBoost does: %s', async (_, extra, expected, meanSquare) => {
    const model = gradientBoosting({ ...parameters, growth: 'depth-wise', ...extra });
    expectSampled(
      (await model.fit(trainingRows, trainingTarget)).predict(trainingRows),
      1,
      expected,
      meanSquare,
    );
  });

  test('a level is done before the next begins, and where leaves run out, the best of it are split', async () => {
    const shape = { rounds: 1, minSamplesLeaf: 5, growth: 'depth-wise' } as const;
    const depths = async (maxLeaves: number): Promise<readonly number[]> => {
      const { ensemble } = await gradientBoosting({ ...shape, maxLeaves }).fit(trainingRows, trainingTarget);
      const of = new Int32Array(ensemble.feature.length);
      ensemble.feature.forEach((feature, node) => {
        const child = ensemble.left[node] as number;
        if (feature >= 0) of.fill((of[node] as number) + 1, child, child + 2);
      });
      return [...of].filter((_, node) => (ensemble.feature[node] as number) < 0).sort((a, b) => a - b);
    };
    expect(await depths(4)).toEqual([2, 2, 2, 2]);
    expect(await depths(6)).toEqual([2, 2, 3, 3, 3, 3]);
    expect(await depths(8)).toEqual([3, 3, 3, 3, 3, 3, 3, 3]);
  });
});

test('early stopping keeps fewer trees and the best of them', async () => {
  const x = normalMatrix(600, 4, 1);
  const noise = normalMatrix(600, 1, 2).columns[0] as Float64Array;
  const target = Float64Array.from(noise, (value, row) => (x.columns[0]?.[row] as number) + value);
  const model = gradientBoosting({ rounds: 300, earlyStopping: { rounds: 5, validationFraction: 0.2 } });
  const fitted = await model.fit(x, target, { seed: 3 });
  expect(fitted.ensemble.roots.length).toBeGreaterThan(3);
  expect(fitted.ensemble.roots.length).toBeLessThan(150);
});

test('rows and columns drawn at random: one seed one model, another seed another', async () => {
  const model = gradientBoosting({ ...parameters, rowFraction: 0.5, columnFraction: 0.5 });
  const [a, b, c] = await Promise.all(
    [1, 1, 2].map((seed) => model.fit(trainingRows, trainingTarget, { seed })),
  );
  expect(a?.toArtifact()).toEqual(b?.toArtifact());
  expect(a?.toArtifact()).not.toEqual(c?.toArtifact());
});

test('artifacts restore the same models', async () => {
  const x = withCategories(trainingRows);
  const regressor = await gradientBoosting(parameters).fit(x, trainingTarget);
  expect(restoreGradientBoosting(regressor.toArtifact()).predict(x)).toEqual(regressor.predict(x));
  const labels = Int32Array.from(trainingTarget, (_, row) => row % 3);
  const classifier = await gradientBoostingClassifier(parameters).fit(x, labels, ['a', 'b', 'c']);
  const restored = restoreGradientBoostingClassifier(classifier.toArtifact());
  expect(restored.predictProbabilities(x)).toEqual(classifier.predictProbabilities(x));
});

test('an artifact whose nodes point nowhere is refused', async () => {
  const content = (await gradientBoosting(parameters).fit(trainingRows, trainingTarget)).toArtifact();
  const left = (content.arrays.left as Int32Array).slice().fill(0);
  expect(() => restoreGradientBoosting({ ...content, arrays: { ...content.arrays, left } })).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
  );
});

test('more than 255 categories are refused with the name of the feature', async () => {
  const x = withCategories({
    ...trainingRows,
    columns: trainingRows.columns.map((column) => column.map((v) => v * 100)),
  });
  const error = await gradientBoosting()
    .fit(x, trainingTarget)
    .catch((caught: unknown) => caught);
  expect(isTitansError(error, 'INVALID_ARGUMENT') && error.details.column).toBe('x3');
});

test('a column order other than that of training predicts the same', async () => {
  const fitted = await gradientBoosting(parameters).fit(trainingRows, trainingTarget);
  const reversed = {
    ...queryRows,
    features: queryRows.features.toReversed(),
    columns: queryRows.columns.toReversed(),
  };
  expect(fitted.predict(reversed)).toEqual(fitted.predict(queryRows));
});
