import { isUtf8 } from 'node:buffer';
import type { ErrorCode } from '@titans/core';
import { wholeCharacters } from '../encoding/whole-characters.js';
import { type CsvLimits, defaultCsvLimits } from './csv-limits.js';

/** A record that is not well-formed. */
export interface CsvProblem {
  readonly code: Extract<
    ErrorCode,
    'ROW_UNTERMINATED' | 'ROW_QUOTING' | 'LIMIT_EXCEEDED' | 'ENCODING_INVALID'
  >;
  readonly message: string;
  /** Line of the source on which the fault is, from 1. */
  readonly line: number;
  /** Byte at which the record begins, from 0. */
  readonly byteOffset: number;
  /** Number of the field, from 0. */
  readonly column: number;
  /** The beginning of the record, one character per byte. */
  readonly sample: string;
}

/** How CSV records are written, and where in their source the bytes begin. */
export interface CsvScanOptions {
  /** One ASCII character. */
  readonly delimiter: string;
  /** `"` unless told. */
  readonly quote?: '"' | "'";
  readonly limits?: CsvLimits;
  /** Where in the source the first byte stands, 0 unless told; a byte order mark is looked for at 0 alone. */
  readonly startByte?: number;
  /** Line of the source on which the first byte stands, 1 unless told. */
  readonly startLine?: number;
}

/** The text of cells, as UTF-8 without quotes. */
export interface CellBytes {
  readonly bytes: Buffer;
  /** Where each cell begins in `bytes`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Receives what the scanner finds, in the order of the source. */
export interface RecordSink {
  /**
   * A well-formed record: `count` cells from number `first` of `cells` on; an empty line is a record of one empty
   * cell.
   *
   * @returns How many of the cells the scanner shall keep; more than there are means empty ones after them.
   */
  record(cells: CellBytes, first: number, count: number, line: number, byteOffset: number): number;
  problem(problem: CsvProblem): void;
}

/** Finds the records in bytes as they arrive, and keeps the cells that the sink wants until they are taken. */
export interface RecordScanner {
  /** The bytes are copied: the caller may use them again. */
  push(chunk: Uint8Array): void;
  /** The last record needs no line break. */
  end(): void;
  /** Bytes that are held. */
  heldBytes(): number;
  /** Hands over the cells kept so far, which then belong to the caller, and goes on with none. */
  take(): CellBytes;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const incomplete = -1;
const smallestScanBytes = 16 * 1024;
const smallestBufferBytes = 64 * 1024;

/**
 * Reads RFC 4180 records from UTF-8 bytes in one pass, with the line and the byte offset of each. LF, CRLF and CR
 * end a record; a quote has a meaning at the start of a field only; a byte order mark is skipped.
 *
 * A malformed record is reported and reading goes on: after the line on which its quote was opened if the quote is
 * never closed or is followed by text, else after the record. Every byte is looked at a bounded number of times,
 * and beyond the cells that are kept no more than one record of the permitted size is held in memory.
 */
export function recordScanner(options: CsvScanOptions, sink: RecordSink): RecordScanner {
  const delimiter = options.delimiter.charCodeAt(0);
  const quote = (options.quote ?? '"').charCodeAt(0);
  const limits = options.limits ?? defaultCsvLimits;
  const { fieldBytes, rowBytes, columns } = limits;
  const endsField = new Uint8Array(256);
  for (const byte of [delimiter, lineFeed, carriageReturn]) endsField[byte] = 1;

  let bytes: Buffer = Buffer.allocUnsafeSlow(smallestBufferBytes);
  let filled = 0;
  /** Where the first record begins that has not been read. */
  let consumed = 0;
  let scannedTo = 0;
  let bufferOffset = options.startByte ?? 0;
  let line = options.startLine ?? 1;
  let starts: Int32Array = new Int32Array(1024);
  let ends: Int32Array = new Int32Array(1024);
  let keptCells = 0;
  let cells: CellBytes = { bytes, starts, ends };
  /** Cells of the record at hand in which quotes are doubled. */
  const escaped: number[] = [];
  let isText = true;
  let isAtStart = bufferOffset === 0;
  let isSkippingLine = false;
  let openQuote = -1;
  let fault: Omit<CsvProblem, 'byteOffset' | 'sample'> | null = null;

  return { push, end: () => scan(true), heldBytes: () => filled, take };

  function push(chunk: Uint8Array): void {
    if (filled + chunk.length > bytes.length) makeRoom(chunk.length);
    bytes.set(chunk, filled);
    filled += chunk.length;
    // A record that is not yet complete is scanned again only when as much again has come.
    if (filled - scannedTo >= Math.max(scannedTo - consumed, smallestScanBytes)) scan(false);
  }

  function makeRoom(wanted: number): void {
    if (keptCells === 0 && consumed > 0) moveTo(bytes, bytes.length);
    if (filled + wanted > bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(filled + wanted, bytes.length * 2));
      bytes.copy(grown, 0, 0, filled);
      bytes = grown;
      cells = { bytes, starts, ends };
    }
  }

