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
 *
 * @param fallback Column that describes the records of which all others are blank; -1 for none.
 */
export function descriptionColumn(
  columns: readonly number[],
  fallback = -1,
): (cells: ColumnCells, refusals: Refusals) => Descriptions {
  const texts = textColumn('description', readDescription);
  const [first = -1] = columns;
  return (cells, refusals) => {
    const one = columns.length > 1 ? joined(cells, columns) : cells;
    const column = columns.length > 1 ? 0 : first;
    const read =
      fallback < 0
        ? texts.read(one, column, refusals)
        : texts.read(completed(cells, one, column, fallback), 0, refusals);
    return { description: read.column, originalDescription: read.texts() as DictionaryColumn };
  };
}

/** One column with the texts of another where it is blank. */
function completed(cells: ColumnCells, one: ColumnCells, column: number, fallback: number): ColumnCells {
  const { length } = cells;
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  // Cells of joined columns have bytes of their own: those of the fallback are then behind them.
  const isApart = one.bytes !== cells.bytes;
  const shift = isApart ? one.bytes.length : 0;
  let isFilledUp = false;
  for (let record = 0; record < length; record++) {
    const cell = record * one.width + column;
    const from = one.starts[cell] as number;
    const to = one.ends[cell] as number;
    const isBlank = isBlankCell(one.bytes, from, to);
    const other = record * cells.width + fallback;
    starts[record] = isBlank ? shift + (cells.starts[other] as number) : from;
    ends[record] = isBlank ? shift + (cells.ends[other] as number) : to;
    isFilledUp ||= isBlank;
  }
  const bytes = isApart && isFilledUp ? Buffer.concat([one.bytes, cells.bytes]) : one.bytes;
  return { bytes, isAscii: one.isAscii && cells.isAscii, starts, ends, width: 1, length };
}

function isBlankCell(bytes: Buffer, from: number, to: number): boolean {
  const first = bytes[from] as number;
  // What begins with a visible ASCII character is not blank: most texts do.
  return (
    from === to || ((first <= 0x20 || first >= 0x7f) && normalised(bytes.toString('utf8', from, to)) === '')
  );
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
