import { TitansError } from '@titans/core';
import { maskColumn } from '../records/rejection.js';
import {
  type ColumnMap,
  columnAliases,
  type ImportField,
  importFields,
  requiredFields,
} from './import-field.js';

/** Which column of a source stands for which field. */
export interface ResolvedColumns {
  /** Number of the column, from 0, by field. */
  readonly indexOf: ReadonlyMap<ImportField, number>;
  /** Names of the columns, by field: the map that would give the same result. */
  readonly columns: ColumnMap;
  readonly unused: readonly string[];
}

/**
 * Finds the fields among the columns of a header by their names, whatever their case, spaces and punctuation.
 *
 * @param given Columns named by the caller, which are taken as they are written.
 * @throws TitansError `HEADER_MISSING_COLUMN` if date, description or amount, or a column that was named, is not
 * there; `HEADER_DUPLICATE_COLUMN` if two columns have the same claim to a field.
 */
export function resolveColumns(
  header: readonly string[],
  given: ColumnMap = {},
  source = 'the source',
): ResolvedColumns {
  const indexOf = new Map<ImportField, number>();
  for (const field of importFields) {
    const name = given[field];
    const index =
      name === undefined ? undefined : onlyIndex(header, (column) => column === name, field, source);
    if (index !== undefined) indexOf.set(field, index);
    else if (name !== undefined) throw missing([`${field} ("${maskColumn(name)}")`], header, source);
  }
  const taken = new Set(indexOf.values());
  const spellings = header.map((column) => column.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  for (const field of importFields) {
    if (indexOf.has(field)) continue;
    for (const alias of columnAliases[field]) {
      const index = onlyIndex(spellings, (spelling, i) => spelling === alias && !taken.has(i), field, source);
      if (index === undefined) continue;
      indexOf.set(field, index);
      taken.add(index);
      break;
    }
  }
  const absent = requiredFields.filter((field) => !indexOf.has(field));
  if (absent.length > 0) throw missing(absent, header, source);
  return {
    indexOf,
    columns: Object.fromEntries([...indexOf].map(([field, index]) => [field, header[index] as string])),
    unused: header.filter((_, index) => !taken.has(index)),
  };
}

function onlyIndex(
  names: readonly string[],
  matches: (name: string, index: number) => boolean,
  field: ImportField,
  source: string,
): number | undefined {
  const found = names.flatMap((name, index) => (matches(name, index) ? [index] : []));
  if (found.length > 1) {
    const places = found.map((index) => index + 1).join(' and ');
    throw new TitansError(
      'HEADER_DUPLICATE_COLUMN',
      `Columns ${places} of "${source}" both stand for ${field}. Rename one of them.`,
      { details: { source, line: 1, field, column: maskColumn(names[found[0] as number] as string) } },
    );
  }
  return found[0];
}

function missing(fields: readonly string[], header: readonly string[], source: string): TitansError {
  const found = header.slice(0, 32).map(maskColumn);
  const more = header.length > found.length ? ` and ${header.length - found.length} more` : '';
  return new TitansError(
    'HEADER_MISSING_COLUMN',
    `"${source}" has no column for ${fields.join(', ')}. Columns found: ${found.join(', ')}${more}. Name the right ones with the option "columns".`,
    { details: { source, line: 1, missing: fields, found } },
  );
}
