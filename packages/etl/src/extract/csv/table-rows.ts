import { cellText, type RawBatch, recordTexts } from '../../records/raw-batch.js';
import { maskedValue, type Rejection } from '../../records/rejection.js';
import { cellShape, isTyped } from './cell-shape.js';
import { namedFields } from './header.js';
import type { CsvLayout } from './layout.js';
import { isRemark } from './remarks.js';
import type { SampledRecord } from './sampled-records.js';

/** Last records of a source that are looked at for totals and remarks. */
const mostFooterRows = 32;

/**
 * Takes lines out of batches that are no records of the table and makes rejections of them: the header where it is
 * repeated, another table with a header of its own, and totals and remarks after the last record.
 */
export async function* tableRows(
  batches: AsyncIterable<RawBatch>,
  source: string,
  layout: CsvLayout,
): AsyncGenerator<RawBatch> {
  const header = layout.header?.map((cell) => Buffer.from(cell)) ?? null;
  const dateColumns = columnsOfDates(layout.body);
  const takeHeaders = header === null ? null : withoutHeaders(header, dateColumns[0], source);
  const held: RawBatch[] = [];
  let heldAfterFirst = 0;
  for await (const batch of batches) {
    const rows = takeHeaders?.(batch) ?? batch;
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
    held[at] = refused(batch, new Map(footer.map((record) => [record, footerLine])), source);
    if (footer.length < batch.length) break;
  }
  yield* held;
}

function rowsOf(batch: RawBatch): number {
  return batch.length + batch.rejections.length;
}

/** Why a line is taken out. */
type Reason = Pick<Rejection, 'code' | 'message'>;

const footerLine: Reason = {
  code: 'ROW_NOT_TRANSACTION',
  message: 'The line is a total or a remark after the last record. It is no transaction.',
};
const repeatedHeader: Reason = {
  code: 'ROW_NOT_TRANSACTION',
  message: 'The line repeats the header of the file. It is no transaction.',
};

function ofOtherTable(line: number): Reason {
  return {
    code: 'SOURCE_INVALID',
    message: `The record is of another table, whose header is on line ${line}. Extract it on its own, with csv.headerLine ${line}.`,
  };
}

/** Fields that the cells of another header name at least. */
const fewestNamed = 3;

/** Takes out headers. After one with other names the records are of another table, until the first one comes again. */
function withoutHeaders(
  header: readonly Buffer[],
  dateColumn: number | undefined,
  source: string,
): (batch: RawBatch) => RawBatch {
  let otherTable: Reason | null = null;
  return (batch) => {
    const reasons = new Map<number, Reason>();
    for (let record = 0; record < batch.length; record++) {
      if (isHeader(batch, record, header)) {
        otherTable = null;
        reasons.set(record, repeatedHeader);
        continue;
      }
      if (dateColumn !== undefined && isOtherHeader(batch, record, dateColumn))
        otherTable = ofOtherTable(batch.provenance.line[record] as number);
      if (otherTable !== null) reasons.set(record, otherTable);
    }
    return refused(batch, reasons, source);
  };
}

/** Whether a record has the names of columns in it where dates stand in the others. */
function isOtherHeader(batch: RawBatch, record: number, dateColumn: number): boolean {
  const cell = record * batch.width + dateColumn;
  const first = batch.bytes[batch.starts[cell] as number] as number;
  const isEmpty = batch.starts[cell] === batch.ends[cell];
  // Most dates begin with a digit, and most lines that are no records with nothing at all.
  if (isEmpty || (first >= 0x30 && first <= 0x39)) return false;
  const cells = recordTexts(batch, record);
  return !cells.some(isTyped) && namedFields(cells) >= fewestNamed;
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
function refused(batch: RawBatch, reasons: ReadonlyMap<number, Reason>, source: string): RawBatch {
  if (reasons.size === 0) return batch;
  const { width, provenance } = batch;
  const length = batch.length - reasons.size;
  const starts = new Int32Array(length * width);
  const ends = new Int32Array(length * width);
  const row = new Int32Array(length);
  const line = new Int32Array(length);
  const byteOffset = new Float64Array(length);
  let kept = 0;
  for (let record = 0; record < batch.length; record++) {
    if (reasons.has(record)) continue;
    starts.set(batch.starts.subarray(record * width, (record + 1) * width), kept * width);
    ends.set(batch.ends.subarray(record * width, (record + 1) * width), kept * width);
    row[kept] = provenance.row[record] as number;
    line[kept] = provenance.line[record] as number;
    byteOffset[kept] = provenance.byteOffset[record] as number;
    kept++;
  }
  const rejections = [...reasons].map(
    ([record, reason]): Rejection => ({
      ...reason,
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
