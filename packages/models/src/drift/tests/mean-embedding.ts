import { chiSquared } from '../../statistics/distributions.js';

/** Sums of vectors and of their products, the upper triangle by rows. */
export interface VectorMoments {
  readonly rows: number;
  readonly sums: Float64Array;
  readonly products: Float64Array;
}

/** What {@link meanEmbeddingTest} says. */
export interface MeanEmbedding {
  /** Squared distance of the two means times n m ÷ (n + m). */
  readonly statistic: number;
  readonly pValue: number;
  /** Distance of the two means. */
  readonly distance: number;
}

/**
 * Tests whether two sets of vectors have one mean, from their moments alone: the maximum mean discrepancy of a linear
 * kernel (Gretton et al. 2012). Without a difference the statistic is a sum of χ² variables weighted by the eigenvalues of
 * the covariance; it is replaced by one χ² with the same first three cumulants (Buckley and Eagleson 1988), for which the
 * traces of powers of the covariance are enough.
 *
 * @returns A p-value of 1 where no vector differs from another.
 */
export function meanEmbeddingTest(reference: VectorMoments, current: VectorMoments): MeanEmbedding {
  const [m, n] = [reference.rows, current.rows];
  const dimensions = reference.sums.length;
  let square = 0;
  for (let i = 0; i < dimensions; i++) {
    square += ((current.sums[i] as number) / n - (reference.sums[i] as number) / m) ** 2;
  }
  const statistic = square * ((m / (m + n)) * n);
  const covariance = pooledCovariance(reference, current);
  const [first, second, third] = traces(covariance, dimensions);
  const distance = Math.sqrt(square);
  if (!(second > 0)) return { statistic, pValue: statistic > 0 ? 0 : 1, distance };
  const [variance, skewness] = [2 * second, 8 * third];
  const degreesOfFreedom = (8 * variance ** 3) / skewness ** 2;
  const scaled = degreesOfFreedom + (statistic - first) * Math.sqrt((2 * degreesOfFreedom) / variance);
  return { statistic, pValue: scaled <= 0 ? 1 : chiSquared(scaled, degreesOfFreedom).upper, distance };
}

/** The covariance of all vectors around their common mean, as it is where both sets are of one distribution. */
function pooledCovariance(a: VectorMoments, b: VectorMoments): Float64Array {
  const dimensions = a.sums.length;
  const total = a.rows + b.rows;
  const covariance = new Float64Array(dimensions * dimensions);
  let at = 0;
  for (let i = 0; i < dimensions; i++) {
    const ownSum = (a.sums[i] as number) + (b.sums[i] as number);
    for (let j = i; j < dimensions; j++) {
      const otherSum = (a.sums[j] as number) + (b.sums[j] as number);
      const product = (a.products[at] as number) + (b.products[at] as number);
      const value = (product - (ownSum / total) * otherSum) / (total - 1);
      covariance[i * dimensions + j] = value;
      covariance[j * dimensions + i] = value;
      at++;
    }
  }
  return covariance;
}

/** Traces of a symmetric matrix, of its square and of its cube. */
function traces(matrix: Float64Array, size: number): [number, number, number] {
  let [first, second, third] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    first += matrix[i * size + i] as number;
    for (let j = 0; j < size; j++) {
      const own = matrix[i * size + j] as number;
      second += own * own;
      let product = 0;
      for (let k = 0; k < size; k++) {
        product += (matrix[i * size + k] as number) * (matrix[j * size + k] as number);
      }
      third += own * product;
    }
  }
  return [first, second, third];
}
