import { TitansError } from '@titans/core';
import { numberWithin, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import type { FeatureDescription } from '../features/feature-matrix.js';
import { categoryName, codeCount, weightsByCode } from './category-codes.js';
import { type ColumnMethod, derived } from './column-method.js';
import { columnwise } from './columnwise.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { weightedMoments } from './moments.js';
import { flag } from './parameters.js';
import { type CountedValues, countedValues, quantilesOf } from './row-counts.js';

/** Parameters of {@link simpleImputer}. */
export interface SimpleImputerParameters {
  /** What a missing number becomes: the `mean` (unless told), another statistic of the column, or a number. */
  readonly numeric?: 'mean' | 'median' | 'most-frequent' | 'keep' | number;
  /** What a missing category becomes: the `most-frequent` (unless told), or one of your choice, new if need be. */
  readonly categorical?: 'most-frequent' | 'keep' | { readonly category: string };
  /** Whether `feature_missing`, 0 or 1, is added for each feature of which training rows lacked some; `false` unless told. */
  readonly indicators?: boolean;
}

/** Where the state holds what is filled in, whether something was missing, and how many codes were known. */
const [fillAt, hadMissingAt, codesAt] = [0, 1, 2];

/**
 * Missing values to ones that are there, as scikit-learn's `SimpleImputer(keep_empty_features=True)`, which takes no
 * weights. Of equally frequent values the smallest is taken. A column without any value becomes 0, or the category
 * `(missing)`.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 */
export function simpleImputer(parameters: SimpleImputerParameters = {}): FeatureTransformer {
  return columnwise(imputerMethod(parameters));
}

export function imputerMethod(parameters: SimpleImputerParameters): ColumnMethod {
  refuseUnknownParameters('simpleImputer', parameters, ['numeric', 'categorical', 'indicators']);
  const { numeric = 'mean', categorical = 'most-frequent' } = parameters;
  if (typeof numeric === 'number') numberWithin('numeric', numeric, -1e300, 1e300);
  else oneOf('numeric', numeric, ['mean', 'median', 'most-frequent', 'keep']);
  if (typeof categorical === 'string') oneOf('categorical', categorical, ['most-frequent', 'keep']);
  const constant = typeof categorical === 'string' ? undefined : categorical?.category;
  if (typeof categorical !== 'string' && typeof constant !== 'string') {
    throw new TitansError('INVALID_ARGUMENT', 'categorical.category must be the name of a category.', {
      details: { field: 'categorical' },
    });
  }
  const indicators = flag('indicators', parameters.indicators ?? false);
  const newCategory = constant ?? '(missing)';
  const keeps = (feature: FeatureDescription): boolean =>
    (feature.kind === 'numeric' ? numeric : categorical) === 'keep';

  function fillOfCodes(column: Float64Array, weights: Float64Array, feature: FeatureDescription): number {
    const codes = codeCount(column, feature);
    if (constant !== undefined) {
      const known = feature.categories?.indexOf(constant) ?? -1;
      return known < 0 ? codes : known;
    }
    const { byCode } = weightsByCode(column, weights, codes);
    const most = byCode.reduce((highest, weight) => Math.max(highest, weight), 0);
    return most === 0 ? codes : byCode.indexOf(most);
  }

  return Object.freeze({
    name: 'simple-imputer',
    parameters: Object.freeze({
      numeric,
      categorical: constant === undefined ? (categorical as string) : { category: constant },
      indicators,
    }),
    takes: () => true,
    learn(column, { feature, weights }) {
      const hadMissing = column.some((value, row) => Number.isNaN(value) && (weights[row] as number) > 0);
      const isNumber = feature.kind === 'numeric';
      const fill = isNumber ? fillOfNumbers(column, weights, numeric) : fillOfCodes(column, weights, feature);
      return Float64Array.of(fill, hadMissing ? 1 : 0, isNumber ? 0 : codeCount(column, feature));
    },
    isSound: ({ feature, state }) =>
      state.length === 3 &&
      (feature.kind === 'numeric' ||
        (state.every((value) => Number.isInteger(value) && value >= 0) &&
          (state[fillAt] as number) <= (state[codesAt] as number))),
    outputs({ feature, state }) {
      const isNew = feature.kind === 'categorical' && state[fillAt] === state[codesAt] && !keeps(feature);
      const filled = isNew
        ? derived(feature, feature.name, 'categorical', [...namesOf(feature, state), newCategory])
        : feature;
      return withIndicator(state) ? [filled, derived(feature, `${feature.name}_missing`)] : [filled];
    },
    apply(column, { feature, state }) {
      const [fill, codes] = [state[fillAt] as number, state[codesAt] as number];
      const moved = feature.kind === 'categorical' && fill === codes && !keeps(feature) ? 1 : 0;
      const filled = column.map((value) => {
        if (Number.isNaN(value)) return keeps(feature) ? value : fill;
        // An unknown code must not be taken for the category that was added.
        return moved === 1 && value >= codes ? value + 1 : value;
      });
      if (!withIndicator(state)) return [filled];
      return [filled, column.map((value) => (Number.isNaN(value) ? 1 : 0))];
    },
  } satisfies ColumnMethod);

  function withIndicator(state: Float64Array): boolean {
    return indicators && state[hadMissingAt] === 1;
  }
}

function namesOf(feature: FeatureDescription, state: Float64Array): readonly string[] {
  return Array.from({ length: state[codesAt] as number }, (_, code) => categoryName(feature, code));
}

function fillOfNumbers(
  column: Float64Array,
  weights: Float64Array,
  numeric: NonNullable<SimpleImputerParameters['numeric']>,
): number {
  if (typeof numeric === 'number') return numeric;
  if (numeric === 'mean') return weightedMoments(column, weights).mean;
  if (numeric === 'keep') return 0;
  if (numeric === 'median') return quantilesOf(column, weights, Float64Array.of(0.5))[0] ?? 0;
  return mostFrequent(countedValues(column, weights));
}

function mostFrequent({ values, counts }: CountedValues): number {
  let [best, most, run] = [values[0] ?? 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    run = (value === values[i - 1] ? run : 0) + (counts[i] as number);
    if (run > most) {
      best = value;
      most = run;
    }
  }
  return best;
}
