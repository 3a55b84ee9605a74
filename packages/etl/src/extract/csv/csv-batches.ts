import { throwIfAborted, type WorkOptions } from '@titans/core';
import type { RawBatch } from '../../records/raw-batch.js';
import { maskColumn, maskedValue, type Rejection } from '../../records/rejection.js';
import type { CsvLimits } from './csv-limits.js';
import { type CellBytes, type CsvProblem, type CsvScanOptions, recordScanner } from './record-scanner.js';
import { isRemark } from './remarks.js';

/** How the records of a CSV source are written, and where they begin. */
export interface CsvBatchOptions extends CsvScanOptions {
  /** Appears in rejections. */
  readonly source: string;
  /** Names of the columns. */
  readonly columns: readonly string[];
  readonly limits: CsvLimits;
  /** Records after which a batch ends; it is filled up with what was read in one piece. */
  readonly batchRows: number;
  /** Records that are passed over first, none unless told: 1 where the bytes begin with the header. */
  readonly skipRecords?: number;
  /** Fewest cells of a record, as many as there are columns unless told; those missing at its end are empty. */
  readonly fewestCells?: number;
}

/** Batches end before their number of records is reached if they have as many bytes. */
const mostBatchBytes = 4 * 1024 * 1024;

/**
 * Reads the records of a CSV source whose columns are known into batches. A record that is malformed, too long or of
 * another width becomes a rejection; empty cells beyond the last column are ignored, since some banks end every line
 * with a delimiter. Lines with nothing but blanks and delimiters are no records, except where there is one column.
 *
 * @param chunks All bytes of the source; those before `startByte` (a preamble, the header) are passed over.
 */
export async function* csvBatches(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvBatchOptions,
  work: WorkOptions = {},
): AsyncGenerator<RawBatch> {
  const { columns, source, batchRows, delimiter } = options;
  const width = columns.length;
  const fewestCells = options.fewestCells ?? width;
  let places = placesFor(batchRows);
  let rejections: Rejection[] = [];
  let row = 0;
  let toPass = options.skipRecords ?? 0;

  const scanner = recordScanner(options, {
    record(cells, first, count, line, byteOffset) {
      if (toPass > 0) {
        toPass--;
        return 0;
      }
      if (width > 1 && isBlank(cells, first, count)) return 0;
      row++;
      if (count !== width && (count < fewestCells || !isBlank(cells, first + width, count - width))) {
        rejections.push(widthRejection(cells, first, count, line, byteOffset));
        return 0;
      }
      places.add(row, line, byteOffset);
      return width;
    },
    problem(problem) {
      row++;
      rejections.push(problemRejection(problem, row, options));
    },
  });

  let toSkip = options.startByte ?? 0;
  for await (const chunk of chunks) {
    throwIfAborted(work.signal, 'extract');
    if (toSkip >= chunk.length) {
      toSkip -= chunk.length;
      continue;
    }
    scanner.push(toSkip === 0 ? chunk : chunk.subarray(toSkip));
    toSkip = 0;
    const records = places.length() + rejections.length;
    if (records >= batchRows || (records > 0 && scanner.heldBytes() >= mostBatchBytes)) yield seal();
  }
  scanner.end();
  yield seal();

  function seal(): RawBatch {
    const { bytes, starts, ends } = scanner.take();
    const batch = {
      length: places.length(),
      width,
      bytes,
      starts,
      ends,
      provenance: places.seal(),
      rejections,
    };
    places = placesFor(batchRows);
    rejections = [];
    return batch;
  }

  function widthRejection(
    { bytes, starts, ends }: CellBytes,
    first: number,
    count: number,
    line: number,
    byteOffset: number,
  ): Rejection {
    const fields: string[] = [];
    for (let cell = first; cell < first + Math.min(count, 16); cell++) {
      fields.push(
        bytes.toString('utf8', starts[cell], Math.min(ends[cell] as number, (starts[cell] as number) + 64)),
      );
    }
    const fewer = `The row has ${count} field${count === 1 ? '' : 's'}, the header has ${width}.`;
    const isNoRecord = count < width && isRemark(fields);
    return {
      code: isNoRecord ? 'ROW_NOT_TRANSACTION' : 'ROW_WIDTH',
      message: isNoRecord ? `The line is a total or a remark. ${fewer}` : fewer,
      source,
      row,
      line,
      byteOffset,
      field: null,
      column: null,
      value: maskedValue(fields.join(delimiter)),
    };
  }
}

/** Whether some cells hold nothing but white space. */
function isBlank({ bytes, starts, ends }: CellBytes, first: number, count: number): boolean {
  for (let cell = first; cell < first + count; cell++) {
    const from = starts[cell] as number;
    const to = ends[cell] as number;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte >= 0x80) {
        if (bytes.toString('utf8', at, to).trim() !== '') return false;
        break;
      }
      if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return false;
    }
  }
  return true;
}

function problemRejection(problem: CsvProblem, row: number, { source, columns }: CsvBatchOptions): Rejection {
  const column = columns[problem.column];
  return {
    code: problem.code,
    message: problem.message,
    source,
    row,
    line: problem.line,
    byteOffset: problem.byteOffset,
    field: null,
    column: column === undefined ? null : maskColumn(column),
    value: maskedValue(problem.sample),
  };
}

interface Places {
  add(row: number, line: number, byteOffset: number): void;
  length(): number;
  seal(): RawBatch['provenance'];
}

/** Collects where records stand. */
function placesFor(capacity: number): Places {
  let rows = new Int32Array(Math.max(capacity, 64));
  let lines = new Int32Array(rows.length);
  let byteOffsets = new Float64Array(rows.length);
  let length = 0;
  return {
    add(row, line, byteOffset) {
      if (length === rows.length) grow();
      rows[length] = row;
      lines[length] = line;
      byteOffsets[length++] = byteOffset;
    },
    length: () => length,
    seal: () => ({
      row: rows.slice(0, length),
      line: lines.slice(0, length),
      byteOffset: byteOffsets.slice(0, length),
    }),
  };

  function grow(): void {
    const before = [rows, lines, byteOffsets] as const;
    rows = new Int32Array(length * 2);
    lines = new Int32Array(length * 2);
    byteOffsets = new Float64Array(length * 2);
    rows.set(before[0]);
    lines.set(before[1]);
    byteOffsets.set(before[2]);
  }
}
