import { cellText, type RawBatch, recordTexts } from '../../records/raw-batch.js';
import { maskedValue, type Rejection } from '../../records/rejection.js';
import { cellShape } from './cell-shape.js';
import type { CsvLayout } from './layout.js';
import { isRemark } from './remarks.js';
import type { SampledRecord } from './sampled-records.js';

/** Last records of a source that are looked at for totals and remarks. */
const mostFooterRows = 32;

/**
 * Takes lines out of batches that are no records of the table and makes rejections of them: the header where it is
 * repeated, and totals and remarks after the last record.
 */
export async function* tableRows(
  batches: AsyncIterable<RawBatch>,
  source: string,
  layout: CsvLayout,
): AsyncGenerator<RawBatch> {
  const header = layout.header?.map((cell) => Buffer.from(cell)) ?? null;
  const dateColumns = columnsOfDates(layout.body);
  const held: RawBatch[] = [];
  let heldAfterFirst = 0;
  for await (const batch of batches) {
    const rows = header === null ? batch : withoutHeaders(batch, header, source);
    if (held.length > 0) heldAfterFirst += rowsOf(rows);
    held.push(rows);
    while (heldAfterFirst >= mostFooterRows) {
      yield held.shift() as RawBatch;
      heldAfterFirst -= rowsOf(held[0] as RawBatch);
    }
  }
  for (let at = held.length - 1; at >= 0; at--) {
    const batch = held[at] as RawBatch;
    const footer = footerRows(batch, dateColumns);
    if (footer.length > 0) held[at] = refused(batch, footer, source, footerMessage);
    if (footer.length < batch.length) break;
  }
  yield* held;
}

function rowsOf(batch: RawBatch): number {
  return batch.length + batch.rejections.length;
}

const footerMessage = 'The line is a total or a remark after the last record. It is no transaction.';

function withoutHeaders(batch: RawBatch, header: readonly Buffer[], source: string): RawBatch {
  const repeated: number[] = [];
  for (let record = 0; record < batch.length; record++) {
    if (isHeader(batch, record, header)) repeated.push(record);
  }
  return repeated.length === 0
    ? batch
    : refused(batch, repeated, source, 'The line repeats the header of the file. It is no transaction.');
}

function isHeader(batch: RawBatch, record: number, header: readonly Buffer[]): boolean {
  const { bytes, starts, ends, width } = batch;
  for (let column = 0; column < width; column++) {
    const cell = record * width + column;
    const from = starts[cell] as number;
    const name = header[column];
    const length = (ends[cell] as number) - from;
    if (length !== (name?.length ?? 0)) return false;
    if (name !== undefined && length > 0 && name.compare(bytes, from, from + length) !== 0) return false;
  }
  return true;
}

/** Columns that have dates in most records of the sample, those after the last date not counted. */
function columnsOfDates(body: readonly SampledRecord[]): readonly number[] {
  const counts: number[] = [];
  let rows = 0;
  let rowsToLastDate = 0;
  for (const { cells, isBlank, problem } of body) {
    if (isBlank || problem !== null) continue;
    rows++;
    for (const [column, cell] of cells.entries()) {
      if (cellShape(cell) !== 'date') continue;
      counts[column] = (counts[column] ?? 0) + 1;
      rowsToLastDate = rows;
    }
  }
  return [...counts.keys()].filter((column) => (counts[column] ?? 0) >= Math.max(1, rowsToLastDate * 0.7));
}

/** The last records of a batch that are totals or remarks. */
function footerRows(batch: RawBatch, dateColumns: readonly number[]): readonly number[] {
  if (dateColumns.length === 0) return [];
  const footer: number[] = [];
  const first = Math.max(0, batch.length - mostFooterRows);
  for (let record = batch.length - 1; record >= first; record--) {
    if (dateColumns.some((column) => cellShape(cellText(batch, record, column)) === 'date')) break;
    if (!isRemark(recordTexts(batch, record))) break;
    footer.unshift(record);
  }
  return footer;
}

/** The batch without some of its records, which become rejections. */
function refused(batch: RawBatch, records: readonly number[], source: string, message: string): RawBatch {
  const { width, provenance } = batch;
  const isOut = new Set(records);
  const length = batch.length - records.length;
  const starts = new Int32Array(length * width);
  const ends = new Int32Array(length * width);
  const row = new Int32Array(length);
  const line = new Int32Array(length);
  const byteOffset = new Float64Array(length);
  let kept = 0;
  for (let record = 0; record < batch.length; record++) {
    if (isOut.has(record)) continue;
    starts.set(batch.starts.subarray(record * width, (record + 1) * width), kept * width);
    ends.set(batch.ends.subarray(record * width, (record + 1) * width), kept * width);
    row[kept] = provenance.row[record] as number;
    line[kept] = provenance.line[record] as number;
    byteOffset[kept] = provenance.byteOffset[record] as number;
    kept++;
  }
  const rejections = records.map(
    (record): Rejection => ({
      code: 'ROW_NOT_TRANSACTION',
      message,
      source,
      row: provenance.row[record] as number,
      line: provenance.line[record] as number,
      byteOffset: provenance.byteOffset[record] as number,
      field: null,
      column: null,
      value: maskedValue(recordTexts(batch, record).slice(0, 16).join(' ').trim()),
    }),
  );
  return {
    ...batch,
    length,
    starts,
    ends,
    provenance: { row, line, byteOffset },
    rejections: [...batch.rejections, ...rejections].sort((a, b) => a.row - b.row),
  };
}
