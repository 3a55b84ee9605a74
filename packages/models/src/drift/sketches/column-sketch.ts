import type { CategoryCounts } from './category-counts.js';
import type { NumericCells } from './numeric-cells.js';
import type { TextMoments } from './text-moments.js';

/** What a column holds. */
export type ColumnKind = 'numeric' | 'categorical' | 'text';

/** Whether a column goes into a model or comes out of it. */
export type ColumnRole = 'feature' | 'prediction';

interface AnyColumn {
  readonly name: string;
  readonly role: ColumnRole;
  /** Whether it holds the amounts of one currency: of other rows it has no value, and other data may not have it. */
  readonly isOfCurrency: boolean;
  /** Rows without a value. */
  readonly missing: number;
}

/** What is kept of one column: counts, and no row. */
export type ColumnSketch =
  | (AnyColumn & { readonly kind: 'numeric'; readonly cells: NumericCells })
  | (AnyColumn & { readonly kind: 'categorical'; readonly categories: CategoryCounts })
  | (AnyColumn & { readonly kind: 'text'; readonly moments: TextMoments });
