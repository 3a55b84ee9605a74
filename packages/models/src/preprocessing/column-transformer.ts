import { TitansError } from '@titans/core';
import { requireFitOptions } from '../estimators/fit-options.js';
import { pace } from '../estimators/pace.js';
import { oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { requireFit } from '../estimators/require-fit.js';
import { checkTrainingMatrix, rowWeights } from '../estimators/training-data.js';
import type { FeatureDescription, FeatureMatrix } from '../features/feature-matrix.js';
import { frozenFeatures } from './feature-descriptions.js';
import {
  type FeatureTransformer,
  type FittedTransformer,
  fitTransform,
  type TransformerFitOptions,
} from './feature-transformer.js';
import { type ColumnBlock, fittedColumnTransformer, selected } from './fitted-column-transformer.js';
import { stageOf } from './stages.js';
import { checkTrainingTarget } from './training-target.js';

/** Which features a transformer is for: by their names, by their kind, or by whatever tells them. */
export type ColumnSelection =
  | readonly string[]
  | 'numeric'
  | 'categorical'
  | ((feature: FeatureDescription) => boolean);

/** A transformer and the features it is for. */
export interface ColumnTransformation {
  readonly columns: ColumnSelection;
  readonly transformer: FeatureTransformer;
  /** Goes before the names of what comes out; nothing unless told. For features that two transformers take. */
  readonly prefix?: string;
}

/** Options of {@link columnTransformer}. */
export interface ColumnTransformerOptions {
  /** What becomes of features that no transformer takes: they are left out (unless told), or pass as they are. */
  readonly remainder?: 'drop' | 'pass';
}

/**
 * Different transformers for different features, as scikit-learn's `ColumnTransformer`. What comes out is in the order
 * of the transformers, then the remainder. Which features a predicate or a kind selects is settled when it is fitted;
 * a selection may be empty, a name that does not exist is an error.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an option that is none; from `fit` also for two features of one name that
 * come out, `FEATURE_UNKNOWN` for a name that there is not, `DATA_INSUFFICIENT` if nothing comes out.
 * @example
 * ```ts
 * import { columnTransformer, oneHotEncoder, standardScaler } from '@titans/models/preprocessing';
 *
 * const prepared = columnTransformer([
 *   { columns: 'numeric', transformer: standardScaler() },
 *   { columns: ['shop'], transformer: oneHotEncoder({ minCount: 2 }) },
 * ]);
 * console.log(prepared.name);
 * ```
 */
export function columnTransformer(
  transformations: readonly ColumnTransformation[],
  options: ColumnTransformerOptions = {},
): FeatureTransformer {
  refuseUnknownParameters('columnTransformer', options, ['remainder']);
  const remainder = oneOf('remainder', options.remainder ?? 'drop', ['drop', 'pass']);
  if (!Array.isArray(transformations)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'A column transformer takes a list of columns with transformers.',
      {
        details: { field: 'transformations' },
      },
    );
  }
  for (const [index, part] of transformations.entries()) {
    requireFit(`transformations[${index}].transformer`, part?.transformer);
  }
  const parts: readonly ColumnTransformation[] = Object.freeze([...transformations]);

  async function fitBlocks(
    x: FeatureMatrix,
    fitOptions: TransformerFitOptions,
    isTransformed: boolean,
  ): Promise<{ readonly fitted: FittedTransformer; readonly columns: readonly Float64Array[] }> {
    requireFitOptions(fitOptions);
    checkTrainingMatrix(x, 'permit-nan');
    checkTrainingTarget(fitOptions.target, x.rows);
    rowWeights(fitOptions.weights, x.rows);
    const step = pace(fitOptions, 'column-transformer', 'steps');
    const features = frozenFeatures(x.features);
    const blocks: ColumnBlock[] = [];
    const found: Float64Array[] = [];
    for (const [index, { columns, transformer, prefix = '' }] of parts.entries()) {
      const names = namesOf(features, columns);
      if (names.length === 0) continue;
      const work = stageOf(fitOptions, `columns ${index + 1}/${parts.length}`);
      const [part, inner] = [selected(x, names), { ...fitOptions, ...work }];
      if (isTransformed) {
        const { fitted, transformed } = await fitTransform(transformer, part, inner);
        blocks.push(Object.freeze({ columns: names, prefix, fitted }));
        found.push(...transformed.columns);
      } else {
        const fitted = await transformer.fit(part, inner);
        blocks.push(Object.freeze({ columns: names, prefix, fitted }));
      }
      await step(index, parts.length);
    }
    await step(parts.length, parts.length);
    const taken = new Set(blocks.flatMap(({ columns }) => columns));
    const passed = remainder === 'pass' ? features.filter(({ name }) => !taken.has(name)) : [];
    const passedNames = Object.freeze(passed.map(({ name }) => name));
    return { fitted: fittedColumnTransformer(features, blocks, passedNames), columns: found };
  }

  return Object.freeze({
    name: 'column-transformer',
    fit: async (x: FeatureMatrix, fitOptions: TransformerFitOptions = {}) =>
      (await fitBlocks(x, fitOptions, false)).fitted,
    async fitTransform(x: FeatureMatrix, fitOptions: TransformerFitOptions = {}) {
      const { fitted, columns } = await fitBlocks(x, fitOptions, true);
      const passed = fitted.outputFeatures.slice(columns.length).map(({ name }) => name);
      return Object.freeze({
        fitted,
        transformed: {
          rows: x.rows,
          features: fitted.outputFeatures,
          columns: [...columns, ...selected(x, passed).columns.map((column) => column.slice())],
        },
      });
    },
  });
}

function namesOf(features: readonly FeatureDescription[], columns: ColumnSelection): readonly string[] {
  if (typeof columns === 'function') {
    return Object.freeze(features.filter((feature) => columns(feature)).map(({ name }) => name));
  }
  if (typeof columns === 'string') {
    const kind = oneOf('columns', columns, ['numeric', 'categorical']);
    return Object.freeze(features.filter((feature) => feature.kind === kind).map(({ name }) => name));
  }
  for (const name of columns) {
    if (features.some((feature) => feature.name === name)) continue;
    throw new TitansError(
      'FEATURE_UNKNOWN',
      `The column transformer is to take the feature "${name}", which the matrix does not have.`,
      { details: { column: name } },
    );
  }
  return Object.freeze([...columns]);
}
