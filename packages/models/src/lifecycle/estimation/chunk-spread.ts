import { chunksOf, type EstimatedMetric, type EstimatedPeriod } from './performance-estimate.js';

/** Answers of a classifier. */
export interface ClassifiedRows {
  /** Row-major rows × classes. */
  readonly probabilities: Float64Array;
  /** Codes of the classes that were predicted. */
  readonly predicted: ArrayLike<number>;
}

/** Answers with what was right. */
export interface LabelledRows extends ClassifiedRows {
  readonly actual: ArrayLike<number>;
}

/** Chunks that are left out at most: each costs as much as the whole reference. */
const mostLeftOut = 50;

/** Chunks of the reference, each judged by what all others tell of probabilities: all, or where there are many fifty in equal distances. */
export function leftOutChunks<Rows>(
  reference: LabelledRows,
  classes: number,
  chunkRows: number,
  judge: (known: LabelledRows, asked: LabelledRows) => EstimatedPeriod<Rows>,
): readonly EstimatedPeriod<Rows>[] {
  const chunks = chunksOf(reference.actual.length, chunkRows);
  if (chunks.length < 2) return [];
  const count = Math.min(mostLeftOut, chunks.length);
  return Array.from({ length: count }, (_, place) => {
    const [from, to] = chunks[Math.floor((place * chunks.length) / count)] as readonly [number, number];
    const isAsked = (row: number): boolean => row >= from && row < to;
    return judge(
      rowsWhere(reference, classes, (row) => !isAsked(row)),
      rowsWhere(reference, classes, isAsked),
    );
  });
}

/**
 * Metrics whose standard error is that of chunks: beside what rows drawn by chance leave open, the variance between chunks, which is
 * what the squared errors of the left-out ones are more than that on average (a moment estimator of a random effect, as DerSimonian
 * and Laird 1986 have it). Chunks that differ by no more than their rows leave it as it is.
 */
export function widened<Rows>(
  metrics: readonly EstimatedMetric<Rows>[],
  leftOut: readonly EstimatedPeriod<Rows>[],
): readonly EstimatedMetric<Rows>[] {
  return metrics.map((metric) => {
    const excess = leftOut
      .map(({ rows, length, realise }) => {
        const error = (realise?.(metric.metric, 0, length) ?? Number.NaN) - metric.estimate(rows, 0, length);
        return error ** 2 - metric.standardError(length) ** 2;
      })
      .filter(Number.isFinite);
    const between = excess.length === 0 ? 0 : excess.reduce((sum, one) => sum + one, 0) / excess.length;
    const spread = Math.sqrt(Math.max(0, between));
    return { ...metric, standardError: (rows: number) => Math.hypot(metric.standardError(rows), spread) };
  });
}

function rowsWhere(
  { probabilities, predicted, actual }: LabelledRows,
  classes: number,
  isWanted: (row: number) => boolean,
): LabelledRows {
  const rows = Array.from(actual, (_, row) => row).filter(isWanted);
  return {
    probabilities: Float64Array.from({ length: rows.length * classes }, (_, place) => {
      const row = rows[Math.floor(place / classes)] as number;
      return probabilities[row * classes + (place % classes)] as number;
    }),
    predicted: rows.map((row) => predicted[row] as number),
    actual: rows.map((row) => actual[row] as number),
  };
}
