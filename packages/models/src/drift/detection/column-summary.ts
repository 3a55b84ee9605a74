import { quantileOfCounts } from '../tests/quantile-of-counts.js';
import type { ComparedColumn } from './compared-column.js';

/** What a column is like in both, in a few figures. */
export type ColumnSummary = NumericSummary | CategoricalSummary | TextSummary;

/** Quantiles, `null` where there is no value. */
export interface NumericSummary {
  readonly kind: 'numeric';
  readonly reference: Quantiles | null;
  readonly current: Quantiles | null;
}

/** Of the cells of the sketch: their ends nearest to zero. */
export interface Quantiles {
  readonly p5: number;
  readonly median: number;
  readonly p95: number;
}

/** The categories whose shares differ most. */
export interface CategoricalSummary {
  readonly kind: 'categorical';
  /** Whether categories are named by hashes, as there are too many names to keep. */
  readonly isHashed: boolean;
  readonly largestChanges: readonly {
    readonly category: string;
    readonly referenceShare: number;
    readonly currentShare: number;
  }[];
}

export interface TextSummary {
  readonly kind: 'text';
}

const mostChanges = 5;

export function columnSummary(column: ComparedColumn): ColumnSummary {
  if (column.kind === 'text') return { kind: 'text' };
  if (column.kind === 'numeric') {
    const { values, reference, current } = column.pair;
    return { kind: 'numeric', reference: quantiles(values, reference), current: quantiles(values, current) };
  }
  const { labels, counts, isHashed } = column;
  const { reference, current, referenceRows, currentRows } = counts;
  const shares = labels.map((category, cell) => ({
    category,
    referenceShare: (reference[cell] as number) / Math.max(1, referenceRows),
    currentShare: (current[cell] as number) / Math.max(1, currentRows),
  }));
  const largestChanges = shares
    .filter((share) => share.referenceShare !== share.currentShare)
    .sort((a, b) => change(b) - change(a))
    .slice(0, mostChanges);
  return { kind: 'categorical', isHashed, largestChanges };
}

function change(share: { readonly referenceShare: number; readonly currentShare: number }): number {
  return Math.abs(share.currentShare - share.referenceShare);
}

function quantiles(values: Float64Array, counts: Float64Array): Quantiles | null {
  if (counts.every((count) => count === 0)) return null;
  return {
    p5: quantileOfCounts(values, counts, 0.05),
    median: quantileOfCounts(values, counts, 0.5),
    p95: quantileOfCounts(values, counts, 0.95),
  };
}
