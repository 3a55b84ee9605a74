import { isAscii, isUtf8 } from 'node:buffer';
import type { ErrorCode } from '@titans/core';
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

/** Receives what the tokenizer finds, in the order of the source. */
export interface CsvSink {
  /** A well-formed record; an empty line is a record of one empty field. */
  record(fields: string[], line: number, byteOffset: number): void;
  problem(problem: CsvProblem): void;
}

/** Splits bytes into CSV records as they arrive. */
export interface CsvTokenizer {
  push(chunk: Uint8Array): void;
  /** The last record needs no line break. */
  end(): void;
}

export interface CsvTokenizerOptions {
  /** One ASCII character. */
  readonly delimiter: string;
  readonly limits?: CsvLimits;
}

const quoteByte = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const incomplete = -1;
const smallestScanBytes = 16 * 1024;

/**
 * Reads RFC 4180 records from UTF-8 bytes in one pass, with the line and the byte offset of each. LF, CRLF and CR
 * end a record; a quote has a meaning at the start of a field only; a byte order mark is skipped.
 *
 * A malformed record is reported and reading goes on: after the line on which its quote was opened if the quote is
 * never closed or is followed by text, else after the record. Every byte is looked at a bounded number of times,
 * and no more than one record of the permitted size is held in memory.
 */
