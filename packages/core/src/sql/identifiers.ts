import { TitansError } from '../errors/titans-error.js';

/** A name as SQL writes it, whatever its characters. */
function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) {
    throw new TitansError('INVALID_ARGUMENT', 'A table or column must have a name without a NUL character.');
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** The name of a table, with its schema before a dot if it has one. */
function quoteTable(name: string): string {
  return name.split('.').map(quoteIdentifier).join('.');
}

/** The statement that loads rows in the text format from the given place. */
export function copyStatement(table: string, columns: readonly string[], source: string): string {
  return `COPY ${quoteTable(table)} (${columns.map(quoteIdentifier).join(', ')}) FROM ${source}`;
}
