import type { Loader } from '../loader.js';
import { fileColumns } from './file-columns.js';
import { fileLoader } from './file-loader.js';

const rowsPerPiece = 4_096;

/**
 * Loads into an NDJSON file: one transaction per line, with all its fields under the same names as in `csvFile`; absent
 * ones are `null`. Amounts are texts such as `"-1234.50"`, since most programs read JSON numbers as binary fractions;
 * tags are an array. `extract` reads it again exactly with `fileSettings`.
 *
 * Each load makes the file anew, as by `csvFile`.
 *
 * @returns A loader whose loads reject with `STORE_UNAVAILABLE` if the file system refuses.
 * @example
 * ```ts
 * import { extract, ndjsonFile, pipeline } from '@titans/etl';
 *
 * await pipeline({ extract: extract('exports/*.csv'), load: ndjsonFile('clean.ndjson') }).run();
 * ```
 */
export function ndjsonFile(path: string): Loader {
  return fileLoader({
    name: 'ndjson-file',
    path,
    writer: (write) => ({
      async write(table) {
        const members = fileColumns.map(({ name, read }) => {
          const valueAt = read(table);
          return (row: number): string => `"${name}":${JSON.stringify(valueAt(row))}`;
        });
        for (let from = 0; from < table.length; from += rowsPerPiece) {
          const to = Math.min(from + rowsPerPiece, table.length);
          let text = '';
          for (let row = from; row < to; row++)
            text += `{${members.map((member) => member(row)).join(',')}}\n`;
          await write(text);
        }
      },
      end: async () => {},
    }),
  });
}
