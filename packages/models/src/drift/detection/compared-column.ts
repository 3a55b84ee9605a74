import { type CategoryCounts, coarserCategories, mergeCategoryCounts } from '../sketches/category-counts.js';
import type { ColumnRole, ColumnSketch } from '../sketches/column-sketch.js';
import { emptyColumnLike, isEmptyColumn } from '../sketches/empty-column.js';
import type { SketchBounds } from '../sketches/frozen-sketch.js';
import { coarserCells, mergeNumericCells } from '../sketches/numeric-cells.js';
import type { TextMoments } from '../sketches/text-moments.js';
import type { CellCounts } from '../tests/permutation.js';
import { mergeCounted, type SamplePair } from '../tests/sample-pair.js';

/** The values of one column in both sketches, missing ones left out. */
export type ComparedColumn = ComparedNumbers | ComparedCategories | ComparedTexts;

/** What every comparison has, whatever the kind of the column. */
export interface ColumnComparison {
  readonly name: string;
  readonly role: ColumnRole;
}

export interface ComparedNumbers extends ColumnComparison {
  readonly kind: 'numeric';
  readonly pair: SamplePair;
}

export interface ComparedCategories extends ColumnComparison {
  readonly kind: 'categorical';
  /** Names, or buckets of their hashes where there are too many names. */
  readonly labels: readonly string[];
  readonly isHashed: boolean;
  readonly counts: CellCounts;
}

export interface ComparedTexts extends ColumnComparison {
  readonly kind: 'text';
  readonly reference: TextMoments;
  readonly current: TextMoments;
}

/**
 * Puts two sketches of a column on one grid: that of both together, which depends on their pooled rows alone and so does
 * not tell one from the other. `null` where their kinds differ.
 */
export function comparedColumn(
  reference: ColumnSketch,
  current: ColumnSketch,
  bounds: SketchBounds,
): ComparedColumn | null {
  if (reference.kind !== current.kind) {
    // Without a value a column has no kind of its own.
    if (isEmptyColumn(current)) return comparedColumn(reference, emptyColumnLike(reference), bounds);
    return isEmptyColumn(reference) ? comparedColumn(emptyColumnLike(current), current, bounds) : null;
  }
  const { name, role } = reference;
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    const { droppedBits } = mergeNumericCells(reference.cells, current.cells, bounds.mostCells);
    const pair = mergeCounted(
      coarserCells(reference.cells, droppedBits),
      coarserCells(current.cells, droppedBits),
    );
    return { kind: 'numeric', name, role, pair };
  }
  if (reference.kind === 'categorical' && current.kind === 'categorical') {
    const { hashBits, labels } = mergeCategoryCounts(
      reference.categories,
      current.categories,
      bounds.mostCategories,
    );
    const counts = {
      reference: inOrder(labels, coarserCategories(reference.categories, hashBits)),
      current: inOrder(labels, coarserCategories(current.categories, hashBits)),
    };
    return {
      kind: 'categorical',
      name,
      role,
      labels,
      isHashed: hashBits !== null,
      counts: {
        ...counts,
        referenceRows: counts.reference.reduce((sum, count) => sum + count, 0),
        currentRows: counts.current.reduce((sum, count) => sum + count, 0),
      },
    };
  }
  if (reference.kind === 'text' && current.kind === 'text') {
    return { kind: 'text', name, role, reference: reference.moments, current: current.moments };
  }
  return null;
}

/** Rows with a value in both. */
export function comparedRows(column: ComparedColumn): {
  readonly reference: number;
  readonly current: number;
} {
  if (column.kind === 'text') return { reference: column.reference.texts, current: column.current.texts };
  const { referenceRows, currentRows } = column.kind === 'numeric' ? column.pair : column.counts;
  return { reference: referenceRows, current: currentRows };
}

function inOrder(labels: readonly string[], categories: CategoryCounts): Float64Array {
  const known = new Map(categories.labels.map((label, index) => [label, categories.counts[index] as number]));
  return Float64Array.from(labels, (label) => known.get(label) ?? 0);
}
