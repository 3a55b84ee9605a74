import { type Random, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { integerWithin, numberBetween, refuseUnknownParameters } from '../parameters.js';

/** Parameters of {@link mlRandomForest} and {@link mlRandomForestClassifier}. */
export interface MlRandomForestParameters {
  /** 50 unless told. */
  readonly trees?: number;
  /** Levels below the root; unlimited unless told. */
  readonly maxDepth?: number;
  /** Drawn rows that a node must have to be split; 4 unless told. */
  readonly minSamplesSplit?: number;
  /** Share of the features that a tree sees, drawn once per tree and not at each split; all unless told. */
  readonly featureFraction?: number;
  /** Whether each tree learns from as many rows drawn with replacement (unless told) or from all. */
  readonly bootstrap?: boolean;
  /** Learn from so many rows drawn from those given, up to 2,000. Unless told, all are used and more are refused. */
  readonly maxSamples?: number;
}

/** {@link MlRandomForestParameters} checked. */
export interface MlRandomForestSettings {
  readonly trees: number;
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly featureFraction: number;
  readonly bootstrap: boolean;
  readonly maxSamples: number | null;
}

/** The time of ml-random-forest grows with the square of the rows: at 2,000 a tree takes about a second. */
export const mostRows = 2_000;

/** @throws TitansError `INVALID_ARGUMENT` for an unknown parameter or one outside its range. */
export function checkMlRandomForestParameters(
  factory: string,
  parameters: MlRandomForestParameters,
): MlRandomForestSettings {
  refuseUnknownParameters(factory, parameters, [
    'trees',
    'maxDepth',
    'minSamplesSplit',
    'featureFraction',
    'bootstrap',
    'maxSamples',
  ]);
  const { maxSamples } = parameters;
  return Object.freeze({
    trees: integerWithin('trees', parameters.trees ?? 50, 1, 1_000),
    maxDepth: integerWithin('maxDepth', parameters.maxDepth ?? mostRows, 1, mostRows),
    minSamplesSplit: integerWithin('minSamplesSplit', parameters.minSamplesSplit ?? 4, 2, 1e9),
    featureFraction: numberBetween('featureFraction', parameters.featureFraction ?? 1, 0, 1 + Number.EPSILON),
    bootstrap: parameters.bootstrap ?? true,
    maxSamples: maxSamples === undefined ? null : integerWithin('maxSamples', maxSamples, 1, mostRows),
  });
}

/**
 * The rows to learn from in random order. The library's own `maxSamples` takes the first rows, and how it treats ties
 * depends on their order.
 *
 * @throws TitansError `LIMIT_EXCEEDED` for more than 2,000 rows without `maxSamples`.
 */
export function learningRows(x: FeatureMatrix, maxSamples: number | null, random: Random): Uint32Array {
  if (maxSamples === null && x.rows > mostRows) {
    throw new TitansError(
      'LIMIT_EXCEEDED',
      `ml-random-forest takes at most ${mostRows} rows, not ${x.rows}. Set maxSamples to learn from some of them, or use randomForest.`,
      { details: { limit: mostRows } },
    );
  }
  const rows = random.shuffle(Uint32Array.from({ length: x.rows }, (_, row) => row));
  return maxSamples === null ? rows : rows.slice(0, maxSamples);
}
