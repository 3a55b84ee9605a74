import { createRandom, decodeArtifact, encodeArtifact, type Progress } from '@titans/core';
import { describe, expect, test } from 'vitest';
import {
  gradientBoostingClassifier,
  isolationForest,
  restoreGradientBoostingClassifier,
  restoreRidge,
  ridge,
} from '../estimators/index.js';
import { crossValidate } from '../evaluation/cross-validate.js';
import { selectMatrixRows } from '../evaluation/select-rows.js';
import { kFold } from '../evaluation/splits/k-fold.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import {
  anomalyDetectorPipeline,
  classifierPipeline,
  columnTransformer,
  type FeatureTransformer,
  oneHotEncoder,
  quantileTransformer,
  regressorPipeline,
  restoreClassifierPipeline,
  restoreRegressorPipeline,
  simpleImputer,
  standardScaler,
  targetEncoder,
  transformerPipeline,
} from './index.js';
import { category, codes, kinds, numbers, positive, skewed, targetNumbers } from './testing/rows.js';

function beside(...parts: readonly FeatureMatrix[]): FeatureMatrix {
  return {
    rows: parts[0]?.rows ?? 0,
    features: parts.flatMap(({ features }) => features),
    columns: parts.flatMap(({ columns }) => columns),
  };
}

const holed = skewed.map((value, row) => ([1, 5, 9].includes(row) ? Number.NaN : value));
const mixed = beside(numbers([holed, positive]), category(codes));
const prepared = columnTransformer([
  {
    columns: 'numeric',
    transformer: transformerPipeline([
      simpleImputer({ numeric: 'median', indicators: true }),
      columnTransformer([
        { columns: ['n0', 'n1', 'n0_missing'], transformer: quantileTransformer({ quantiles: 10 }) },
      ]),
    ]),
  },
  { columns: ['c'], transformer: oneHotEncoder({ minCount: 3, unknown: 'rare' }) },
]);

test('a pipeline equals the same one of scikit-learn', async () => {
  const fitted = await regressorPipeline(prepared, ridge({ l2: 2 })).fit(mixed, targetNumbers);
  const query = beside(
    numbers([
      [Number.NaN, 2, 50],
      [3, 20, 0.1],
    ]),
    category([0, 3, 5], [...kinds, 'new']),
  );
  // scikit-learn 1.9.1: ColumnTransformer of SimpleImputer(strategy="median", add_indicator=True) and
  // QuantileTransformer(n_quantiles=10) on the numbers and OneHotEncoder(min_frequency=3) on the category, then
  // StandardScaler, since our ridge standardises, and Ridge(alpha=2).
  const expected = [20.77711791724173, 13.29339283694562, 34.770350494507554];
  expect(fitted.transformer.outputFeatures.map(({ name }) => name)).toEqual([
    'n0',
    'n1',
    'n0_missing',
    'c=bus',
    'c=car',
    'c=shop',
    'c=(rare)',
  ]);
  expected.forEach((value, row) => {
    expect(Math.abs((fitted.predict(query)[row] as number) - value)).toBeLessThan(1e-10);
  });
});

describe('what is fitted is fitted inside cross-validation', () => {
  const rows = 200;
  const random = createRandom(5, 'leakage');
  /** Two rows per shop, and a target that has nothing to do with the shop. */
  const shops = category(
    Array.from({ length: rows }, (_, row) => row >> 1),
    Array.from({ length: rows / 2 }, (_, shop) => `shop ${shop}`),
  );
  const target = Float64Array.from({ length: rows }, () => random.normal());
  const splits = kFold(rows, { folds: 5, seed: 1 });

  test('a target encoder fitted before would show', async () => {
    const encoder = targetEncoder({ smooth: 0 });
    const before = (await encoder.fit(shops, { target })).transform(shops);
    const leaking = await crossValidate(ridge(), { x: before, target }, splits);
    const inside = await crossValidate(regressorPipeline(encoder, ridge()), { x: shops, target }, splits);
    // The mean of a shop's two targets explains half of their variance, of which there is nothing to know.
    expect(leaking.overall.r2).toBeGreaterThan(0.4);
    expect(inside.overall.r2).toBeLessThan(0.05);
  });

  test('a pipeline that gave the model what its encoder learned from the same rows would show', async () => {
    const { name, fit } = targetEncoder({ smooth: 0 });
    const careless: FeatureTransformer = { name, fit };
    const trainRow = async (transformer: FeatureTransformer): Promise<number> => {
      const { model } = await regressorPipeline(transformer, ridge()).fit(shops, target);
      return Math.abs(model.coefficients[0] as number);
    };
    // The model believes in an encoding that has seen its targets, and hardly in one that has not.
    expect(await trainRow(careless)).toBeGreaterThan(0.6);
    expect(await trainRow(targetEncoder({ smooth: 0 }))).toBeLessThan(0.3);
  });

  test('a scaler knows the rows learned from only', async () => {
    const x = numbers([Array.from({ length: rows }, (_, row) => Math.exp(4 * random.normal()) + row)]);
    const scaler = quantileTransformer({ quantiles: 20 });
    const inside = await crossValidate(regressorPipeline(scaler, ridge()), { x, target }, splits);
    const before = (await scaler.fit(x)).transform(x);
    const leaking = await crossValidate(ridge(), { x: before, target }, splits);
    const byHand: number[] = [];
    for (const { train, test: tested } of splits) {
      const fitted = await scaler.fit(selectMatrixRows(x, train));
      const model = await ridge().fit(
        fitted.transform(selectMatrixRows(x, train)),
        Float64Array.from(train, (row) => target[row] as number),
      );
      byHand.push(...model.predict(fitted.transform(selectMatrixRows(x, tested))));
    }
    expect([...inside.predictions]).toEqual(byHand);
    expect([...leaking.predictions]).not.toEqual(byHand);
  });
});

