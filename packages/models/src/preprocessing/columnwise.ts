import { type ArtifactContent, isTitansError, type JsonValue, TitansError } from '@titans/core';
import { requireFitOptions } from '../estimators/fit-options.js';
import { pace } from '../estimators/pace.js';
import { readArtifact } from '../estimators/restoring.js';
import { checkTrainingMatrix, rowWeights } from '../estimators/training-data.js';
import type { FeatureDescription, FeatureMatrix } from '../features/feature-matrix.js';
import { asTrained } from './as-trained.js';
import { checkCodes, codesAsTrained } from './category-codes.js';
import type { ColumnMethod, LearnedColumn } from './column-method.js';
import { featuresToData, frozenFeatures, readFeatures } from './feature-descriptions.js';
import type { FeatureTransformer, FittedTransformer, TransformerFitOptions } from './feature-transformer.js';
import { checkTrainingTarget } from './training-target.js';

const version = 1;

/** A transformer that treats each column by itself. */
export function columnwise(method: ColumnMethod): FeatureTransformer {
  return Object.freeze({
    name: method.name,
    fit: (x: FeatureMatrix, options: TransformerFitOptions = {}) => fitColumns(method, x, options),
  });
}

/** Learns every column that the method takes. */
export async function fitColumns(
  method: ColumnMethod,
  x: FeatureMatrix,
  options: TransformerFitOptions,
): Promise<FittedTransformer> {
  requireFitOptions(options);
  checkTrainingMatrix(x, 'permit-nan');
  checkTrainingTarget(options.target, x.rows);
  const weights = rowWeights(options.weights, x.rows);
  const features = frozenFeatures(x.features);
  const states: Float64Array[] = [];
  const step = pace(options, method.name, 'steps');
  for (const [index, feature] of features.entries()) {
    const column = x.columns[index] as Float64Array;
    if (feature.kind === 'categorical') checkCodes(column, feature);
    const state = method.takes(feature)
      ? method.learn(column, { feature, weights, target: options.target })
      : new Float64Array(0);
    if (!state.every(Number.isFinite)) throw tooLarge(feature.name);
    states.push(state);
    await step(index + 1, features.length);
  }
  return fittedColumns(method, features, states);
}

function fittedColumns(
  method: ColumnMethod,
  inputFeatures: readonly FeatureDescription[],
  states: readonly Float64Array[],
): FittedTransformer {
  const learned = inputFeatures.map((feature, index): LearnedColumn | null =>
    method.takes(feature) ? { feature, state: states[index] as Float64Array } : null,
  );
  const outputFeatures = frozenFeatures(
    inputFeatures.flatMap((feature, index) => {
      const column = learned[index];
      return column ? method.outputs(column) : [feature];
    }),
  );
  refuseSameNames(outputFeatures);

  return Object.freeze({
    inputFeatures,
    outputFeatures,
    transform(x: FeatureMatrix): FeatureMatrix {
      const columns = asTrained(x, inputFeatures).flatMap(({ column, given }, index) => {
        const feature = inputFeatures[index] as FeatureDescription;
        const taken = learned[index];
        const values =
          feature.kind === 'categorical' && !(taken && method.readsGivenCategories)
            ? codesAsTrained(column, given, feature)
            : column;
        if (!taken) return [values === column ? column.slice() : values];
        const outputs = method.apply(values, taken, given);
        // What becomes of a category is a number that was learned, or no number.
        if (feature.kind === 'numeric') for (const output of outputs) refuseInfinite(output, values, feature);
        return outputs;
      });
      return { rows: x.rows, features: outputFeatures, columns };
    },
    toArtifact(): ArtifactContent {
      const offsets = new Int32Array(states.length + 1);
      states.forEach((state, index) => {
        offsets[index + 1] = (offsets[index] as number) + state.length;
      });
      const values = new Float64Array(offsets[states.length] as number);
      states.forEach((state, index) => {
        values.set(state, offsets[index]);
      });
      return {
        kind: `titans/${method.name}`,
        version,
        data: { parameters: method.parameters, features: featuresToData(inputFeatures) },
        arrays: { values, offsets },
      };
    },
  });
}

/**
 * Restores what the `toArtifact` of a {@link columnwise} transformer wrote.
 *
 * @param methodOf Makes the method from its parameters, which it checks as the factory does.
 */
export function restoreColumnwise(
  content: ArtifactContent,
  methodOf: (parameters: Readonly<Record<string, JsonValue>>) => ColumnMethod,
): FittedTransformer {
  const artifact = readArtifact(content, content.kind, version);
  const parameters = artifact.json('parameters');
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw artifact.corrupt('"parameters" are no parameters');
  }
  const features = readFeatures(artifact, 'features');
  const [values, offsets] = [artifact.float64('values'), artifact.int32('offsets')];
  const isAscending = offsets.every(
    (offset, index) => index === 0 || offset >= (offsets[index - 1] as number),
  );
  if (
    offsets.length !== features.length + 1 ||
    !isAscending ||
    offsets[0] !== 0 ||
    offsets.at(-1) !== values.length ||
    !values.every(Number.isFinite)
  ) {
    throw artifact.corrupt('the numbers learned do not belong to its features');
  }
  try {
    const method = methodOf(parameters as Readonly<Record<string, JsonValue>>);
    const states = features.map((_, index) => values.slice(offsets[index], offsets[index + 1]));
    features.forEach((feature, index) => {
      const state = states[index] as Float64Array;
      const isSound = method.takes(feature) ? method.isSound({ feature, state }) : state.length === 0;
      if (!isSound) throw artifact.corrupt(`what was learned from "${feature.name}" contradicts itself`);
    });
    return fittedColumns(method, features, states);
  } catch (error) {
    if (isTitansError(error) && error.code === 'INVALID_ARGUMENT') {
      throw artifact.corrupt(error.message);
    }
    throw error;
  }
}

/** @throws TitansError `INVALID_ARGUMENT` if two features that come out have one name. */
export function refuseSameNames(features: readonly FeatureDescription[]): void {
  const names = new Set<string>();
  for (const { name } of features) {
    if (names.has(name)) {
      throw new TitansError(
        'INVALID_ARGUMENT',
        `Two features that come out are named "${name}". Rename what goes in, or give a prefix.`,
        { details: { field: name } },
      );
    }
    names.add(name);
  }
}

function refuseInfinite(output: Float64Array, input: Float64Array, { name }: FeatureDescription): void {
  for (let row = 0; row < output.length; row++) {
    const value = output[row] as number;
    if (Number.isFinite(value)) continue;
    if (Number.isNaN(value) && Number.isNaN(input[row])) continue;
    throw tooLarge(name, row);
  }
}

function tooLarge(column: string, row?: number): TitansError {
  return new TitansError(
    'DATA_NOT_FINITE',
    `The numbers of the column "${column}" are so large or so small that they cannot be transformed. Rescale them.`,
    { details: { column, ...(row === undefined ? {} : { row: row + 1 }) } },
  );
}
