import { type ArtifactContent, artifactArray, TitansError } from '@titans/core';
import { areCategories, type CategoryCounts } from './category-counts.js';
import type { ColumnSketch } from './column-sketch.js';
import { type Sketch, type SketchBounds, sketchKind, sketchOf, sketchVersion } from './frozen-sketch.js';
import { areCells, type NumericCells } from './numeric-cells.js';
import { textDimensions } from './text-moments.js';

/**
 * Reads a sketch that was stored with a model.
 *
 * @throws TitansError `ARTIFACT_KIND` for another kind, `ARTIFACT_VERSION` for a later version, `ARTIFACT_CORRUPT` for
 * content that no sketch writes.
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
  if (content.version !== sketchVersion) {
    throw new TitansError(
      'ARTIFACT_VERSION',
      `The sketch has version ${content.version}; version ${sketchVersion} can be read.`,
    );
  }
  const { rows, columns, bounds } = object(content.data);
  if (!Array.isArray(columns)) throw corrupt('columns');
  const limits = object(bounds);
  const read: SketchBounds = {
    mostCells: within(limits.mostCells, 64, 65_536, 'bounds'),
    mostCategories: within(limits.mostCategories, 2, 65_536, 'bounds'),
  };
  const all = whole(rows, 'rows');
  const sketched = columns.map((column, index) => readColumn(content, object(column), index, all));
  if (new Set(sketched.map(({ name }) => name)).size < sketched.length) throw corrupt('columns');
  if (sketched.some((column) => sizeOf(column) > mostOf(column, read))) throw corrupt('bounds');
  return sketchOf(all, sketched, read);
}

function sizeOf(column: ColumnSketch): number {
  if (column.kind === 'text') return 0;
  return column.kind === 'numeric' ? column.cells.values.length : column.categories.labels.length;
}

function mostOf({ kind }: ColumnSketch, { mostCells, mostCategories }: SketchBounds): number {
  return kind === 'numeric' ? mostCells : mostCategories;
}

function readColumn(
  content: ArtifactContent,
  column: Readonly<Record<string, unknown>>,
  index: number,
  rows: number,
): ColumnSketch {
  const { name, role, isOfCurrency, kind } = column;
  if (typeof name !== 'string' || (role !== 'feature' && role !== 'prediction')) throw corrupt('columns');
  if (typeof isOfCurrency !== 'boolean') throw corrupt(name);
  const shared = { name, role, isOfCurrency, missing: whole(column.missing, name) } as const;
  const array = (part: string): Float64Array =>
    artifactArray(content, `column${index}.${part}`, Float64Array);
  if (kind === 'text') {
    const moments = { texts: whole(column.texts, name), sums: array('sums'), products: array('products') };
    const { sums, products, texts } = moments;
    const cells = (textDimensions * (textDimensions + 1)) / 2;
    if (
      sums.length !== textDimensions ||
      products.length !== cells ||
      texts + shared.missing !== rows ||
      ![...sums, ...products].every(Number.isInteger)
    ) {
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
      // A double's upper half has 32 bits, of which the sign is always kept.
      droppedBits: within(column.droppedBits, 0, 31, name),
      values: array('values'),
      counts,
    };
    const { values } = cells;
    if (values.length !== counts.length || !areCells(cells)) throw corrupt(name);
    return { ...shared, kind, cells };
  }
  if (kind !== 'categorical') throw corrupt(name);
  const { labels } = column;
  const hashBits = column.hashBits === null ? null : within(column.hashBits, 0, 16, name);
  if (!Array.isArray(labels) || labels.length !== counts.length || !labels.every(isText)) throw corrupt(name);
  const categories: CategoryCounts = { hashBits, labels, counts };
  if (!areCategories(categories)) throw corrupt(name);
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

function within(value: unknown, least: number, most: number, field: string): number {
  const number = whole(value, field);
  if (number < least || number > most) throw corrupt(field);
  return number;
}

function corrupt(field: string): TitansError {
  return new TitansError('ARTIFACT_CORRUPT', `The sketch is damaged at ${field}: make it anew.`, {
    details: { field },
  });
}
