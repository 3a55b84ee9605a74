import type { TransactionTable } from '@titans/core';
import { requireKnownOptions } from '../../validation/arguments.js';
import type { Loader } from '../loader.js';
import { fileColumns } from './file-columns.js';
import { fileLoader } from './file-loader.js';

/** How a CSV file is written. */
export interface CsvFileOptions {
  /**
   * Whether texts that a spreadsheet would take for a formula get an apostrophe before them, `true` unless told. Set
   * it to `false` for files that only programs read, so that texts stay as they are.
   */
  readonly escapeFormulas?: boolean;
}

const rowsPerPiece = 4_096;

/**
 * Where Excel, LibreOffice or Google Sheets begin to compute: at the beginning of a line, also behind spaces, and behind
 * `;` and tabs, by which some of them part cells whatever the quotes say.
 */
const formula = /(?<=^|[\r\n;\t])[ \u00a0]*(?=[=+\-@\t\r＝＋－＠])/g;
const number = /^[+-]?\d+(?:[.,]\d+)*$/;
const needsQuotes = /[",\r\n]|^\s|\s$/;

/**
 * Loads into a CSV file (RFC 4180, UTF-8, lines ended by CR LF) with all fields of a transaction as columns, which
 * `extract` reads again exactly with `fileSettings`. Amounts are exact decimals in the currency of their row; tags are
 * parted by `;`.
 *
 * Each load makes the file anew: the new one takes the place of the old one when it is complete and flushed to the
 * disk, else the old one stays. Rejections are kept in `<path>.rejections.ndjson` beside it.
 *
 * A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return and is no number gets an apostrophe before
 * it, in each of its lines and behind each `;` and tab (OWASP, CSV injection).
 *
 * @returns A loader whose loads reject with `STORE_UNAVAILABLE` if the file system refuses.
 * @example
 * ```ts
 * import { csvFile, extract, pipeline } from '@titans/etl';
 *
 * await pipeline({ extract: extract('exports/*.csv'), load: csvFile('clean.csv') }).run();
 * ```
 */
export function csvFile(path: string, options: CsvFileOptions = {}): Loader {
  requireKnownOptions(options, ['escapeFormulas'], 'csvFile');
  const { escapeFormulas = true } = options;
  const cell = escapeFormulas ? (value: string) => quoted(withoutFormulas(value)) : quoted;

  return fileLoader({
    name: 'csv-file',
    path,
    writer(write) {
      let isHeaderWritten = false;

      async function writeHeader(): Promise<void> {
        if (isHeaderWritten) return;
        isHeaderWritten = true;
        await write(`${fileColumns.map(({ name }) => name).join(',')}\r\n`);
      }

      return {
        async write(table) {
          await writeHeader();
          const line = lineWriter(table, cell);
          for (let from = 0; from < table.length; from += rowsPerPiece) {
            const to = Math.min(from + rowsPerPiece, table.length);
            let text = '';
            for (let row = from; row < to; row++) text += line(row);
            await write(text);
          }
        },
        end: writeHeader,
      };
    },
  });
}

function lineWriter(table: TransactionTable, cell: (value: string) => string): (row: number) => string {
  const known = new Map<string, string>();
  const cells = fileColumns.map(({ kind, read }) => {
    const valueAt = read(table);
    return (row: number): string => {
      const value = valueAt(row);
      if (value === null) return '';
      if (typeof value === 'boolean') return String(value);
      if (typeof value !== 'string') return value.length === 0 ? '' : cell(value.join(';'));
      if (kind !== 'text') return value;
      // The same texts come again and again.
      const written = known.get(value) ?? cell(value);
      if (known.size < rowsPerPiece) known.set(value, written);
      return written;
    };
  });
  return (row) => `${cells.map((write) => write(row)).join(',')}\r\n`;
}

function withoutFormulas(text: string): string {
  return number.test(text) ? text : text.replace(formula, "'$&");
}

function quoted(text: string): string {
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
