import type { TransactionTable } from '@titans/core';
import { TitansError } from '@titans/core';
import { compareText } from '../../compare-text.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';

/** A value of a column of names; `null` and `undefined` are missing. */
export type CategoryValue = string | boolean | number | null | undefined;

/** Columns by name, of one length: numbers (NaN is missing), or names (`null` is missing). */
export type Columns = Readonly<Record<string, ArrayLike<number> | readonly CategoryValue[]>>;

/** What can be sketched. */
export type SketchData = Columns | FeatureMatrix | TransactionTable;

/** A column as it is counted: numbers, or names each with how often it occurs. */
export type ColumnData =
  | {
      readonly name: string;
      readonly rows: number;
      /** Of a currency those of its own rows. */
      readonly numbers: Float64Array;
      readonly isOfCurrency?: true;
    }
  | {
      readonly name: string;
      readonly rows: number;
      readonly names: ReadonlyMap<string, number>;
      readonly isText: boolean;
    };

/** Columns of a table of transactions that say how its rows are made up. No account, payee or free text is named. */
const dictionaryColumns = [
  'type',
  'currency',
  'category',
  'paymentMethod',
  'status',
  'merchantCategoryCode',
  'recurring',
] as const;

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * The columns of whatever was given.
 *
 * @throws TitansError `INVALID_ARGUMENT` for what is none of these or for a column of mixed values, `SHAPE_MISMATCH` for
 * columns of several lengths.
 */
export function columnsOf(data: SketchData): {
  readonly rows: number;
  readonly columns: readonly ColumnData[];
} {
  if (typeof data !== 'object' || data === null) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'Give columns by name, a feature matrix or a transaction table.',
      {
        details: { field: 'data' },
      },
    );
  }
  if (isMatrix(data)) return { rows: data.rows, columns: matrixColumns(data) };
  if (isTable(data)) return { rows: data.length, columns: tableColumns(data) };
  const columns = Object.entries(data).map(([name, values]) => plainColumn(name, values));
  const rows = columns[0]?.rows ?? 0;
  for (const column of columns) {
    if (column.rows !== rows) {
      throw new TitansError(
        'SHAPE_MISMATCH',
        `Column ${column.name} has ${column.rows} rows, ${columns[0]?.name} has ${rows}.`,
        { details: { column: column.name } },
      );
    }
  }
  return { rows, columns };
}

function isMatrix(data: SketchData): data is FeatureMatrix {
  return (
    'features' in data &&
    'columns' in data &&
    typeof data.rows === 'number' &&
    Array.isArray(data.features) &&
    Array.isArray(data.columns)
  );
}

function isTable(data: SketchData): data is TransactionTable {
  return 'row' in data && typeof data.row === 'function' && 'columns' in data;
}

function matrixColumns({ rows, features, columns }: FeatureMatrix): ColumnData[] {
  return features.map(({ name, kind, categories }, index) => {
    const values = columns[index] as Float64Array;
    if (kind === 'numeric' || categories === undefined) return { name, rows, numbers: values };
    const counts = new Float64Array(categories.length);
    for (let row = 0; row < rows; row++) {
      const code = values[row] as number;
      if (Number.isNaN(code)) continue;
      if (!(Number.isInteger(code) && code >= 0 && code < categories.length)) {
        throw new TitansError(
          'INVALID_ARGUMENT',
          `Column ${name} has ${code} in row ${row + 1}, which is no code of its ${categories.length} categories.`,
          { details: { column: name, row: row + 1 } },
        );
      }
      counts[code] = (counts[code] as number) + 1;
    }
    const names = new Map<string, number>();
    for (const [code, label] of categories.entries()) addCount(names, label, counts[code] as number);
    return { name, rows, names, isText: false };
  });
}