  /** Drops what has been read: the rest is moved to the front of the same or of another buffer. */
  function moveTo(target: Buffer, size: number): void {
    bytes.copy(target, 0, consumed, filled);
    bufferOffset += consumed;
    filled -= consumed;
    scannedTo -= consumed;
    consumed = 0;
    bytes = target.subarray(0, size);
    cells = { bytes, starts, ends };
  }

  function take(): CellBytes {
    const taken = {
      bytes: bytes.subarray(0, consumed),
      starts: starts.slice(0, keptCells),
      ends: ends.slice(0, keptCells),
    };
    // The next cells are likely to take as much.
    const size = Math.max(smallestBufferBytes, Math.ceil(filled * 1.25));
    keptCells = 0;
    moveTo(Buffer.allocUnsafeSlow(size), size);
    return taken;
  }

  function scan(isFinal: boolean): void {
    if (isAtStart && (filled > 0 || isFinal)) {
      isAtStart = false;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && filled >= 3) consumed = 3;
    }
    scannedTo = filled;
    const unread = bytes.subarray(consumed, filled);
    isText = isUtf8(isFinal ? unread : unread.subarray(0, wholeCharacters(unread))) && !unread.includes(0);
    while (consumed < filled) {
      const next = isSkippingLine ? skipLine(consumed, isFinal) : readRecord(consumed, isFinal);
      if (next === incomplete) break;
      consumed = next;
    }
  }

  /** Reads the record at `start` and returns where the next one begins, or `incomplete`. */
  function readRecord(start: number, isFinal: boolean): number {
    const data = bytes;
    const end = filled;
    const first = keptCells;
    let cell = first;
    let lineBreaks = 0;
    let at = start;
    fault = null;
    escaped.length = 0;
    for (;;) {
      let from = at;
      let to = at;
      if (at < end && data[at] === quote) {
        openQuote = at;
        from = at + 1;
        const within = Math.min(end, at + fieldBytes + 1);
        let breaks = 0;
        let isDoubled = false;
        for (to = from; to < within; to++) {
          const byte = data[to] as number;
          if (byte === quote) {
            if (to + 1 === end || data[to + 1] !== quote) break;
            isDoubled = true;
            to++;
          } else if (byte === carriageReturn || (byte === lineFeed && data[to - 1] !== carriageReturn)) {
            breaks++;
          }
        }
        if (to >= within) {
          const isWithin = end - at <= fieldBytes;
          if (isWithin && !isFinal) return awaitMore(start);
          const where = isWithin ? 'the source' : `${fieldBytes} bytes`;
          fail('ROW_UNTERMINATED', `is not closed within ${where}`, lineBreaks, cell - first);
          return recover(start, lineBreaks, isFinal);
        }
        if (to + 1 === end && !isFinal) return awaitMore(start);
        at = to + 1;
        if (at < end && endsField[data[at] as number] === 0) {
          fail('ROW_QUOTING', 'is closed, but text follows', lineBreaks, cell - first);
          return recover(start, lineBreaks, isFinal);
        }
        if (isDoubled) escaped.push(cell);
        if (fault === null && !isText) checkText(from, to, lineBreaks, cell - first);
        lineBreaks += breaks;
      } else {
        while (at < end && endsField[data[at] as number] === 0) at++;
        if (at === end && !isFinal) return awaitMore(start);
        to = at;
        if (to - from > fieldBytes) {
          limit(`The field is longer than ${fieldBytes} bytes.`, lineBreaks, cell - first);
        } else if (fault === null && !isText) {
          checkText(from, to, lineBreaks, cell - first);
        }
      }
      if (cell - first >= columns) limit(`The record has more than ${columns} fields.`, lineBreaks, columns);
      if (fault === null) {
        if (cell === starts.length) growCells();
        starts[cell] = from;
        ends[cell++] = to;
      }
      if (at - start > rowBytes) return refuseLong(start, isFinal);
      if (at < end && data[at] === delimiter) {
        at++;
        continue;
      }
      const isAtLastByte = data[at] === carriageReturn && at + 1 === end;
      if ((at === end || isAtLastByte) && !isFinal) return awaitMore(start);
      if (fault === null) {
        for (const one of escaped) undouble(one);
        keptCells = first + sink.record(cells, first, cell - first, line, bufferOffset + start);
        while (cell < keptCells) addEmptyCell(cell++);
      } else {
        report(start);
      }
      if (at === end) return end;
      line += lineBreaks + 1;
      return data[at] === carriageReturn && data[at + 1] === lineFeed ? at + 2 : at + 1;
    }
  }

