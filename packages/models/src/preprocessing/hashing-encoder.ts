import { integerWithin, refuseUnknownParameters } from '../estimators/parameters.js';
import type { FeatureDescription } from '../features/feature-matrix.js';
import { categoryName } from './category-codes.js';
import { type ColumnMethod, derived, isCategorical } from './column-method.js';
import { columnwise } from './columnwise.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { murmurHash32 } from './murmur-hash-32.js';
import { flag } from './parameters.js';

/** Parameters of {@link hashingEncoder}. */
export interface HashingEncoderParameters {
  /** Columns per feature, 1 to 65,536; 16 unless told. */
  readonly columns?: number;
  /** Whether half of the categories count as −1, so that those that share a column do not add up; `true` unless told. */
  readonly signed?: boolean;
  /** Seed of the hash, a whole number from 0; 0 unless told. Not the seed of `fit`: the same hash must serve all fits. */
  readonly seed?: number;
}

/**
 * Categories to a fixed number of columns by a hash of their names (Weinberger et al. 2009), as scikit-learn's
 * `FeatureHasher` of one feature: 1 or −1 in the column of the hash of `feature=category`. Nothing is learned, so a
 * category never seen is treated as any other, and categories may share a column. A missing category is a row of 0.
 * Numeric features pass.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 */
export function hashingEncoder(parameters: HashingEncoderParameters = {}): FeatureTransformer {
  return columnwise(hashingMethod(parameters));
}

const utf8 = new TextEncoder();

export function hashingMethod(parameters: HashingEncoderParameters): ColumnMethod {
  refuseUnknownParameters('hashingEncoder', parameters, ['columns', 'signed', 'seed']);
  const columns = integerWithin('columns', parameters.columns ?? 16, 1, 65_536);
  const signed = flag('signed', parameters.signed ?? true);
  const seed = integerWithin('seed', parameters.seed ?? 0, 0, 2 ** 32 - 1);

  const hashOf = (feature: FeatureDescription, code: number): number =>
    murmurHash32(utf8.encode(`${feature.name}=${categoryName(feature, code)}`), seed);

  return Object.freeze({
    name: 'hashing-encoder',
    parameters: Object.freeze({ columns, signed, seed }),
    takes: isCategorical,
    readsGivenCategories: true,
    learn: () => new Float64Array(0),
    isSound: ({ state }) => state.length === 0,
    outputs: ({ feature }) =>
      Array.from({ length: columns }, (_, index) => derived(feature, `${feature.name}#${index}`)),
    apply(column, _, given) {
      const hashes = new Map<number, number>();
      const encoded = Array.from({ length: columns }, () => new Float64Array(column.length));
      column.forEach((code, row) => {
        if (Number.isNaN(code)) return;
        const hash = hashes.get(code) ?? hashOf(given, code);
        hashes.set(code, hash);
        const values = encoded[Math.abs(hash) % columns] as Float64Array;
        values[row] = signed && hash < 0 ? -1 : 1;
      });
      return encoded;
    },
  } satisfies ColumnMethod);
}
