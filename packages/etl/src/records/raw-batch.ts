import { TitansError } from '@titans/core';
import { requireMembers } from '../validation/arguments.js';
import type { Provenance } from './provenance.js';
import type { Rejection } from './rejection.js';

/**
 * A bounded run of records as the source wrote them, before anything is interpreted: the text of every cell as UTF-8
 * bytes, decoded only where it is needed. Numbers are the digits of the source, never the result of a conversion.
 */
export interface RawBatch {
  /** Number of records. */
  readonly length: number;
  /** Cells of each record: one per column of the stream. */
  readonly width: number;
  /** Valid UTF-8 that holds the text of every cell. */
  readonly bytes: Uint8Array;
  /** Where cell `record * width + column` begins in `bytes`. */
  readonly starts: Int32Array;
  /** Where it ends; an absent value ends where it begins. */
  readonly ends: Int32Array;
  readonly provenance: Provenance;
  /** Records of this run that could not be read. */
  readonly rejections: readonly Rejection[];
}

/** Records as texts, for formats whose parser gives texts. */
export interface TextRecords {
  readonly width: number;
  /** One text per column for every record; the empty text is an absent value. */
  readonly records: readonly (readonly string[])[];
  readonly provenance: Provenance;
  readonly rejections?: readonly Rejection[];
}

/** Makes a batch of texts. Unpaired surrogates become U+FFFD, since they are not text. */
export function rawBatchOfTexts(given: TextRecords): RawBatch {
  requireMembers(
    given,
    ['width', 'records', 'provenance'],
    'records',
    'A batch is made of { width, records, provenance }',
  );
  const { width, records, provenance, rejections = [] } = given;
  const starts = new Int32Array(records.length * width);
  const ends = new Int32Array(records.length * width);
  const texts = records.map((record) => record.join(''));
  // No character takes more than three bytes for each of its UTF-16 units.
  const buffer = Buffer.allocUnsafe(3 * texts.reduce((sum, text) => sum + text.length, 0));
  let at = 0;
  let cell = 0;
  for (const [index, text] of texts.entries()) {
    const cells = records[index] as readonly string[];
    const isAscii = buffer.write(text, at) === text.length;
    for (const each of cells) {
      starts[cell] = at;
      // A text of ASCII alone has as many bytes as characters; others are written cell by cell, since two halves of a
      // character in two cells are none.
      at += isAscii ? each.length : buffer.write(each, at);
      ends[cell++] = at;
    }
  }
  const bytes = new Uint8Array(buffer.subarray(0, at));
  return { length: records.length, width, bytes, starts, ends, provenance, rejections };
}

/** The text of one cell. */
export function cellText(batch: RawBatch, record: number, column: number): string {
  requireBatch(batch);
  const cell = record * batch.width + column;
  if (!(cell >= 0 && cell < batch.starts.length)) {
    throw new TitansError('INVALID_ARGUMENT', 'There is no such record or column in the batch.', {
      details: { field: 'record' },
    });
  }
  const { buffer, byteOffset } = batch.bytes;
  const from = batch.starts[cell] as number;
  return Buffer.from(buffer, byteOffset + from, (batch.ends[cell] as number) - from).toString('utf8');
}

/** The texts of one record, one per column. */
export function recordTexts(batch: RawBatch, record: number): readonly string[] {
  requireBatch(batch);
  return Array.from({ length: batch.width }, (_, column) => cellText(batch, record, column));
}

/** The texts of all records. */
export function batchTexts(batch: RawBatch): readonly (readonly string[])[] {
  requireBatch(batch);
  return Array.from({ length: batch.length }, (_, record) => recordTexts(batch, record));
}

function requireBatch(batch: unknown): void {
  const members = ['length', 'width', 'bytes', 'starts', 'ends'];
  requireMembers(batch, members, 'batch', 'A batch of records is needed, such as rawBatchOfTexts gives');
}
