import { type ArtifactContent, type JsonValue, TitansError } from '@titans/core';
import type { ColumnSketch } from './column-sketch.js';

/** Bounds that sketches must share to be merged or compared. */
export interface SketchBounds {
  readonly mostCells: number;
  readonly mostCategories: number;
}

/**
 * What is kept of data to compare others with: how often which value occurs in each column, and no row. Frozen; its size
 * does not grow with the data.
 */
export interface Sketch {
  readonly rows: number;
  readonly columns: readonly ColumnSketch[];
  readonly bounds: SketchBounds;
  /** The sketch as data, to be stored with the model; {@link sketchFromArtifact} reads it. */
  toArtifact(): ArtifactContent;
}

export const sketchKind = 'titans/drift-sketch';
export const sketchVersion = 1;

/** @throws TitansError `INVALID_ARGUMENT` for what cannot be a sketch. */
export function requireSketch(field: string, value: Sketch): void {
  const isSketch =
    typeof value === 'object' && value !== null && Array.isArray(value.columns) && Boolean(value.bounds);
  if (isSketch) return;
  throw new TitansError('INVALID_ARGUMENT', `${field} must be a sketch, as sketch() makes one of data.`, {
    details: { field },
  });
}

/** A frozen sketch of parts that are known to be right. */
export function sketchOf(rows: number, columns: readonly ColumnSketch[], bounds: SketchBounds): Sketch {
  const { mostCells, mostCategories } = bounds;
  const parts = {
    rows,
    columns: Object.freeze(columns.map((column) => Object.freeze(column))),
    bounds: Object.freeze({ mostCells, mostCategories }),
  };
  return Object.freeze({ ...parts, toArtifact: () => sketchContent(parts) });
}

/** The parts of a sketch as data. */
function sketchContent({ rows, columns, bounds }: Omit<Sketch, 'toArtifact'>): ArtifactContent {
  const arrays: Record<string, Float64Array> = {};
  const described = columns.map((column, index): JsonValue => {
    const { name, role, isOfCurrency, kind, missing } = column;
    if (column.kind === 'numeric') {
      arrays[`column${index}.values`] = column.cells.values;
      arrays[`column${index}.counts`] = column.cells.counts;
      return { name, role, isOfCurrency, kind, missing, droppedBits: column.cells.droppedBits };
    }
    if (column.kind === 'categorical') {
      const { hashBits, labels, counts } = column.categories;
      arrays[`column${index}.counts`] = counts;
      return { name, role, isOfCurrency, kind, missing, hashBits, labels };
    }
    arrays[`column${index}.sums`] = column.moments.sums;
    arrays[`column${index}.products`] = column.moments.products;
    return { name, role, isOfCurrency, kind, missing, texts: column.moments.texts };
  });
  const data = { rows, columns: described, bounds: { ...bounds } };
  return { kind: sketchKind, version: sketchVersion, data, arrays };
}
