import type { ErrorCode } from '@titans/core';
import { type RawBatch, rawBatchOfTexts } from '../../records/raw-batch.js';
import { maskedValue, type Rejection } from '../../records/rejection.js';

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

/** @param width Texts of every record. */
export function recordCollector(source: string, width: number): RecordCollector {
  let records: (readonly string[])[] = [];
  let rows: number[] = [];
  let lines: number[] = [];
  let byteOffsets: number[] = [];
  let rejections: Rejection[] = [];
  let row = 0;
  return {
    add(texts, { line, byteOffset }) {
      records.push(texts);
      rows.push(++row);
      lines.push(line);
      byteOffsets.push(byteOffset);
    },
    reject({ code, message, column = null, value }, { line, byteOffset }) {
      rejections.push({
        code,
        message,
        source,
        row: ++row,
        line,
        byteOffset: Number.isNaN(byteOffset) ? null : byteOffset,
        field: null,
        column,
        value: value === undefined ? null : maskedValue(value),
      });
    },
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
