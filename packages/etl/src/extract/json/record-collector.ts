import { isUtf8 } from 'node:buffer';
import { type AmountFormat, TitansError } from '@titans/core';
import { columnAliases, importFields } from '../../normalise/import-field.js';
import { type RawBatch, rawBatchOfTexts } from '../../records/raw-batch.js';
import { maskColumn, type Rejection, rejectionOf } from '../../records/rejection.js';
import { columnsOfNothing } from '../columns-of-nothing.js';
import type { Decision } from '../import-profile.js';
import type { ImportSettings } from '../import-settings.js';
import { type ApiShape, shapeOf } from './api-shapes.js';
import { jsonColumns } from './json-columns.js';
import type { JsonLimits } from './json-limits.js';
import { hasJsonNumbersOnly, momentConventions } from './number-conventions.js';
import { recordParser } from './record-parser.js';

/** Turns JSON objects into batches of texts. */
export interface RecordCollector {
  /**
   * Takes one record; one that cannot be read becomes a rejection.
   *
   * @param bytes The JSON text of the record; `null` for one that is too large.
   * @param line From 1; 0 where the source has none.
   * @param byteOffset From 0; NaN where the source has none.
   */
  add(bytes: Uint8Array | null, line: number, byteOffset: number): void;
  /** Whether enough records were seen to settle the columns. */
  hasSeenEnough(): boolean;
  /** Settles the columns, before the first batch is taken. */
  settle(): SettledColumns;
  /** Batches that are full, or all that is held at the end. */
  take(isEnd: boolean): Iterable<RawBatch>;
}

/** What is known of the records once the columns are settled. */
export interface SettledColumns {
  readonly columns: readonly string[];
  readonly decisions: readonly Decision[];
  readonly settings: ImportSettings;
}

const spellingsOfFields: ReadonlySet<string> = new Set(importFields.flatMap((field) => columnAliases[field]));

const jsonAmounts: AmountFormat = Object.freeze({
  decimalMark: '.',
  groupMark: '',
  negative: 'leading-minus',
});

/** Starts to collect the records of a source. */
export function recordCollector(
  source: string,
  limits: JsonLimits,
  given: ImportSettings,
  batchRows: number,
): RecordCollector {
  const told = Object.values(given.columns ?? {}).flat();
  const columns = jsonColumns(limits.columns, told);
  const parser = recordParser(columns, limits, refuseLateField);
  let records: (string | undefined)[][] = [];
  let row: number[] = [];
  let line: number[] = [];
  let byteOffset: number[] = [];
  let rejections: Rejection[] = [];
  let rows = 0;
  let bytesSeen = 0;
  let names: readonly string[] = [];
  let shape: (Pick<ApiShape, 'decisions' | 'rewrite'> & Partial<ApiShape>) | null = null;

  function add(bytes: Uint8Array | null, atLine: number, atByte: number): void {
    rows++;
    bytesSeen += bytes?.length ?? 0;
    try {
      const cells = parser.parse(textOf(bytes));
      if (columns.isSealed) shape?.rewrite?.(cells);
      records.push(cells);
      row.push(rows);
      line.push(atLine);
      byteOffset.push(atByte);
    } catch (error) {
      const place = {
        source,
        row: rows,
        line: atLine === 0 ? null : atLine,
        byteOffset: Number.isNaN(atByte) ? null : atByte,
      };
      const column = error instanceof TitansError ? (error.details.column ?? null) : null;
      rejections.push(rejectionOf(error, place, column));
    }
  }

  function textOf(bytes: Uint8Array | null): string {
    if (bytes === null || bytes.length > limits.recordBytes) {
      throw new TitansError('LIMIT_EXCEEDED', `The record has more than ${limits.recordBytes} bytes.`);
    }
    if (!isUtf8(bytes)) throw new TitansError('ENCODING_INVALID', 'The record is not valid UTF-8.');
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  }

  function refuseLateField(path: string): void {
    if (!columns.isSealed || !spellingsOfFields.has(spelling(path))) return;
    const name = maskColumn(path);
    throw new TitansError(
      'FIELD_INVALID',
      `"${name}" does not appear in the first records, so that it is no column. Name it with the option "columns".`,
      { details: { column: name } },
    );
  }

  function settle(): SettledColumns {
    const found = columns.seal();
    // Where every record was rejected, it is for these reasons that there is nothing, not for want of columns.
    names = records.length > 0 ? found : [...new Set([...found, ...columnsOfNothing])];
    shape = shapeOf(names, (column) => records[0]?.[column] ?? '') ?? momentConventions(names, records);
    const usesJsonNumbers = shape?.settings !== undefined || hasJsonNumbersOnly(records);
    const { rewrite } = shape ?? {};
    if (rewrite !== undefined) for (const cells of records) rewrite(cells);
    return {
      columns: names,
      settings: { ...(usesJsonNumbers ? { amountFormat: jsonAmounts } : {}), ...shape?.settings },
      decisions: [...(shape?.decisions ?? []), ...(columns.isFull ? [fullDecision(limits)] : [])],
    };
  }

  function* take(isEnd: boolean): Generator<RawBatch> {
    if (!isEnd && records.length + rejections.length < batchRows) return;
    for (let from = 0; from === 0 || from < records.length; from += batchRows) {
      const to = from + batchRows;
      yield rawBatchOfTexts({
        width: names.length,
        records: records.slice(from, to).map(completed),
        provenance: {
          row: Int32Array.from(row.slice(from, to)),
          line: Int32Array.from(line.slice(from, to)),
          byteOffset: Float64Array.from(byteOffset.slice(from, to)),
        },
        rejections: from === 0 ? rejections : [],
      });
    }
    records = [];
    row = [];
    line = [];
    byteOffset = [];
    rejections = [];
  }

  function completed(cells: readonly (string | undefined)[]): readonly string[] {
    const texts: string[] = [];
    for (let column = 0; column < names.length; column++) texts.push(cells[column] ?? '');
    return texts;
  }

  return {
    add,
    hasSeenEnough: () => rows >= limits.lookRecords || bytesSeen >= limits.lookBytes,
    settle,
    take,
  };
}

function fullDecision(limits: JsonLimits): Decision {
  return {
    setting: 'json.columns',
    value: limits.columns,
    confidence: 1,
    basis: 'default',
    reason: `The records have more than ${limits.columns} keys; those beyond are left out.`,
  };
}

/** As names of columns are compared: without case, spaces and punctuation. */
function spelling(path: string): string {
  return path.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