  function addEmptyCell(cell: number): void {
    if (cell === starts.length) growCells();
    starts[cell] = 0;
    ends[cell] = 0;
  }

  function growCells(): void {
    const grownStarts = new Int32Array(starts.length * 2);
    const grownEnds = new Int32Array(starts.length * 2);
    grownStarts.set(starts);
    grownEnds.set(ends);
    starts = grownStarts;
    ends = grownEnds;
    cells = { bytes, starts, ends };
  }

  /** Makes single quotes of doubled ones, in place: the bytes are a copy. */
  function undouble(cell: number): void {
    const end = ends[cell] as number;
    let to = starts[cell] as number;
    for (let at = to; at < end; at++) {
      const byte = bytes[at] as number;
      bytes[to++] = byte;
      if (byte === quote) at++;
    }
    ends[cell] = to;
  }

  function checkText(from: number, to: number, lineBreaks: number, column: number): void {
    const field = bytes.subarray(from, to);
    const isNul = field.includes(0);
    if (!isNul && isUtf8(field)) return;
    const message = isNul
      ? 'The field has a NUL byte, which text never has. Is the file UTF-16 or binary?'
      : 'The field is not valid UTF-8. If the file is not, set "encoding".';
    fault = { code: 'ENCODING_INVALID', message, line: line + lineBreaks, column };
  }

  function limit(message: string, lineBreaks: number, column: number): void {
    fault ??= { code: 'LIMIT_EXCEEDED', message, line: line + lineBreaks, column };
  }

  function fail(
    code: 'ROW_UNTERMINATED' | 'ROW_QUOTING',
    what: string,
    lineBreaks: number,
    column: number,
  ): void {
    const openedOn = line + lineBreaks;
    const remedy = code === 'ROW_QUOTING' ? 'Double the quotes inside the field.' : 'Close it.';
    const message = `The quote opened on line ${openedOn} ${what}. ${remedy}`;
    fault = { code, message, line: openedOn, column };
  }

  /** Reports the fault and goes on after the line on which the quote was opened. */
  function recover(start: number, lineBreaks: number, isFinal: boolean): number {
    report(start);
    line += lineBreaks;
    return skipLine(openQuote, isFinal);
  }

  /** Waits for the rest of the record, unless it is too long already: then it is refused and skipped. */
  function awaitMore(start: number): number {
    return filled - start <= rowBytes ? incomplete : refuseLong(start, false);
  }

  function refuseLong(start: number, isFinal: boolean): number {
    fault = {
      code: 'LIMIT_EXCEEDED',
      message: `The record is longer than ${rowBytes} bytes.`,
      line,
      column: 0,
    };
    report(start);
    return skipLine(start, isFinal);
  }

  /** Goes to the start of the next line, over as many chunks as it takes. */
  function skipLine(from: number, isFinal: boolean): number {
    const data = bytes;
    const end = filled;
    let at = from;
    while (at < end && data[at] !== lineFeed && data[at] !== carriageReturn) at++;
    isSkippingLine = true;
    if (at === end) return end;
    if (data[at] === carriageReturn && at + 1 === end && !isFinal) return at === from ? incomplete : at;
    isSkippingLine = false;
    line++;
    return data[at] === carriageReturn && data[at + 1] === lineFeed ? at + 2 : at + 1;
  }

  function report(start: number): void {
    if (fault === null) return;
    const sample = bytes.toString('latin1', start, Math.min(start + 80, filled));
    sink.problem({ ...fault, byteOffset: bufferOffset + start, sample });
  }
}
