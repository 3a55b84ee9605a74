import { maskSample, TitansError } from '@titans/core';
import {
  type ColumnMap,
  columnAliases,
  type ImportField,
  importFields,
} from '../../normalise/import-field.js';
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
 * Finds the fields among the columns of a header by their names, whatever their case, spaces and punctuation.
 *
 * @param given Columns named by the caller, which are taken as they are written.
 * @param line Line of the header, from 1; `null` where the names come from elsewhere.
 * @throws TitansError `HEADER_MISSING_COLUMN` if date, description or amount, or a column that was named, is not
 * there; `HEADER_DUPLICATE_COLUMN` if two columns have the same claim to a field.
 */
export function resolveColumns(
  header: readonly string[],
  given: ColumnMap = {},
  source = 'the source',
  line: number | null = 1,
): ResolvedColumns {
  const place = line === null ? { source } : { source, line };
  const indexOf = new Map<ImportField, readonly number[]>();
  for (const field of importFields) {
    const names = [given[field] ?? []].flat();
    const indices = names.map((name) => {
      const index = onlyIndex(header, (column) => column === name, field, place);
      if (index === undefined) throw missing([`${field} ("${maskColumn(name)}")`], header, place);
      return index;
    });
    if (indices.length > 0) indexOf.set(field, indices);
  }
  const taken = new Set([...indexOf.values()].flat());
  const spellings = header.map((column) => column.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  for (const field of importFields) {
    if (indexOf.has(field)) continue;
    for (const alias of columnAliases[field]) {
      const index = onlyIndex(spellings, (spelling, i) => spelling === alias && !taken.has(i), field, place);
      if (index === undefined) continue;
      indexOf.set(field, [index]);
      taken.add(index);
      break;
    }
  }
  const required: readonly ImportField[] = ['date', 'description', 'amount'];
  const hasAmount = indexOf.has('debit') || indexOf.has('credit');
  const absent = required.filter((field) => !indexOf.has(field) && !(field === 'amount' && hasAmount));
  if (absent.length > 0) throw missing(absent, header, place);
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

function onlyIndex(
  names: readonly string[],
  matches: (name: string, index: number) => boolean,
  field: ImportField,
  place: HeaderPlace,
): number | undefined {
  const found = names.flatMap((name, index) => (matches(name, index) ? [index] : []));
  if (found.length > 1) {
    const places = found.map((index) => index + 1).join(' and ');
    throw new TitansError(
      'HEADER_DUPLICATE_COLUMN',
      `Columns ${places} of "${place.source}" both stand for ${field}. Rename one of them.`,
      { details: { ...place, field, column: maskColumn(names[found[0] as number] as string) } },
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
  const isData = header.some((column) => valueAlone.test(column));
  const found = header.slice(0, 32).map((column) => (isData ? maskSample(column) : maskColumn(column)));
  const remedy = isData
    ? 'It looks like data: put a line with the names of the columns before it'
    : 'Name the right ones with the option "columns"';
  const more = header.length > found.length ? ` and ${header.length - found.length} more` : '';
  return new TitansError(
    'HEADER_MISSING_COLUMN',
    `"${place.source}" has no column for ${fields.join(', ')}. Columns found: ${found.join(', ')}${more}. ${remedy}.`,
    { details: { ...place, missing: fields, found } },
  );
}
