import { TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import { type RawBatch, rawBatchOfTexts } from '../../records/raw-batch.js';
import { maskColumn, maskedValue, type Rejection } from '../../records/rejection.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import type { Decision } from '../import-profile.js';
import { resemblesOtherFormat } from '../known-formats.js';
import { type CsvLimits, defaultCsvLimits } from './csv-limits.js';
import { inferDelimiter } from './delimiter.js';
import { type CsvProblem, csvTokenizer, isBlankRecord } from './tokenizer.js';

/** How much of a CSV source is taken at once. */
export interface CsvOptions {
  readonly limits?: Partial<CsvLimits>;
  /** Records after which a batch ends, 8,192 unless told; it is filled up with what was read in one piece. */
  readonly batchRows?: number;
}

const csvName = /\.(csv|tsv|tab|txt)$/i;

/**
 * Reads CSV (RFC 4180) and its relatives with `;`, tab or `|`, in UTF-8, with a header in the first line that is
 * not blank. Blank lines, with white space or without, are no records.
 *
 * A record that is malformed, too long or of another width than the header becomes a rejection and the rest is
 * read. Empty fields beyond the last column are ignored, since some banks end every line with a delimiter.
 *
 * @example
 * ```ts
 * import { csvExtractor, extract } from '@titans/etl';
 *
 * const statement = await extract('statement.txt', { extractors: [csvExtractor({ batchRows: 1_000 })] }).table();
 * ```
 */
export function csvExtractor(options: CsvOptions = {}): Extractor {
  const limits: CsvLimits = { ...defaultCsvLimits, ...options.limits };
  const batchRows = options.batchRows ?? 8_192;
  return { format: 'csv', recognise, open };

  function recognise(sample: SourceSample): number {
    if (resemblesOtherFormat(sample) !== null) return 0;
    if (csvName.test(sample.name)) return 0.9;
    return inferDelimiter(sample.bytes, sample.isWhole).confidence * 0.8;
  }

  async function open(input: ByteInput, { settings = {} }: OpenOptions = {}): Promise<RecordStream> {
    const { bytes, isWhole, name } = input.sample;
    refuseUtf16(input.sample);
    const given = settings.csv?.delimiter;
    const found = given === undefined ? inferDelimiter(bytes, isWhole) : { delimiter: given, confidence: 1 };
    const { columns, headerLine } = readHeader(input.sample, found.delimiter, limits);
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const decisions: Decision[] = [
      {
        setting: 'delimiter',
        value: found.delimiter,
        confidence: found.confidence,
        basis: given === undefined ? 'inferred' : 'given',
      },
      {
        setting: 'encoding',
        value: 'utf-8',
        confidence: 1,
        basis: hasMark ? 'inferred' : 'default',
      },
    ];
    return {
      columns,
      headerLine,
      decisions,
      settings: { csv: { delimiter: found.delimiter } },
      batches: (work = {}) => csvBatches(input, name, columns, found.delimiter, limits, batchRows, work),
    };
  }
}

async function* csvBatches(
  input: ByteInput,
  source: string,
  columns: readonly string[],
  delimiter: string,
  limits: CsvLimits,
  batchRows: number,
  work: WorkOptions,
): AsyncGenerator<RawBatch> {
  let collected = emptyBatch();
  let row = 0;
  let isHeaderRead = false;
  const tokenizer = csvTokenizer(
    { delimiter, limits },
    {
      record(fields, line, byteOffset) {
        if (columns.length > 1 && isBlankRecord(fields)) return;
        if (!isHeaderRead) {
          isHeaderRead = true;
          return;
        }
        row++;
        if (fields.length !== columns.length && !isPadded(fields)) {
          collected.rejections.push(widthRejection(fields, line, byteOffset));
          return;
        }
        collected.records.push(fields);
        collected.row.push(row);
        collected.line.push(line);
        collected.byteOffset.push(byteOffset);
      },
      problem(problem) {
        row++;
        collected.rejections.push(problemRejection(problem, source, row, columns));
      },
    },
  );

  for await (const chunk of input.chunks()) {
    throwIfAborted(work.signal, 'extract');
    tokenizer.push(chunk);
    if (collected.records.length + collected.rejections.length >= batchRows) {
      yield sealBatch(collected, columns.length);
      collected = emptyBatch();
    }
  }
  tokenizer.end();
  yield sealBatch(collected, columns.length);

  function isPadded(fields: string[]): boolean {
    if (fields.length < columns.length) return false;
    for (let i = columns.length; i < fields.length; i++) if (fields[i] !== '') return false;
    fields.length = columns.length;
    return true;
  }

  function widthRejection(fields: readonly string[], line: number, byteOffset: number): Rejection {
    return {
      code: 'ROW_WIDTH',
      message: `The row has ${fields.length} field${fields.length === 1 ? '' : 's'}, the header has ${columns.length}.`,
      source,
      row,
      line,
      byteOffset,
      field: null,
      column: null,
      value: maskedValue(fields.slice(0, 16).join(delimiter)),
    };
  }
}

/** The first record that is not blank. */
function readHeader(
  sample: SourceSample,
  delimiter: string,
  limits: CsvLimits,
): Pick<RecordStream, 'columns' | 'headerLine'> {
  let header: { readonly columns: readonly string[]; readonly line: number } | null = null;
  let firstProblem: CsvProblem | null = null;
  const tokenizer = csvTokenizer(
    { delimiter, limits },
    {
      record(fields, line) {
        if (firstProblem === null && !isBlankRecord(fields)) header ??= { columns: fields, line };
      },
      problem(problem) {
        if (header === null) firstProblem ??= problem;
      },
    },
  );
  tokenizer.push(sample.bytes);
  if (sample.isWhole) tokenizer.end();
  const problem = firstProblem as CsvProblem | null;
  const found = header as { readonly columns: readonly string[]; readonly line: number } | null;
  if (problem !== null) {
    throw new TitansError(problem.code, `The header of "${sample.name}" cannot be read. ${problem.message}`, {
      details: { source: sample.name, line: problem.line, byteOffset: problem.byteOffset },
    });
  }
  if (found === null) {
    throw new TitansError(
      'LIMIT_EXCEEDED',
      `"${sample.name}" has no header within its first ${sample.bytes.length} bytes, or more than ${limits.columns} columns.`,
      { details: { source: sample.name, line: 1 } },
    );
  }
  return { columns: Object.freeze(found.columns.map((column) => column.trim())), headerLine: found.line };
}

function refuseUtf16({ bytes, name }: SourceSample): void {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (mark === 0xfffe || mark === 0xfeff) {
    throw new TitansError('ENCODING_INVALID', `"${name}" is UTF-16. Convert it to UTF-8.`, {
      details: { source: name, byteOffset: 0 },
    });
  }
}

function problemRejection(
  problem: CsvProblem,
  source: string,
  row: number,
  columns: readonly string[],
): Rejection {
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

interface CollectedRecords {
  readonly records: string[][];
  readonly row: number[];
  readonly line: number[];
  readonly byteOffset: number[];
  readonly rejections: Rejection[];
}

function emptyBatch(): CollectedRecords {
  return { records: [], row: [], line: [], byteOffset: [], rejections: [] };
}

function sealBatch(collected: CollectedRecords, width: number): RawBatch {
  return rawBatchOfTexts({
    width,
    records: collected.records,
    provenance: {
      row: Int32Array.from(collected.row),
      line: Int32Array.from(collected.line),
      byteOffset: Float64Array.from(collected.byteOffset),
    },
    rejections: collected.rejections,
  });
}