function tableColumns({ length: rows, columns }: TransactionTable): ColumnData[] {
  const { date, amountMinor, description } = columns;
  const ofWeek = new Float64Array(7);
  // 1970-01-01 was a Thursday.
  for (const day of date)
    ofWeek[(((day + 3) % 7) + 7) % 7] = (ofWeek[(((day + 3) % 7) + 7) % 7] as number) + 1;
  return [
    ...amountsByCurrency(rows, amountMinor, columns.currency),
    ...dictionaryColumns.map((name) => dictionary(name, rows, columns[name])),
    {
      name: 'weekday',
      rows,
      names: new Map(weekdays.map((day, index): [string, number] => [day, ofWeek[index] as number])),
      isText: false,
    },
    { ...dictionary('description', rows, description), isText: true },
  ];
}

/** One column of each currency that occurs, in order of their codes: amounts of several have no common distribution. */
function amountsByCurrency(
  rows: number,
  amounts: Float64Array,
  { codes, values }: TransactionTable['columns']['currency'],
): ColumnData[] {
  const byCode = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const code = codes[row] as number;
    const own = byCode.get(code) ?? [];
    own.push(amounts[row] as number);
    byCode.set(code, own);
  }
  return [...byCode]
    .map(([code, numbers]) => ({
      name: `amountMinor ${String(values[code])}`,
      rows,
      numbers: Float64Array.from(numbers),
      isOfCurrency: true as const,
    }))
    .sort((a, b) => compareText(a.name, b.name));
}

function dictionary(
  name: string,
  rows: number,
  { codes, values }: { readonly codes: ArrayLike<number>; readonly values: readonly unknown[] },
): Extract<ColumnData, { names: unknown }> {
  const counts = new Float64Array(values.length);
  // A code of -1 is a missing value, and has no place among the counts.
  for (let row = 0; row < rows; row++) {
    const code = codes[row] as number;
    if (code >= 0) counts[code] = (counts[code] as number) + 1;
  }
  const names = new Map<string, number>();
  for (const [code, value] of values.entries()) addCount(names, String(value), counts[code] as number);
  return { name, rows, names, isText: false };
}

function plainColumn(name: string, values: ArrayLike<number> | readonly CategoryValue[]): ColumnData {
  if (values instanceof Float64Array) return { name, rows: values.length, numbers: values };
  if (
    ArrayBuffer.isView(values) &&
    !(values instanceof DataView || values instanceof BigInt64Array || values instanceof BigUint64Array)
  ) {
    return { name, rows: values.length, numbers: Float64Array.from(values as ArrayLike<number>) };
  }
  if (!Array.isArray(values)) {
    throw new TitansError('INVALID_ARGUMENT', `Column ${name} must be a list of numbers or names.`, {
      details: { column: name },
    });
  }
  const first = values.find((value) => value !== null && value !== undefined);
  return typeof first === 'number' ? numberColumn(name, values) : nameColumn(name, values);
}

function numberColumn(name: string, values: readonly CategoryValue[]): ColumnData {
  const numbers = Float64Array.from(values, (value, row) => {
    if (typeof value === 'number') return value;
    if (value === null || value === undefined) return Number.NaN;
    throw mixed(name, row, 'numbers');
  });
  return { name, rows: values.length, numbers };
}

function nameColumn(name: string, values: readonly CategoryValue[]): ColumnData {
  const names = new Map<string, number>();
  for (const [row, value] of values.entries()) {
    if (value === null || value === undefined) continue;
    if (typeof value !== 'string' && typeof value !== 'boolean')
      throw mixed(name, row, 'texts, or of true and false');
    addCount(names, String(value), 1);
  }
  return { name, rows: values.length, names, isText: false };
}

function mixed(name: string, row: number, expected: string): TitansError {
  return new TitansError(
    'INVALID_ARGUMENT',
    `Column ${name} is one of ${expected}, which its row ${row + 1} has not. Give one kind of value per column.`,
    { details: { column: name, row: row + 1 } },
  );
}

function addCount(names: Map<string, number>, label: string, count: number): void {
  if (count > 0) names.set(label, (names.get(label) ?? 0) + count);
}
