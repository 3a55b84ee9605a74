import { mean, standardDeviation } from 'simple-statistics';
import { integerWithin } from '../../estimators/parameters.js';

/** A figure of one chunk of rows. */
export interface EstimatedFigure {
  readonly metric: string;
  /** What is to be expected without labels; NaN where the rows say nothing of it. */
  readonly estimate: number;
  /** Standard error of a chunk of so many rows, from the spread in the reference. */
  readonly standardError: number;
  /** The estimate less and plus three standard errors, within what the metric can be. */
  readonly lower: number;
  readonly upper: number;
  /** What the labels say; `null` where they are not known. */
  readonly realised: number | null;
  /** Whether the estimate lies outside the thresholds of the metric. */
  readonly isAlert: boolean;
}

/** Rows that follow one another. */
export interface EstimatedChunk {
  readonly period: 'reference' | 'current';
  /** Row numbers, from 0: the first, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly figures: readonly EstimatedFigure[];
}

/** How good answers will turn out to have been. Frozen. */
export interface PerformanceEstimate {
  /** Mean less and plus three standard deviations of what chunks of the reference realised. */
  readonly thresholds: readonly { readonly metric: string; readonly lower: number; readonly upper: number }[];
  /** Those of the reference first. */
  readonly chunks: readonly EstimatedChunk[];
}

/** What a metric needs to be estimated in chunks. */
export interface EstimatedMetric<Rows> {
  readonly metric: string;
  readonly least: number;
  readonly most: number;
  /** Without labels. */
  estimate(rows: Rows, from: number, to: number): number;
  standardError(rows: number): number;
}

/** One lot of rows, and what is known of it. */
export interface EstimatedPeriod<Rows> {
  readonly period: EstimatedChunk['period'];
  readonly rows: Rows;
  readonly length: number;
  /** `null` without labels. */
  readonly realise: ((metric: string, from: number, to: number) => number) | null;
}

const reach = 3;

/** Estimates every metric in every chunk. The last chunk of a period may be shorter. */
export function estimateChunks<Rows>(
  periods: readonly EstimatedPeriod<Rows>[],
  metrics: readonly EstimatedMetric<Rows>[],
  chunkRows: number,
): PerformanceEstimate {
  integerWithin('chunkRows', chunkRows, 1, 1e9);
  const reference = periods.filter(({ period }) => period === 'reference');
  const thresholds = metrics.map(({ metric, least, most }) => {
    const realised = reference
      .flatMap(({ length, realise }) =>
        chunksOf(length, chunkRows).map(([from, to]) => realise?.(metric, from, to) ?? Number.NaN),
      )
      .filter(Number.isFinite);
    if (realised.length === 0) return { metric, lower: least, upper: most };
    const [center, spread] = [mean(realised), standardDeviation(realised)];
    return {
      metric,
      lower: Math.max(least, center - reach * spread),
      upper: Math.min(most, center + reach * spread),
    };
  });
  const chunks = periods.flatMap(({ period, rows, length, realise }) =>
    chunksOf(length, chunkRows).map(
      ([from, to]): EstimatedChunk => ({
        ...{ period, from, to },
        figures: metrics.map(({ metric, least, most, estimate: expect, standardError: errorOf }, place) => {
          const estimate = expect(rows, from, to);
          const standardError = errorOf(to - from);
          const { lower, upper } = thresholds[place] as (typeof thresholds)[number];
          return {
            ...{ metric, estimate, standardError },
            lower: Math.max(least, estimate - reach * standardError),
            upper: Math.min(most, estimate + reach * standardError),
            realised: realise?.(metric, from, to) ?? null,
            isAlert: estimate < lower || estimate > upper,
          };
        }),
      }),
    ),
  );
  return Object.freeze({ thresholds, chunks });
}

/** First row of each chunk, and the one after its last. */
export function chunksOf(length: number, chunkRows: number): readonly (readonly [number, number])[] {
  return Array.from({ length: Math.ceil(length / chunkRows) }, (_, chunk) => [
    chunk * chunkRows,
    Math.min(length, (chunk + 1) * chunkRows),
  ]);
}
