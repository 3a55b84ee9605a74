import type { DictionaryColumn } from '@titans/core';
import type { Refusals } from './refusals.js';
import { type ColumnCells, textColumn } from './text-column.js';
import { normalised, readDescription } from './text-readers.js';

/** What the records of a batch say, in the normal form and as it was written; one column for both where they agree. */
export interface Descriptions {
  readonly description: DictionaryColumn;
  readonly originalDescription: DictionaryColumn;
}

/**
 * Makes a reader of descriptions. Those of several columns are put together with a space between them; parts that are
 * blank, or say what an earlier part said, are left out.
 */
export function descriptionColumn(
  columns: readonly number[],
): (cells: ColumnCells, refusals: Refusals) => Descriptions {
  const texts = textColumn('description', readDescription);
  return (cells, refusals) => {
    const [only = -1] = columns;
    const read =
      columns.length === 1
        ? texts.read(cells, only, refusals)
        : texts.read(joined(cells, columns), 0, refusals);
    return { description: read.column, originalDescription: read.texts() as DictionaryColumn };
  };
}

/** One column of the texts of several. */
function joined(
  { bytes, starts, ends, width, length }: ColumnCells,
  columns: readonly number[],
): ColumnCells {
  const joinedStarts = new Int32Array(length);
  const joinedEnds = new Int32Array(length);
  const parts: Buffer[] = [];
  let at = 0;
  for (let record = 0; record < length; record++) {
    const said = new Set<string>();
    const written: string[] = [];
    for (const column of columns) {
      const cell = record * width + column;
      const text = bytes.toString('utf8', starts[cell], ends[cell]);
      const normal = normalised(text);
      if (normal === '' || said.has(normal)) continue;
      said.add(normal);
      written.push(text.trim());
    }
    const part = Buffer.from(written.join(' '));
    joinedStarts[record] = at;
    at += part.length;
    joinedEnds[record] = at;
    parts.push(part);
  }
  return {
    bytes: Buffer.concat(parts, at),
    isAscii: false,
    starts: joinedStarts,
    ends: joinedEnds,
    width: 1,
    length,
  };
}
