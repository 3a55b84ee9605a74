import { maskSample, TitansError } from '@titans/core';
import { type ColumnMap, type ImportField, importFields } from '../../normalise/import-field.js';
import { maskColumn } from '../../records/rejection.js';

/** Which column of a source stands for which field. */
export interface ResolvedColumns {
  /** Numbers of the columns, from 0, by field: one for each but the description, which can be put together from several. */
  readonly indexOf: ReadonlyMap<ImportField, readonly number[]>;
  /** Names of the columns, by field: the map that would give the same result. */
  readonly columns: ColumnMap;
  readonly unused: readonly string[];
}

/**
 * Numbers of the columns that were told, by field. Names are taken as they are written.
 *
 * @param line Line of the header, from 1; `null` where the names come from elsewhere.
 * @throws TitansError `HEADER_MISSING_COLUMN` if a column is not there; `HEADER_DUPLICATE_COLUMN` if two have its name.
 */
export function toldColumns(
  header: readonly string[],
  given: ColumnMap,
  source: string,
  line: number | null,
): ReadonlyMap<ImportField, readonly number[]> {
  const place = placeOf(source, line);
  const indexOf = new Map<ImportField, readonly number[]>();
  for (const field of importFields) {
    const names = [given[field] ?? []].flat();
    const indices = names.map((name) => {
      const index = onlyIndex(header, name, field, place);
      if (index === undefined) throw missing([`${field} ("${maskColumn(name)}")`], header, place);
      return index;
    });
    if (indices.length > 0) indexOf.set(field, indices);
  }
  return indexOf;
}

/**
 * The columns that were chosen, once they suffice to make transactions.
 *
 * @throws TitansError `HEADER_MISSING_COLUMN` if there is none for the date, the description or the amount.
 */
export function resolvedColumns(
  header: readonly string[],
  chosen: ReadonlyMap<ImportField, { readonly indices: readonly number[] }>,
  source: string,
  line: number | null,
): ResolvedColumns {
  const required: readonly ImportField[] = ['date', 'description', 'amount'];
  const hasAmount = chosen.has('debit') || chosen.has('credit');
  const absent = required.filter((field) => !chosen.has(field) && !(field === 'amount' && hasAmount));
  if (absent.length > 0) throw missing(absent, header, placeOf(source, line));
  const indexOf = new Map([...chosen].map(([field, { indices }]) => [field, indices] as const));
  const taken = new Set([...indexOf.values()].flat());
  return {
    indexOf,
    columns: Object.fromEntries(
      [...indexOf].map(([field, indices]) => {
        const names = indices.map((index) => header[index] as string);
        return [field, names.length === 1 ? (names[0] as string) : names];
      }),
    ),
    unused: header.filter((_, index) => !taken.has(index)),
  };
}

function placeOf(source: string, line: number | null): HeaderPlace {
  return line === null ? { source } : { source, line };
}

function onlyIndex(
  header: readonly string[],
  name: string,
  field: ImportField,
  place: HeaderPlace,
): number | undefined {
  const found = header.flatMap((column, index) => (column === name ? [index] : []));
  if (found.length > 1) {
    const places = found.map((index) => index + 1).join(' and ');
    throw new TitansError(
      'HEADER_DUPLICATE_COLUMN',
      `Columns ${places} of "${place.source}" both have the name told for ${field}. Rename one of them.`,
      { details: { ...place, field, column: maskColumn(name) } },
    );
  }
  return found[0];
}

interface HeaderPlace {
  readonly source: string;
  readonly line?: number;
}

/** A name without a letter is a date, an amount or a number: the line is then no header, and its values are masked. */
const valueAlone = /^[^\p{L}]*\p{N}[^\p{L}]*$/u;

function missing(fields: readonly string[], header: readonly string[], place: HeaderPlace): TitansError {
  const areNumbered = header.every((column, index) => column === String(index + 1));
  const isData = !areNumbered && header.some((column) => valueAlone.test(column));
  const found = header.slice(0, 32).map((column) => (isData ? maskSample(column) : maskColumn(column)));
  const remedy = isData
    ? 'It looks like data: put a line with the names of the columns before it'
    : areNumbered
      ? 'They have no names: say which is which with the option "columns", for example { date: "1" }'
      : 'Name the right ones with the option "columns"';
  const more = header.length > found.length ? ` and ${header.length - found.length} more` : '';
  return new TitansError(
    'HEADER_MISSING_COLUMN',
    `"${place.source}" has no column for ${fields.join(', ')}. Columns found: ${found.join(', ')}${more}. ${remedy}.`,
    { details: { ...place, missing: fields, found } },
  );
}
