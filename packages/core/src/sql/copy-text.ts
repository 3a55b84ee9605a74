import type { SqlValue } from '../storage/database.js';
import { toSqlText } from './values.js';

/** Rows as they are handed to `copyInto`. */
export type CopyRows =
  | Iterable<readonly (SqlValue | undefined)[]>
  | AsyncIterable<readonly (SqlValue | undefined)[]>;

/** A piece of COPY input that ends with a whole row. */
export interface CopyChunk {
  readonly text: string;
  readonly rows: number;
}

const special = /[\\\n\r\t]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A row in the text format of COPY (PostgreSQL manual, COPY, "Text Format"). */
export function copyRow(values: readonly (SqlValue | undefined)[]): string {
  let line = '';
  for (let i = 0; i < values.length; i++) {
    const text = toSqlText(values[i]);
    if (i > 0) line += '\t';
    line += text === null ? '\\N' : text.replace(special, (character) => escapes[character] as string);
  }
  return `${line}\n`;
}

/** Rows in pieces of about the given number of characters. */
export async function* copyChunks(rows: CopyRows, chunkLength: number): AsyncGenerator<CopyChunk> {
  let text = '';
  let count = 0;
  // An iterator without promises is not awaited row by row: that would cost more than the rows themselves.
  if (Symbol.iterator in rows) {
    for (const row of rows) {
      text += copyRow(row);
      count++;
      if (text.length < chunkLength) continue;
      yield { text, rows: count };
      text = '';
      count = 0;
    }
  } else {
    for await (const row of rows) {
      text += copyRow(row);
      count++;
      if (text.length < chunkLength) continue;
      yield { text, rows: count };
      text = '';
      count = 0;
    }
  }
  if (count > 0) yield { text, rows: count };
}
