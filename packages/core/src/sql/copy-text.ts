import type { CopyInput, CopyLines, SqlValue } from '../storage/database.js';
import { toSqlText } from './values.js';

/** Rows as they are handed to `copyInto`. */
export type CopyRows = Iterable<CopyInput> | AsyncIterable<CopyInput>;

const special = /[\\\n\r\t]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text in the text format of COPY, whatever its characters (PostgreSQL manual, COPY, "Text Format"). */
export function copyText(text: string): string {
  return text.replace(special, (character) => escapes[character] as string);
}

/** A row in the text format of COPY (PostgreSQL manual, COPY, "Text Format"). */
export function copyRow(values: readonly (SqlValue | undefined)[]): string {
  let line = '';
  for (let i = 0; i < values.length; i++) {
    const text = toSqlText(values[i]);
    if (i > 0) line += '\t';
    line += text === null ? '\\N' : copyText(text);
  }
  return `${line}\n`;
}

/** Rows in pieces of about the given number of characters. */
export async function* copyChunks(rows: CopyRows, chunkLength: number): AsyncGenerator<CopyLines> {
  let text = '';
  let count = 0;
  // An iterator without promises is not awaited row by row: that would cost more than the rows themselves.
  if (Symbol.iterator in rows) {
    for (const row of rows) {
      add(row);
      if (text.length >= chunkLength) yield piece();
    }
  } else {
    for await (const row of rows) {
      add(row);
      if (text.length >= chunkLength) yield piece();
    }
  }
  if (count > 0) yield piece();

  function add(row: CopyInput): void {
    if ('text' in row) {
      text += row.text;
      count += row.rows;
    } else {
      text += copyRow(row);
      count++;
    }
  }

  function piece(): CopyLines {
    const finished = { text, rows: count };
    text = '';
    count = 0;
    return finished;
  }
}
