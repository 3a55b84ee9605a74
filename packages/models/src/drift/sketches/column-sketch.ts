import type { CategoryCounts } from './category-counts.js';
import type { NumericCells } from './numeric-cells.js';
import type { TextMoments } from './text-moments.js';

/** What a column holds. */
export type ColumnKind = 'numeric' | 'categorical' | 'text';

/** Whether a column goes into a model or comes out of it. */
export type ColumnRole = 'feature' | 'prediction';

/** What the sketch of every column has, whatever its kind. */
export interface SketchedColumn {
  readonly name: string;
  readonly role: ColumnRole;
  /** Whether it holds the amounts of one currency: of other rows it has no value, and other data may not have it. */
  readonly isOfCurrency: boolean;
  /** Rows without a value. */
  readonly missing: number;
}

/** What is kept of one column: counts, and no row. */
export type ColumnSketch =
  | (SketchedColumn & { readonly kind: 'numeric'; readonly cells: NumericCells })
  | (SketchedColumn & { readonly kind: 'categorical'; readonly categories: CategoryCounts })
  | (SketchedColumn & { readonly kind: 'text'; readonly moments: TextMoments });
