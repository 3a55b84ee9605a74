import type { JsonValue } from '@titans/core';
import type { FeatureDescription } from '../features/feature-matrix.js';
import type { TrainingTarget } from './feature-transformer.js';

/** What a method learns from beside the column. */
export interface ColumnLearning {
  readonly feature: FeatureDescription;
  /** One per row, checked. */
  readonly weights: Float64Array;
  readonly target: TrainingTarget | undefined;
}

/** What was learned from one column. */
export interface LearnedColumn {
  readonly feature: FeatureDescription;
  /** Whatever the method keeps, as finite numbers. */
  readonly state: Float64Array;
}

/** A transformation of one column at a time, which learns numbers and nothing else. */
export interface ColumnMethod {
  /** `standard-scaler` and so on; with `titans/` before it the kind of its artifacts. */
  readonly name: string;
  /** All that it takes to make the method again. */
  readonly parameters: Readonly<Record<string, JsonValue>>;
  /** Whether it transforms the feature. Those that it does not pass as they are. */
  takes(feature: FeatureDescription): boolean;
  /** @param column Numbers that are finite or NaN; in categorical columns codes or NaN. */
  learn(column: Float64Array, learning: ColumnLearning): Float64Array;
  /** Whether the state of an artifact is one that `learn` can give, beside being finite. */
  isSound(learned: LearnedColumn): boolean;
  outputs(learned: LearnedColumn): readonly FeatureDescription[];
  /**
   * One array per output, none of them `column`.
   *
   * @param given The feature as it came with the column. Codes are those of the feature learned from, codes of unknown
   * categories beyond them, unless `readsGivenCategories`.
   */
  apply(column: Float64Array, learned: LearnedColumn, given: FeatureDescription): readonly Float64Array[];
  /** Whether `apply` wants codes as given, into the categories of `given`. */
  readonly readsGivenCategories?: boolean;
}

/** Description of what is computed from one feature: it reveals what that one reveals. */
export function derived(
  feature: FeatureDescription,
  name: string,
  kind: 'numeric' | 'categorical' = 'numeric',
  categories?: readonly string[],
): FeatureDescription {
  const { inputs, history, windowDays } = feature;
  return Object.freeze({
    name,
    kind,
    inputs,
    ...(history === undefined ? {} : { history }),
    ...(windowDays === undefined ? {} : { windowDays }),
    ...(categories === undefined ? {} : { categories: Object.freeze([...categories]) }),
  });
}

export function isNumeric(feature: FeatureDescription): boolean {
  return feature.kind === 'numeric';
}

export function isCategorical(feature: FeatureDescription): boolean {
  return feature.kind === 'categorical';
}
