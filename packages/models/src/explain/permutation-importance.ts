import { createRandom, TitansError, type WorkOptions } from '@titans/core';
import { pace } from '../estimators/pace.js';
import {
  integerWithin,
  numberBetween,
  oneOf,
  refuseUnknownParameters,
  requireFunction,
} from '../estimators/parameters.js';
import { checkTrainingMatrix } from '../estimators/training-data.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { studentTQuantile } from '../statistics/quantiles.js';

/** Options of {@link permutationImportance}. */
export interface PermutationImportanceOptions extends WorkOptions {
  /** How often each feature is shuffled; 5 unless told. */
  readonly repeats?: number;
  /** 0 unless told. */
  readonly seed?: number;
  /** Confidence of the intervals, above 0 and below 1; 0.95 unless told. */
  readonly level?: number;
  /** `lower` for an error, so that its rise is the importance; `higher` unless told. */
  readonly better?: 'higher' | 'lower';
  /**
   * Features that are shuffled together, by the name of the group, because they tell the same; features in no group stand
   * alone. Without it, each of two features that tell the same looks useless.
   */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

/** How much a measure of a model worsens without what a feature tells. */
export interface PermutationImportance {
  /** A feature, or the name of a group. */
  readonly feature: string;
  /** Mean over the repeats; about 0 for a feature that the model has no use for. */
  readonly importance: number;
  /** Of the repeats as a sample; NaN for one repeat. */
  readonly standardDeviation: number;
  /** Of the mean, as far as it depends on the shuffling alone; NaN for one repeat. */
  readonly standardError: number;
  /** Interval of the mean by Student's t, as far as it depends on the shuffling alone; NaN for one repeat. */
  readonly lower: number;
  readonly upper: number;
  /** One per repeat. */
  readonly values: Float64Array;
}

/**
 * Permutation importance of any model (Breiman 2001): by how much a measure worsens where a feature's values are shuffled
 * among the rows. Rows should be ones that the model was not trained with. It predicts features × repeats times.
 *
 * Every feature and repeat has a random stream of its own, so that the importance of a feature does not depend on which
 * others there are.
 *
 * @param predict What the model says about rows: `predict`, `predictProbabilities` or `score` of a fitted model. The
 * matrix is used again, so it must not be kept.
 * @param measure How good predictions are, with the target and the weights of the rows that it knows; a finite number.
 * @returns The most important first.
 * @throws TitansError `INVALID_ARGUMENT` for an option outside its range or a feature in two groups, `FEATURE_UNKNOWN` for
 * one in a group that the matrix does not have, `DATA_INSUFFICIENT` without rows, `DATA_NOT_FINITE` for a measure that
 * gives no number, `SHAPE_MISMATCH`, `ABORTED`, and whatever `predict` and `measure` throw.
 * @example
 * ```ts
 * import { randomForest } from '@titans/models/estimators';
 * import { rSquared } from '@titans/models/evaluation';
 * import { permutationImportance } from '@titans/models/explain';
 *
 * const matrix = {
 *   rows: 6,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4, 5, 6)],
 * };
 * const target = Float64Array.of(1, 2, 3, 4, 5, 6);
 * const fitted = await randomForest({ trees: 20 }).fit(matrix, target);
 * const [first] = await permutationImportance(fitted.predict, matrix, (said) => rSquared(target, said), { repeats: 10 });
 * console.log(`${first?.feature}: ${first?.importance}, from ${first?.lower} to ${first?.upper}`);
 * ```
 */
export async function permutationImportance(
  predict: (x: FeatureMatrix) => Float64Array | Promise<Float64Array>,
  x: FeatureMatrix,
  measure: (predictions: Float64Array) => number,
  options: PermutationImportanceOptions = {},
): Promise<readonly PermutationImportance[]> {
  refuseUnknownParameters('permutationImportance', options, [
    'repeats',
    'seed',
    'level',
    'better',
    'groups',
    'signal',
    'onProgress',
  ]);
  const repeats = integerWithin('repeats', options.repeats ?? 5, 1, 1_000_000);
  const level = numberBetween('level', options.level ?? 0.95, 0, 1);
  const sign = oneOf('better', options.better ?? 'higher', ['higher', 'lower']) === 'higher' ? 1 : -1;
  requireFunction('predict', predict);
  requireFunction('measure', measure);
  checkTrainingMatrix(x, 'permit-nan');
  const groups = groupsOf(x, options.groups ?? {});
  const random = createRandom(options.seed ?? 0, 'permutation-importance');
  const step = pace(options, 'permutation importance', 'steps');
  const measured = async (matrix: FeatureMatrix, what: string): Promise<number> => {
    const value = measure(await predict(matrix));
    if (Number.isFinite(value)) return value;
    throw new TitansError('DATA_NOT_FINITE', `The measure is ${value} ${what}, not a number.`);
  };

  const usual = await measured(x, 'for the rows as they are');
  const order = Uint32Array.from({ length: x.rows }, (_, row) => row);
  const found: PermutationImportance[] = [];
  let done = 0;
  for (const { name, members } of groups) {
    const stream = random.stream(name);
    const values = new Float64Array(repeats);
    const columns = [...x.columns];
    for (const member of members) columns[member] = new Float64Array(x.rows);
    for (let repeat = 0; repeat < repeats; repeat++) {
      const shuffled = stream.stream(String(repeat)).shuffle(order.slice());
      for (const member of members) {
        const source = x.columns[member] as Float64Array;
        const column = columns[member] as Float64Array;
        for (let row = 0; row < x.rows; row++) column[row] = source[shuffled[row] as number] as number;
      }
      values[repeat] = sign * (usual - (await measured({ ...x, columns }, `once "${name}" is shuffled`)));
      await step(++done, groups.length * repeats);
    }
    found.push(summaryOf(name, values, level));
  }
  return Object.freeze(found.sort((a, b) => b.importance - a.importance));
}

function summaryOf(feature: string, values: Float64Array, level: number): PermutationImportance {
  const repeats = values.length;
  const importance = values.reduce((sum, value) => sum + value, 0) / repeats;
  const squares = values.reduce((sum, value) => sum + (value - importance) ** 2, 0);
  const standardDeviation = repeats < 2 ? Number.NaN : Math.sqrt(squares / (repeats - 1));
  const standardError = standardDeviation / Math.sqrt(repeats);
  const reach = repeats < 2 ? Number.NaN : standardError * studentTQuantile((1 + level) / 2, repeats - 1);
  return Object.freeze({
    feature,
    importance,
    standardDeviation,
    standardError,
    lower: importance - reach,
    upper: importance + reach,
    values,
  });
}

function groupsOf(
  x: FeatureMatrix,
  given: Readonly<Record<string, readonly string[]>>,
): readonly { readonly name: string; readonly members: readonly number[] }[] {
  const groupOf = new Map<number, string>();
  const groups = Object.entries(given).map(([name, features]) => ({
    name,
    members: features.map((feature) => {
      const place = x.features.findIndex((other) => other.name === feature);
      if (place < 0) {
        throw new TitansError(
          'FEATURE_UNKNOWN',
          `The matrix has no feature "${feature}" for the group "${name}".`,
          {
            details: { column: feature },
          },
        );
      }
      const other = groupOf.get(place);
      if (other !== undefined) {
        throw new TitansError(
          'INVALID_ARGUMENT',
          `The feature "${feature}" is in the groups "${other}" and "${name}".`,
          {
            details: { field: 'groups', column: feature },
          },
        );
      }
      groupOf.set(place, name);
      return place;
    }),
  }));
  const alone = x.features.flatMap(({ name }, place) =>
    groupOf.has(place) ? [] : [{ name, members: [place] }],
  );
  const names = new Set(alone.map(({ name }) => name));
  const clash = groups.find(({ name, members }) => names.has(name) || members.length === 0);
  if (!clash) return [...groups, ...alone];
  throw new TitansError(
    'INVALID_ARGUMENT',
    clash.members.length === 0
      ? `The group "${clash.name}" has no feature.`
      : `The group "${clash.name}" is named like a feature outside it. Rename it.`,
    { details: { field: 'groups' } },
  );
}
