import { isTitansError, type TitansError } from '@titans/core';
import { type RawBatch, recordTexts } from '../records/raw-batch.js';
import { maskColumn, maskedValue, type Rejection, rejectionOf } from '../records/rejection.js';
import type { ImportField } from './import-field.js';

/** The records of a batch that cannot be taken, each with its first fault. */
export interface Refusals {
  /** One entry per record, 1 for those that are refused: they are not looked at any further. */
  readonly isRefused: Uint8Array;
  count(): number;
  /** Errors that are no `TitansError` are thrown on. */
  refuse(record: number, field: ImportField | null, error: unknown): void;
  rejections(): readonly Rejection[];
}

/** Where the columns of the fields are, and how they are named. */
export interface RefusalPlaces {
  readonly source: string;
  readonly header: readonly string[];
  readonly indexOf: (field: ImportField) => number;
}

export function refusalsOf(raw: RawBatch, { source, header, indexOf }: RefusalPlaces): Refusals {
  const isRefused = new Uint8Array(raw.length);
  const faults = new Map<number, { readonly field: ImportField | null; readonly error: TitansError }>();
  return {
    isRefused,
    count: () => faults.size,
    refuse(record, field, error) {
      if (!isTitansError(error)) throw error;
      isRefused[record] = 1;
      faults.set(record, { field, error });
    },
    rejections: () =>
      [...faults]
        .sort(([a], [b]) => a - b)
        .map(([record, { field, error }]) => rejectionAt(record, field, error)),
  };

  function rejectionAt(record: number, field: ImportField | null, error: TitansError): Rejection {
    const texts = recordTexts(raw, record);
    const index = field === null ? -1 : indexOf(field);
    const value = field === null ? texts.filter((text) => text.trim() !== '').join(' ') : texts[index];
    const line = raw.provenance.line[record] as number;
    const byteOffset = raw.provenance.byteOffset[record] as number;
    const place = {
      source,
      row: raw.provenance.row[record] as number,
      line: line === 0 ? null : line,
      byteOffset: Number.isNaN(byteOffset) ? null : byteOffset,
    };
    const column = header[index];
    const details = {
      ...(field === null ? {} : { field }),
      ...(value === undefined ? {} : { value: maskedValue(value) }),
    };
    return rejectionOf(error.at(details), place, column === undefined ? null : maskColumn(column));
  }
}
