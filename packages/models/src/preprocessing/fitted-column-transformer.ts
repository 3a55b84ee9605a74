import { type ArtifactContent, TitansError } from '@titans/core';
import { nested, nestedContent } from '../estimators/nested-artifact.js';
import { readArtifact } from '../estimators/restoring.js';
import type { FeatureDescription, FeatureMatrix } from '../features/feature-matrix.js';
import { asTrained } from './as-trained.js';
import { codesAsTrained } from './category-codes.js';
import { refuseSameNames } from './columnwise.js';
import { featuresToData, frozenFeatures, readFeatures } from './feature-descriptions.js';
import type { FittedTransformer } from './feature-transformer.js';

export const columnTransformerKind = 'titans/column-transformer';
const version = 1;

/** What one transformer learned from its features. */
export interface ColumnBlock {
  readonly columns: readonly string[];
  readonly prefix: string;
  readonly fitted: FittedTransformer;
}

/** @param passed Names of the features that pass as they are. */
export function fittedColumnTransformer(
  inputFeatures: readonly FeatureDescription[],
  blocks: readonly ColumnBlock[],
  passed: readonly string[],
): FittedTransformer {
  const passedFeatures = inputFeatures.filter(({ name }) => passed.includes(name));
  const outputFeatures = frozenFeatures([
    ...blocks.flatMap(({ fitted, prefix }) =>
      fitted.outputFeatures.map((feature) => ({ ...feature, name: prefix + feature.name })),
    ),
    ...passedFeatures,
  ]);
  refuseSameNames(outputFeatures);
  if (outputFeatures.length === 0) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      "No feature comes out of the column transformer. Select some, or let the remainder 'pass'.",
    );
  }
  return Object.freeze({
    inputFeatures,
    outputFeatures,
    transform(x: FeatureMatrix): FeatureMatrix {
      const given = asTrained(x, inputFeatures);
      const transformed = blocks.flatMap(
        ({ columns, fitted }) => fitted.transform(selected(x, columns)).columns,
      );
      const rest = inputFeatures.flatMap((feature, index) => {
        const source = given[index];
        if (!(source && passedFeatures.includes(feature))) return [];
        return [
          feature.kind === 'categorical'
            ? codesAsTrained(source.column, source.given, feature)
            : source.column.slice(),
        ];
      });
      return { rows: x.rows, features: outputFeatures, columns: [...transformed, ...rest] };
    },
    toArtifact(): ArtifactContent {
      const parts = blocks.map(({ fitted }, index) => nested(`block${index}`, fitted.toArtifact()));
      return {
        kind: columnTransformerKind,
        version,
        data: {
          features: featuresToData(inputFeatures),
          passed: [...passed],
          prefixes: blocks.map(({ prefix }) => prefix),
          ...Object.fromEntries(
            parts.flatMap(({ data }, index) => [
              [`block${index}`, data],
              [`columns${index}`, blocks[index]?.columns ?? []],
            ]),
          ),
        },
        arrays: Object.assign({}, ...parts.map(({ arrays }) => arrays)),
      };
    },
  });
}

export function restoreColumnTransformer(
  content: ArtifactContent,
  restore: (content: ArtifactContent) => FittedTransformer,
): FittedTransformer {
  const artifact = readArtifact(content, columnTransformerKind, version);
  const features = readFeatures(artifact, 'features');
  const known = new Set(features.map(({ name }) => name));
  const blocks = artifact.texts('prefixes').map((prefix, index) => {
    const columns = artifact.texts(`columns${index}`);
    const fitted = restore(nestedContent(content, artifact, `block${index}`));
    const isSame =
      columns.length === fitted.inputFeatures.length &&
      columns.every((name, at) => known.has(name) && fitted.inputFeatures[at]?.name === name);
    if (!isSame) throw artifact.corrupt(`the features of its transformer ${index + 1} are others`);
    return Object.freeze({ columns, prefix, fitted });
  });
  const passed = artifact.texts('passed');
  if (!passed.every((name) => known.has(name))) throw artifact.corrupt('"passed" names no feature');
  return fittedColumnTransformer(features, blocks, passed);
}

/** The named columns of a matrix that has them, in the order of the names. */
export function selected(x: FeatureMatrix, names: readonly string[]): FeatureMatrix {
  const indices = names.map((name) => x.features.findIndex((feature) => feature.name === name));
  return {
    rows: x.rows,
    features: indices.map((index) => x.features[index] as FeatureDescription),
    columns: indices.map((index) => x.columns[index] as Float64Array),
  };
}