export function csvTokenizer(options: CsvTokenizerOptions, sink: CsvSink): CsvTokenizer {
  const delimiter = options.delimiter.charCodeAt(0);
  const limits = options.limits ?? defaultCsvLimits;
  let bytes: Buffer = Buffer.alloc(0);
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  /** The same bytes, one character each, since slicing a string is much cheaper than decoding a field. */
  let text = '';
  let isPlain = true;
  let bufferOffset = 0;
  let line = 1;
  let isAtStart = true;
  let isSkippingLine = false;
  let openQuote = -1;
  let fault: Omit<CsvProblem, 'byteOffset' | 'sample'> | null = null;

  return {
    push(chunk) {
      waiting.push(chunk);
      waitingBytes += chunk.length;
      // A record that is not yet complete is scanned again only when as much again has come.
      if (waitingBytes >= Math.max(bytes.length, smallestScanBytes)) scan(false);
    },
    end: () => scan(true),
  };

  function scan(isFinal: boolean): void {
    bytes =
      bytes.length === 0 && waiting.length === 1 ? asBuffer(waiting[0]) : Buffer.concat([bytes, ...waiting]);
    waiting = [];
    waitingBytes = 0;
    let position = 0;
    if (isAtStart) {
      isAtStart = false;
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) position = 3;
    }
    text = bytes.toString('latin1');
    isPlain = isAscii(bytes) && !bytes.includes(0);
    const end = bytes.length;
    while (position < end) {
      const next = isSkippingLine ? skipLine(position, isFinal) : readRecord(position, isFinal);
      if (next === incomplete) break;
      position = next;
    }
    bytes = bytes.subarray(position);
    bufferOffset += position;
  }

  /** Reads the record at `start` and returns where the next one begins, or `incomplete`. */
  function readRecord(start: number, isFinal: boolean): number {
    const end = bytes.length;
    const fields: string[] = [];
    let lineBreaks = 0;
    let at = start;
    fault = null;
    for (;;) {
      if (at < end && bytes[at] === quoteByte) {
        openQuote = at;
        const close = closingQuote(at + 1, isFinal);
        if (close === incomplete && !isFinal && end - at <= limits.fieldBytes) return incomplete;
        if (close === incomplete || close - at > limits.fieldBytes) {
          const within = close === incomplete && isFinal ? 'the source' : `${limits.fieldBytes} bytes`;
          fail('ROW_UNTERMINATED', `is not closed within ${within}`, lineBreaks, fields.length);
          return recover(start, lineBreaks, isFinal);
        }
        addField(fields, at + 1, close, lineBreaks, true);
        const afterQuote = close + 1;
        const breaks = countLineBreaks(at + 1, close);
        if (afterQuote < end && !isSeparator(bytes[afterQuote] as number)) {
          fail('ROW_QUOTING', 'is closed, but text follows', lineBreaks, fields.length - 1);
          return recover(start, lineBreaks, isFinal);
        }
        lineBreaks += breaks;
        at = afterQuote;
      } else {
        const from = at;
        while (at < end && !isSeparator(bytes[at] as number)) at++;
        if (at === end && !isFinal) return awaitMore(start);
        addField(fields, from, at, lineBreaks, false);
      }
      if (at < end && bytes[at] === delimiter) {
        at++;
        continue;
      }
      const isAtLastByte = bytes[at] === carriageReturn && at + 1 === end;
      if ((at === end || isAtLastByte) && !isFinal) return awaitMore(start);
      emit(fields, start, at);
      if (at === end) return end;
      line += lineBreaks + 1;
      return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : at + 1;
    }
  }

  function closingQuote(from: number, isFinal: boolean): number {
    for (let search = from; ; ) {
      const found = text.indexOf('"', search);
      if (found === -1) return incomplete;
      if (found + 1 === bytes.length) return isFinal ? found : incomplete;
      if (bytes[found + 1] !== quoteByte) return found;
      search = found + 2;
    }
  }

  function addField(fields: string[], from: number, to: number, lineBreaks: number, isQuoted: boolean): void {
    if (fault !== null) return;
    const column = fields.length;
    if (column >= limits.columns) {
      const message = `The record has more than ${limits.columns} fields.`;
      fault = { code: 'LIMIT_EXCEEDED', message, line: line + lineBreaks, column };
    } else if (to - from > limits.fieldBytes) {
      const message = `The field is longer than ${limits.fieldBytes} bytes.`;
      fault = { code: 'LIMIT_EXCEEDED', message, line: line + lineBreaks, column };
    } else {
      const raw = isPlain ? text.slice(from, to) : decode(from, to, lineBreaks, column);
      fields.push(isQuoted && raw.includes('""') ? raw.replaceAll('""', '"') : raw);
    }
  }

  function decode(from: number, to: number, lineBreaks: number, column: number): string {
    const raw = text.slice(from, to);
    let seen = 0;
    for (let i = from; i < to; i++) {
      const byte = bytes[i] as number;
      if (byte === 0) seen = 0x100;
      seen |= byte;
    }
    if (seen >= 0x100) {
      const message = 'The field has a NUL byte, which text never has. Is the file UTF-16 or binary?';
      fault = { code: 'ENCODING_INVALID', message, line: line + lineBreaks, column };
      return raw;
    }
    if (seen < 0x80) return raw;
    if (!isUtf8(bytes.subarray(from, to))) {
      const message = 'The field is not valid UTF-8. Convert the file to UTF-8.';
      fault = { code: 'ENCODING_INVALID', message, line: line + lineBreaks, column };
      return raw;
    }
    return bytes.toString('utf8', from, to);
  }

  function emit(fields: string[], start: number, end: number): void {
    if (fault === null && end - start > limits.rowBytes) {
      const message = `The record is longer than ${limits.rowBytes} bytes.`;
      fault = { code: 'LIMIT_EXCEEDED', message, line, column: 0 };
    }
    if (fault === null) sink.record(fields, line, bufferOffset + start);
    else report(start);
  }

  function fail(
    code: 'ROW_UNTERMINATED' | 'ROW_QUOTING',
    what: string,
    lineBreaks: number,
    column: number,
  ): void {
    const openedOn = line + lineBreaks;
    const remedy = code === 'ROW_QUOTING' ? 'Double the quotes inside the field.' : 'Close it.';
    fault = {
      code,
      message: `The quote opened on line ${openedOn} ${what}. ${remedy}`,
      line: openedOn,
      column,
    };
  }

  /** Reports the fault and goes on after the line on which the quote was opened. */
  function recover(start: number, lineBreaks: number, isFinal: boolean): number {
    report(start);
    line += lineBreaks;
    return skipLine(openQuote, isFinal);
  }

  /** Waits for the rest of the record, unless it is too long already: then it is refused and skipped. */
  function awaitMore(start: number): number {
    if (bytes.length - start <= limits.rowBytes) return incomplete;
    const message = `The record is longer than ${limits.rowBytes} bytes.`;
    fault = { code: 'LIMIT_EXCEEDED', message, line, column: 0 };
    report(start);
    return skipLine(start, false);
  }

  /** Goes to the start of the next line, over as many chunks as it takes. */
  function skipLine(from: number, isFinal: boolean): number {
    const end = bytes.length;
    let at = from;
    while (at < end && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at++;
    isSkippingLine = true;
    if (at === end) return end;
    if (bytes[at] === carriageReturn && at + 1 === end && !isFinal) return at === from ? incomplete : at;
    isSkippingLine = false;
    line++;
    return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : at + 1;
  }

  function report(start: number): void {
    if (fault === null) return;
    sink.problem({ ...fault, byteOffset: bufferOffset + start, sample: text.slice(start, start + 80) });
  }

  function isSeparator(byte: number): boolean {
    return byte === delimiter || byte === lineFeed || byte === carriageReturn;
  }

  function countLineBreaks(from: number, to: number): number {
    let breaks = 0;
    for (let i = from; i < to; i++) {
      const byte = bytes[i] as number;
      if (byte === lineFeed && bytes[i - 1] !== carriageReturn) breaks++;
      else if (byte === carriageReturn) breaks++;
    }
    return breaks;
  }
}

/** Whether the record is a line with nothing but white space. */
export function isBlankRecord(fields: readonly string[]): boolean {
  return fields.length === 1 && fields[0]?.trim() === '';
}

function asBuffer(chunk: Uint8Array | undefined): Buffer {
  if (chunk === undefined) return Buffer.alloc(0);
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
