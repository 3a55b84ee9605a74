import { TitansError } from '@titans/core';
import { compareText } from '../../compare-text.js';
import { categoryCounts, hashedCategoryCounts, mergeCategoryCounts } from './category-counts.js';
import { type ColumnData, columnsOf, type SketchData } from './column-data.js';
import type { ColumnSketch } from './column-sketch.js';
import { emptyColumnLike, isEmptyColumn } from './empty-column.js';
import { requireSketch, type Sketch, type SketchBounds, sketchOf } from './frozen-sketch.js';
import { countNumbers, mergeNumericCells } from './numeric-cells.js';
import { type SketchOptions, type SketchSettings, sketchSettings } from './sketch-options.js';
import { mergeTextMoments, textMoments } from './text-moments.js';

/**
 * Sketches columns, a feature matrix or a table of transactions. Numbers are counted in cells of a fixed relative width,
 * about 1 ÷ 1,000 of the number where there are millions of different ones and exact to five digits where there are
 * up to 4,096; amounts of transactions are apart by currency; categories are counted by name up to 1,024 and by hash beyond; of texts the moments of their hashed n-grams
 * are kept. O(rows × columns).
 *
 * @throws TitansError `DATA_NOT_FINITE` for an infinite number, `INVALID_ARGUMENT`, `SHAPE_MISMATCH`.
 * @example
 * ```ts
 * import { detectDrift, sketch } from '@titans/models/drift';
 *
 * const reference = sketch({ amount: [12.5, 80, 7.25, 3.99], category: ['food', 'rent', 'food', null] });
 * reference.rows; // 4
 * detectDrift(reference, sketch({ amount: [1, 2], category: ['food', 'food'] })).state; // 'insufficient'
 * ```
 */
export function sketch(data: SketchData, options: SketchOptions = {}): Sketch {
  const settings = sketchSettings(options);
  const { rows, columns } = columnsOf(data);
  const known = new Set(columns.map(({ name }) => name));
  for (const name of [...settings.kinds.keys(), ...settings.predictions, ...settings.hashed]) {
    if (!known.has(name)) {
      throw new TitansError('INVALID_ARGUMENT', `There is no column ${name} that the options speak of.`, {
        details: { column: name },
      });
    }
  }
  return sketchOf(
    rows,
    columns.map((column) => columnSketch(column, settings)),
    settings,
  );
}

/**
 * The sketch of the rows of both together: equal, in any order and grouping, to the sketch of all rows at once, so that
 * a day can be sketched hour by hour and on many machines.
 *
 * @throws TitansError `SHAPE_MISMATCH` for sketches of other columns or bounds, `INVALID_ARGUMENT` for what is no sketch.
 */
export function mergeSketches(first: Sketch, ...others: readonly Sketch[]): Sketch {
  for (const one of [first, ...others]) requireSketch('sketch', one);
  return others.reduce(mergeTwo, first);
}

/** Two sketches of one column. */
function mergeColumns(a: ColumnSketch, b: ColumnSketch, bounds: SketchBounds): ColumnSketch {
  const { name, role, isOfCurrency } = a;
  const shared = { name, role, isOfCurrency, missing: a.missing + b.missing };
  if (a.kind === 'numeric' && b.kind === 'numeric') {
    return { ...shared, kind: 'numeric', cells: mergeNumericCells(a.cells, b.cells, bounds.mostCells) };
  }
  if (a.kind === 'categorical' && b.kind === 'categorical') {
    const categories = mergeCategoryCounts(a.categories, b.categories, bounds.mostCategories);
    return { ...shared, kind: 'categorical', categories };
  }
  if (a.kind === 'text' && b.kind === 'text') {
    return { ...shared, kind: 'text', moments: mergeTextMoments(a.moments, b.moments) };
  }
  if (a.kind !== b.kind && isEmptyColumn(a)) {
    return mergeColumns({ ...emptyColumnLike(b), role: a.role, missing: a.missing }, b, bounds);
  }
  if (a.kind !== b.kind && isEmptyColumn(b)) {
    return mergeColumns(a, { ...emptyColumnLike(a), missing: b.missing }, bounds);
  }
  throw new TitansError(
    'SHAPE_MISMATCH',
    `Column ${a.name} is ${a.kind} in one sketch and ${b.kind} in the other.`,
    { details: { column: a.name } },
  );
}

function mergeTwo(a: Sketch, b: Sketch): Sketch {
  const names = (sketched: Sketch): readonly string[] =>
    sketched.columns.flatMap(({ name, isOfCurrency }) => (isOfCurrency ? [] : [name]));
  if (
    names(a).length !== names(b).length ||
    a.bounds.mostCells !== b.bounds.mostCells ||
    a.bounds.mostCategories !== b.bounds.mostCategories
  ) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      'Sketches are merged that were made of the same columns and bounds.',
    );
  }
  const others = names(a).map((name) => mergeColumns(columnOf(a, name), columnOf(b, name), a.bounds));
  const currencies = [...a.columns, ...b.columns].flatMap(({ name, isOfCurrency }) =>
    isOfCurrency ? [name] : [],
  );
  const amounts = [...new Set(currencies)].sort(compareText).map((name) => {
    const [own, other] = [a, b].map(({ columns }) => columns.find((column) => column.name === name));
    const like = (own ?? other) as ColumnSketch;
    return mergeColumns(own ?? withoutValue(like, a), other ?? withoutValue(like, b), a.bounds);
  });
  return sketchOf(a.rows + b.rows, [...amounts, ...others], a.bounds);
}

function columnOf({ columns }: Sketch, name: string): ColumnSketch {
  const column = columns.find((own) => own.name === name);
  if (column !== undefined) return column;
  throw new TitansError('SHAPE_MISMATCH', `The other sketch has no column ${name}.`, {
    details: { column: name },
  });
}

function withoutValue(like: ColumnSketch, { rows }: Sketch): ColumnSketch {
  return { ...emptyColumnLike(like), missing: rows };
}

function columnSketch(column: ColumnData, settings: SketchSettings): ColumnSketch {
  const { name, rows } = column;
  const role = settings.predictions.has(name) ? 'prediction' : 'feature';
  const { mostCells, mostCategories } = settings;
  if ('numbers' in column) {
    const kind = settings.kinds.get(name) ?? 'numeric';
    if (kind === 'numeric') {
      const { cells, missing } = countNumbers(column.numbers, settings.droppedBits, mostCells, name);
      const isOfCurrency = column.isOfCurrency === true;
      return { kind, name, role, isOfCurrency, missing: missing + rows - column.numbers.length, cells };
    }
    return columnSketch({ name, rows, names: countedNumbers(column.numbers), isText: false }, settings);
  }
  const kind = settings.kinds.get(name) ?? (column.isText ? 'text' : 'categorical');
  if (kind === 'numeric') {
    throw new TitansError('INVALID_ARGUMENT', `Column ${name} holds texts, so it cannot be numeric.`, {
      details: { column: name },
    });
  }
  let present = 0;
  for (const count of column.names.values()) present += count;
  const missing = rows - present;
  if (kind === 'text')
    return { kind, name, role, isOfCurrency: false, missing, moments: textMoments(column.names) };
  const counting = settings.hashed.has(name) ? hashedCategoryCounts : categoryCounts;
  const categories = counting(column.names, mostCategories);
  return { kind, name, role, isOfCurrency: false, missing, categories };
}

/** Numbers that are codes, by their text. */
function countedNumbers(numbers: Float64Array): ReadonlyMap<string, number> {
  const counts = new Map<number, number>();
  for (const value of numbers) if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].map(([value, count]): [string, number] => [String(value), count]));
}
