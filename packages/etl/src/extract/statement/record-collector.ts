import type { ErrorCode } from '@titans/core';
import type { ImportField } from '../../normalise/import-field.js';
import { type RawBatch, rawBatchOfTexts } from '../../records/raw-batch.js';
import { maskedValue, type Rejection } from '../../records/rejection.js';
import { undecodableMark } from './field-decoder.js';

/** Where a record begins. */
export interface RecordStart {
  /** From 1. */
  readonly line: number;
  /** From 0; NaN where it is not known. */
  readonly byteOffset: number;
}

/** What is wrong with a record. */
export interface RecordProblem {
  readonly code: ErrorCode;
  readonly message: string;
  /** Field of the transaction, where one is to blame. */
  readonly field?: ImportField;
  /** Part of the source as the format names it, such as a tag. */
  readonly column?: string;
  /** The offending text, not masked. */
  readonly value?: string;
}

/** Gathers the records of a source, numbered from 1 in the order in which they are given, until they make a batch. */
export interface RecordCollector {
  add(texts: readonly string[], start: RecordStart): void;
  reject(problem: RecordProblem, start: RecordStart): void;
  /** Records and rejections since the last batch. */
  size(): number;
  /** A batch of them. */
  seal(): RawBatch;
}

/**
 * Makes a collector, which refuses records with bytes that are no text.
 *
 * @param width Texts of every record.
 */
export function recordCollector(source: string, width: number): RecordCollector {
  let records: (readonly string[])[] = [];
  let rows: number[] = [];
  let lines: number[] = [];
  let byteOffsets: number[] = [];
  let rejections: Rejection[] = [];
  let row = 0;
  function reject({ code, message, field, column, value }: RecordProblem, start: RecordStart): void {
    rejections.push({
      code,
      message,
      source,
      row: ++row,
      line: start.line,
      byteOffset: Number.isNaN(start.byteOffset) ? null : start.byteOffset,
      field: field ?? null,
      column: column ?? null,
      value: value === undefined ? null : maskedValue(value),
    });
  }

  return {
    add(texts, start) {
      const undecodable = texts.find((text) => text.includes(undecodableMark));
      if (undecodable !== undefined) {
        const message =
          'The record has bytes that are no text in the encoding of the source. Is "encoding" right?';
        reject({ code: 'ENCODING_INVALID', message, value: undecodable.replace(undecodableMark, '') }, start);
        return;
      }
      records.push(texts);
      rows.push(++row);
      lines.push(start.line);
      byteOffsets.push(start.byteOffset);
    },
    reject,
    size: () => records.length + rejections.length,
    seal() {
      const batch = rawBatchOfTexts({
        width,
        records,
        provenance: {
          row: Int32Array.from(rows),
          line: Int32Array.from(lines),
          byteOffset: Float64Array.from(byteOffsets),
        },
        rejections,
      });
      records = [];
      rows = [];
      lines = [];
      byteOffsets = [];
      rejections = [];
      return batch;
    },
  };
}