describe('a pipeline passes on', () => {
  const seen: {
    readonly part: string;
    readonly seed: unknown;
    readonly weights: unknown;
    readonly target: boolean;
  }[] = [];
  const watching: FeatureTransformer = {
    name: 'watching',
    fit(x, options = {}) {
      seen.push({
        part: 'transformer',
        seed: options.seed,
        weights: options.weights,
        target: options.target !== undefined,
      });
      return standardScaler().fit(x, options);
    },
  };

  test('seed and weights to every part, and the target to transformers', async () => {
    const weights = new Float64Array(24).fill(2);
    const labels = Int32Array.from(codes, (code) => code % 2);
    await regressorPipeline([watching], ridge()).fit(numbers([skewed]), targetNumbers, { seed: 7, weights });
    await classifierPipeline(watching, gradientBoostingClassifier({ rounds: 2 })).fit(
      numbers([skewed]),
      labels,
      ['even', 'odd'],
      { seed: 7, weights },
    );
    await anomalyDetectorPipeline(watching, isolationForest()).fit(numbers([skewed]), { seed: 7 });
    const expected = { part: 'transformer', seed: 7, weights, target: true };
    expect(seen).toEqual([expected, expected, { ...expected, weights: undefined, target: false }]);
  });

  test('progress, each part under its own stage', async () => {
    const stages: string[] = [];
    const onProgress = ({ stage }: Progress): void => {
      if (stages.at(-1) !== stage) stages.push(stage);
    };
    await regressorPipeline([simpleImputer(), targetEncoder({ folds: 2 })], ridge()).fit(
      mixed,
      targetNumbers,
      {
        onProgress,
      },
    );
    expect(stages).toEqual([
      'preprocessing: step 1/2: simple-imputer',
      'preprocessing: step 2/2: target-encoder',
      'preprocessing: step 2/2: fold 1/2: target-encoder',
      'preprocessing: step 2/2: fold 2/2: target-encoder',
      'model: ridge',
    ]);
  });
});

describe('an artifact', () => {
  test('of a pipeline inside a pipeline comes back byte for byte', async () => {
    const inner = regressorPipeline(standardScaler(), ridge());
    const fitted = await regressorPipeline(prepared, inner).fit(mixed, targetNumbers);
    const bytes = await encodeArtifact(fitted.toArtifact());
    const content = await decodeArtifact(bytes, { kind: 'titans/regressor-pipeline', maxVersion: 1 });
    const restored = restoreRegressorPipeline(content, (model) =>
      restoreRegressorPipeline(model, restoreRidge),
    );
    expect(await encodeArtifact(restored.toArtifact())).toEqual(bytes);
    expect(restored.predict(mixed)).toEqual(fitted.predict(mixed));
    expect(restored.model.model.coefficients).toEqual(fitted.model.model.coefficients);
  });

  test('of another pipeline is refused', async () => {
    const fitted = await regressorPipeline(prepared, ridge()).fit(mixed, targetNumbers);
    expect(() => restoreClassifierPipeline(fitted.toArtifact(), restoreGradientBoostingClassifier)).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_KIND' }),
    );
  });
});

test('a pipeline needs a transformer', () => {
  expect(() => transformerPipeline([])).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  expect(() => regressorPipeline([], ridge())).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
