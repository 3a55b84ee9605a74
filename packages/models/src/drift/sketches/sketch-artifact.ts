import { type ArtifactContent, artifactArray, TitansError } from '@titans/core';
import type { CategoryCounts } from './category-counts.js';
import type { ColumnSketch } from './column-sketch.js';
import { type Sketch, type SketchBounds, sketchKind, sketchOf } from './frozen-sketch.js';
import type { NumericCells } from './numeric-cells.js';
import { textDimensions } from './text-moments.js';

/**
 * Reads a sketch that was stored with a model.
 *
 * @throws TitansError `ARTIFACT_KIND` for another kind, `ARTIFACT_CORRUPT` for content that no sketch writes.
 * @example
 * ```ts
 * import { sketch, sketchFromArtifact } from '@titans/models/drift';
 *
 * const kept = sketch({ amount: [12.5, 80, 7.25] }).toArtifact();
 * sketchFromArtifact(kept).rows; // 3
 * ```
 */
export function sketchFromArtifact(content: ArtifactContent): Sketch {
  if (content.kind !== sketchKind) {
    throw new TitansError('ARTIFACT_KIND', `A ${sketchKind} is needed, not a ${content.kind}.`);
  }
  const { rows, columns, bounds } = object(content.data);
  if (!Array.isArray(columns)) throw corrupt('columns');
  const limits = object(bounds);
  const read: SketchBounds = {
    mostCells: whole(limits.mostCells, 'bounds'),
    mostCategories: whole(limits.mostCategories, 'bounds'),
  };
  const all = whole(rows, 'rows');
  return sketchOf(
    all,
    columns.map((column, index) => readColumn(content, object(column), index, all)),
    read,
  );
}

function readColumn(
  content: ArtifactContent,
  column: Readonly<Record<string, unknown>>,
  index: number,
  rows: number,
): ColumnSketch {
  const { name, role, kind } = column;
  if (typeof name !== 'string' || (role !== 'feature' && role !== 'prediction')) throw corrupt('columns');
  const shared = { name, role, missing: whole(column.missing, name) } as const;
  const array = (part: string): Float64Array =>
    artifactArray(content, `column${index}.${part}`, Float64Array);
  if (kind === 'text') {
    const moments = { texts: whole(column.texts, name), sums: array('sums'), products: array('products') };
    const { sums, products, texts } = moments;
    const cells = (textDimensions * (textDimensions + 1)) / 2;
    if (sums.length !== textDimensions || products.length !== cells || texts + shared.missing !== rows) {
      throw corrupt(name);
    }
    return { ...shared, kind, moments };
  }
  const counts = array('counts');
  const total = counts.reduce(
    (sum, count) => sum + (Number.isSafeInteger(count) && count > 0 ? count : Number.NaN),
    0,
  );
  if (total + shared.missing !== rows) throw corrupt(name);
  if (kind === 'numeric') {
    const cells: NumericCells = {
      droppedBits: whole(column.droppedBits, name),
      values: array('values'),
      counts,
    };
    const { values } = cells;
    const isAscending = values.every((value, i) => i === 0 || value > (values[i - 1] as number));
    if (values.length !== counts.length || !isAscending || !values.every(Number.isFinite))
      throw corrupt(name);
    return { ...shared, kind, cells };
  }
  if (kind !== 'categorical') throw corrupt(name);
  const { labels } = column;
  const hashBits = column.hashBits === null ? null : whole(column.hashBits, name);
  if (!Array.isArray(labels) || labels.length !== counts.length || !labels.every(isText)) throw corrupt(name);
  const categories: CategoryCounts = { hashBits, labels, counts };
  return { ...shared, kind, categories };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw corrupt('data');
  return { ...value };
}

function whole(value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw corrupt(field);
  return value;
}

function corrupt(field: string): TitansError {
  return new TitansError('ARTIFACT_CORRUPT', `The sketch is damaged at ${field}: make it anew.`, {
    details: { field },
  });
}
