import { encodeArtifact } from '@titans/core';
import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { FitOptions } from '../estimators/estimator.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import {
  type FeatureTransformer,
  type FittedTransformer,
  fitTransform,
  type TransformerFitOptions,
} from '../preprocessing/feature-transformer.js';
import { requireRefusal, requireSame, requireSameBytes, requireThat } from './require-that.js';
import type { Observations, RowTask } from './row-task.js';

/** What the cases of transformers alone need. */
export interface TransformerChecks {
  readonly create: Create<FeatureTransformer>;
  readonly fitOptions: (
    data: Observations<FeatureMatrix, Float64Array>,
    given?: FitOptions,
  ) => TransformerFitOptions;
  readonly task: RowTask<FeatureMatrix, Float64Array>;
}

/** What holds for transformers alone: what comes out is described, is new, and is found by name. */
export function transformerCases({
  create,
  fitOptions,
  task,
}: TransformerChecks): readonly ConformanceCase[] {
  const fit = async (): Promise<FittedTransformer> => {
    const data = task.data();
    return (await create()).fit(data.x, fitOptions(data, { seed: 1 }));
  };
  return [
    {
      name: 'what comes out is what its features describe, in arrays of their own',
      async run() {
        const fitted = await fit();
        const x = task.query();
        const transformed = fitted.transform(x);
        requireDescribed(transformed, x, fitted);
        const shared = transformed.columns.find((column) =>
          x.columns.some((given) => given.buffer === column.buffer),
        );
        requireThat(shared === undefined, () => 'A column that comes out is one that went in: copy it.');
      },
    },
    {
      name: 'a feature reveals what it is computed from, and nothing else',
      async run() {
        const { x } = task.data();
        const { inputFeatures, outputFeatures } = await fit();
        requireThat(
          x.features.every(({ name }, index) => inputFeatures[index]?.name === name),
          () => 'inputFeatures are not the features learned from.',
        );
        const given = new Set(x.features.flatMap(({ inputs }) => inputs));
        for (const { name, inputs } of outputFeatures) {
          requireThat(inputs.length > 0, () => `"${name}" declares no input, as if it revealed nothing.`);
          requireThat(
            inputs.every((input) => given.has(input)),
            () => `"${name}" declares inputs that nothing given has.`,
          );
        }
      },
    },
    {
      name: 'fitTransform learns what fit learns, and gives the rows learned from',
      async run() {
        const data = task.data();
        const transformer = await create();
        const { fitted, transformed } = await fitTransform(
          transformer,
          data.x,
          fitOptions(data, { seed: 1 }),
        );
        requireDescribed(transformed, data.x, fitted);
        const bytes = await encodeArtifact((await fit()).toArtifact());
        requireSameBytes(
          await encodeArtifact(fitted.toArtifact()),
          bytes,
          'artifacts of fitTransform and fit',
        );
        const again = await fitTransform(transformer, data.x, fitOptions(data, { seed: 1 }));
        transformed.columns.forEach((column, index) => {
          const second = again.transformed.columns[index] ?? new Float64Array(0);
          requireSame(second, column, `column ${index} of a second fitTransform`);
        });
      },
    },
    {
      name: 'categories are found by their names, whatever their codes',
      async run() {
        const fitted = await fit();
        const expected = fitted.transform(task.query());
        const actual = fitted.transform(withCategoriesReversed(task.query()));
        expected.columns.forEach((column, index) => {
          requireSame(actual.columns[index] ?? new Float64Array(0), column, `column ${index}`, 1e-12);
        });
      },
    },
    {
      name: 'a feature of another kind than the one learned from is refused',
      async run() {
        const fitted = await fit();
        const x = task.query();
        const features = x.features.map((feature) => ({
          ...feature,
          kind: feature.kind === 'numeric' ? ('categorical' as const) : ('numeric' as const),
        }));
        await requireRefusal('other kinds', () => fitted.transform({ ...x, features }));
      },
    },
  ];
}

function requireDescribed(
  { rows, features, columns }: FeatureMatrix,
  x: FeatureMatrix,
  fitted: FittedTransformer,
): void {
  requireThat(rows === x.rows, () => `${rows} rows come out of ${x.rows}.`);
  requireThat(
    features.length === columns.length,
    () => `${columns.length} columns come out, but ${features.length} features describe them.`,
  );
  requireThat(
    JSON.stringify(features) === JSON.stringify(fitted.outputFeatures),
    () => 'What comes out has other features than outputFeatures.',
  );
  const names = features.map(({ name }) => name);
  requireThat(new Set(names).size === names.length, () => `Two features share a name: ${names.join(', ')}.`);
  columns.forEach((column, index) => {
    const { name = '', kind, categories } = features[index] ?? {};
    requireThat(column.length === rows, () => `"${name}" has ${column.length} values of ${rows} rows.`);
    const end = categories?.length ?? Number.POSITIVE_INFINITY;
    const bad = column.findIndex((value) =>
      kind === 'categorical'
        ? !(Number.isInteger(value) && value >= 0 && value < end)
        : !Number.isFinite(value),
    );
    requireThat(bad < 0, () => `"${name}", row ${bad}: ${column[bad]} is no value of its kind.`);
  });
}

/** The same categories, numbered from the other end. */
function withCategoriesReversed(x: FeatureMatrix): FeatureMatrix {
  return {
    ...x,
    features: x.features.map((feature) =>
      feature.categories ? { ...feature, categories: feature.categories.toReversed() } : feature,
    ),
    columns: x.columns.map((column, index) => {
      const { categories } = x.features[index] ?? {};
      return categories ? column.map((code) => categories.length - 1 - code) : column;
    }),
  };
}
