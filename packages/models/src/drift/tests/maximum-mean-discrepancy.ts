import type { Random } from '@titans/core';
import { integerWithin, refuseUnknownParameters } from '../../estimators/parameters.js';
import { selectMatrixRows } from '../../evaluation/select-rows.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { quantile } from '../../statistics/quantile.js';
import { joinedMatrix } from './joined-rows.js';
import { drawnPValue, type PermutationOptions, permutationRandom } from './permutation.js';
import type { TwoSampleTest } from './two-sample-test.js';

const roundingOfSum = 1e-12;

/** Options of {@link maximumMeanDiscrepancyTest}. */
export interface MaximumMeanDiscrepancyOptions extends PermutationOptions {
  /** Rows of each sample that are compared at most, drawn where there are more; 500 unless told, 10 to 5,000. */
  readonly mostRows?: number;
}

/**
 * Maximum mean discrepancy of all features at once (Gretton et al. 2012), with a Gaussian kernel as wide as the median
 * distance of two rows and a p-value over all ways to say which rows are current. It sees changes of how features go
 * together, which tests of single features cannot. A number and a missing one, and two different categories, are as far
 * apart as two numbers typically are. It needs rows, so it is not for sketches. O(rows²).
 *
 * @returns The statistic is the squared discrepancy, biased upwards by chance.
 * @throws TitansError `SHAPE_MISMATCH` for other features, `DATA_INSUFFICIENT` where there is no row, `INVALID_ARGUMENT`.
 */
export function maximumMeanDiscrepancyTest(
  reference: FeatureMatrix,
  current: FeatureMatrix,
  options: MaximumMeanDiscrepancyOptions = {},
): TwoSampleTest {
  const { mostRows = 500, ...permutations } = options;
  refuseUnknownParameters('permutations', permutations, ['seed', 'permutations', 'enough']);
  integerWithin('mostRows', mostRows, 10, 5_000);
  const random = permutationRandom(permutations);
  const before = drawnRows(reference, mostRows, random);
  const joined = joinedMatrix(before, drawnRows(current, mostRows, random));
  const kernel = gaussianKernel(joined);
  const { rows } = joined;
  const isCurrent = Uint8Array.from({ length: rows }, (_, row) => (row < before.rows ? 0 : 1));
  const statistic = discrepancy(kernel, isCurrent, rows - before.rows);
  const pValue = drawnPValue(
    statistic,
    () => discrepancy(kernel, random.shuffle(isCurrent), rows - before.rows),
    { permutations: 999, ...permutations },
  );
  return {
    statistic,
    pValue,
    method: 'permutation',
    referenceRows: before.rows,
    currentRows: rows - before.rows,
  };
}

function drawnRows(x: FeatureMatrix, mostRows: number, random: Random): FeatureMatrix {
  if (x.rows <= mostRows) return x;
  const rows = random.shuffle(Int32Array.from({ length: x.rows }, (_, row) => row));
  return selectMatrixRows(x, rows.subarray(0, mostRows));
}

/** Σ wᵢ wⱼ k(i, j) with weights 1/n of current rows and −1/m of the others. */
function discrepancy(kernel: Float64Array, isCurrent: Uint8Array, currentRows: number): number {
  const rows = isCurrent.length;
  const ofCurrent = 1 / currentRows;
  const ofReference = -1 / (rows - currentRows);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let own = 0;
    for (let j = 0; j < i; j++) {
      own += (kernel[i * rows + j] as number) * (isCurrent[j] === 1 ? ofCurrent : ofReference);
    }
    const weight = isCurrent[i] === 1 ? ofCurrent : ofReference;
    sum += weight * (2 * own + weight);
  }
  // Of weights that sum to 4 without their signs: what is less is 0, computed in one order or another.
  return Math.abs(sum) < roundingOfSum ? 0 : sum;
}

function gaussianKernel({ rows, features, columns }: FeatureMatrix): Float64Array {
  const squares = new Float64Array(rows * rows);
  for (const [index, { kind }] of features.entries()) {
    addDistances(squares, columns[index] as Float64Array, kind === 'categorical');
  }
  const pairs: number[] = [];
  for (let i = 1; i < rows; i++) for (let j = 0; j < i; j++) pairs.push(squares[i * rows + j] as number);
  const typical = pairs.length === 0 ? 0 : quantile(pairs, 0.5);
  const width = typical > 0 ? typical : 1;
  return squares.map((square) => Math.exp(-square / width));
}

/** Adds squared differences of one feature in units of its own typical squared difference. */
function addDistances(squares: Float64Array, values: Float64Array, isCategorical: boolean): void {
  const rows = values.length;
  const present = values.filter((value) => !Number.isNaN(value));
  let unit = 1;
  if (!isCategorical && present.length > 0) {
    const spread = quantile(present, 0.75) - quantile(present, 0.25);
    const range = quantile(present, 1) - quantile(present, 0);
    unit = spread > 0 ? spread : range > 0 ? range : 1;
  }
  for (let i = 1; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      const gap = Math.abs((values[i] as number) - (values[j] as number)) / unit;
      const isOneMissing = Number.isNaN(values[i]) !== Number.isNaN(values[j]);
      // A few far values of a heavy tail must not hide all other features.
      const distance = isCategorical ? Number(gap > 0) : Math.min(gap, 3);
      const own = isOneMissing ? 1 : Number.isNaN(distance) ? 0 : distance;
      squares[i * rows + j] = (squares[i * rows + j] as number) + own * own;
    }
  }
}
