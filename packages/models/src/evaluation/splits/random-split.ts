import { createRandom } from '@titans/core';
import { requireLength } from '../../calibration/checked-values.js';
import { numberBetween, refuseUnknownParameters } from '../../estimators/parameters.js';
import { requireAtLeast, type Split } from './split.js';
import { rowsByClass } from './stratified-k-fold.js';

export interface RandomSplitOptions {
  /** Share of rows that are tested, above 0 and below 1; 0.2 unless told. Rounded up to whole rows. */
  readonly testFraction?: number;
  /** 0 unless told. */
  readonly seed?: number;
  /**
   * Code of the class of each row: both parts then have the same shares of the classes, as near as whole rows permit.
   * A class never loses its last row to the test.
   */
  readonly labels?: ArrayLike<number>;
}

/**
 * Splits once, at random. For rows that are independent; of transactions it flatters, since the same payees are on
 * both sides: see {@link timeOrderedSplit} and {@link groupedKFold}.
 *
 * @param n Rows.
 * @throws TitansError `DATA_INSUFFICIENT` if either part would be empty, `SHAPE_MISMATCH`, `INVALID_ARGUMENT`.
 */
export function randomSplit(n: number, options: RandomSplitOptions = {}): Split {
  refuseUnknownParameters('randomSplit', options, ['testFraction', 'seed', 'labels']);
  const fraction = numberBetween('testFraction', options.testFraction ?? 0.2, 0, 1);
  requireAtLeast('rows', n, 2);
  const wanted = Math.min(n - 1, Math.ceil(Number((n * fraction).toPrecision(12))));
  const random = createRandom(options.seed ?? 0, 'random-split');
  if (options.labels) requireLength('labels', options.labels, n);
  const strata = options.labels
    ? [...rowsByClass(options.labels).values()]
    : [Int32Array.from({ length: n }, (_, row) => row)];
  const shares = sharesOf(
    strata.map((rows) => rows.length),
    wanted,
  );
  requireAtLeast(
    'rows that may be tested',
    shares.reduce((sum, share) => sum + share, 0),
    1,
  );
  const isTested = new Uint8Array(n);
  strata.forEach((rows, k) => {
    for (const row of random.shuffle(rows.slice()).subarray(0, shares[k])) isTested[row] = 1;
  });
  const rows = Int32Array.from({ length: n }, (_, row) => row);
  return Object.freeze({
    train: rows.filter((row) => isTested[row] === 0),
    test: rows.filter((row) => isTested[row] === 1),
  });
}

/** Whole shares in proportion to the sizes, by largest remainder, none of them a whole class. */
function sharesOf(sizes: readonly number[], wanted: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size * wanted) / total);
  const shares = exact.map((share, k) => Math.min(Math.floor(share), (sizes[k] as number) - 1));
  const remainder = (k: number): number => (exact[k] as number) - Math.floor(exact[k] as number);
  const order = [...sizes.keys()].sort((a, b) => remainder(b) - remainder(a) || a - b);
  let missing = wanted - shares.reduce((sum, share) => sum + share, 0);
  for (const k of order) {
    if (missing <= 0) break;
    if ((shares[k] as number) + 1 >= (sizes[k] as number)) continue;
    shares[k] = (shares[k] as number) + 1;
    missing--;
  }
  return shares;
}
