import type { JsonValue } from '@titans/core';
import type { ArtifactReader } from '../estimators/restoring.js';
import {
  type FeatureDescription,
  type TransactionField,
  transactionFields,
} from '../features/feature-matrix.js';

/** Copies of descriptions that nobody can change. */
export function frozenFeatures(features: readonly FeatureDescription[]): readonly FeatureDescription[] {
  return Object.freeze(
    features.map(({ name, kind, inputs, history, windowDays, categories }) =>
      Object.freeze({
        name,
        kind,
        inputs: Object.freeze([...inputs]),
        ...(history === undefined ? {} : { history: Object.freeze([...history]) }),
        ...(windowDays === undefined ? {} : { windowDays }),
        ...(categories === undefined ? {} : { categories: Object.freeze([...categories]) }),
      }),
    ),
  );
}

/** Descriptions as an artifact keeps them. */
export function featuresToData(features: readonly FeatureDescription[]): JsonValue {
  return features.map(({ name, kind, inputs, history, windowDays, categories }) => ({
    name,
    kind,
    inputs,
    ...(history === undefined ? {} : { history }),
    ...(windowDays === undefined ? {} : { windowDays }),
    ...(categories === undefined ? {} : { categories }),
  }));
}

/** Reads what {@link featuresToData} gave. @throws TitansError `ARTIFACT_CORRUPT`. */
export function readFeatures(artifact: ArtifactReader, member: string): readonly FeatureDescription[] {
  const list = artifact.json(member);
  const wrong = () => artifact.corrupt(`"${member}" is no list of features`);
  if (!Array.isArray(list)) throw wrong();
  const features = (list as readonly JsonValue[]).map((item): FeatureDescription => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) throw wrong();
    const { name, kind, inputs, history, windowDays, categories } = item as {
      readonly [key: string]: JsonValue | undefined;
    };
    if (typeof name !== 'string' || (kind !== 'numeric' && kind !== 'categorical') || !areFields(inputs)) {
      throw wrong();
    }
    if (history !== undefined && !areFields(history)) throw wrong();
    if (windowDays !== undefined && typeof windowDays !== 'number') throw wrong();
    if (categories !== undefined && !areTexts(categories)) throw wrong();
    return {
      name,
      kind,
      inputs,
      ...(history === undefined ? {} : { history }),
      ...(windowDays === undefined ? {} : { windowDays }),
      ...(categories === undefined ? {} : { categories }),
    };
  });
  if (new Set(features.map(({ name }) => name)).size !== features.length) throw wrong();
  return frozenFeatures(features);
}

function areTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function areFields(value: JsonValue | undefined): value is readonly TransactionField[] {
  const known: readonly string[] = transactionFields;
  return areTexts(value) && value.every((field) => known.includes(field));
}
