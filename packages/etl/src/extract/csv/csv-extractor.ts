import { TitansError } from '@titans/core';
import type { ByteInput, SourceSample } from '../byte-input.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import type { Decision } from '../import-profile.js';
import { resemblesOtherFormat } from '../known-formats.js';
import { csvBatches } from './csv-batches.js';
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
    const { columns, headerLine, headerByte } = readHeader(input.sample, found.delimiter, limits);
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
      batches: (work = {}) =>
        csvBatches(
          input.chunks(),
          {
            source: name,
            columns,
            delimiter: found.delimiter,
            limits,
            batchRows,
            startByte: headerByte,
            startLine: headerLine,
            skipRecords: 1,
          },
          work,
        ),
    };
  }
}

interface Header {
  readonly columns: readonly string[];
  readonly headerLine: number;
  readonly headerByte: number;
}

/** The first record that is not blank. */
function readHeader(sample: SourceSample, delimiter: string, limits: CsvLimits): Header {
  let header: { readonly columns: readonly string[]; readonly line: number; readonly byte: number } | null =
    null;
  let firstProblem: CsvProblem | null = null;
  const tokenizer = csvTokenizer(
    { delimiter, limits },
    {
      record(fields, line, byte) {
        if (firstProblem === null && !isBlankRecord(fields)) header ??= { columns: fields, line, byte };
      },
      problem(problem) {
        if (header === null) firstProblem ??= problem;
      },
    },
  );
  tokenizer.push(sample.bytes);
  if (sample.isWhole) tokenizer.end();
  const problem = firstProblem as CsvProblem | null;
  const found = header as {
    readonly columns: readonly string[];
    readonly line: number;
    readonly byte: number;
  } | null;
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
  return {
    columns: Object.freeze(found.columns.map((column) => column.trim())),
    headerLine: found.line,
    headerByte: found.byte,
  };
}

function refuseUtf16({ bytes, name }: SourceSample): void {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (mark === 0xfffe || mark === 0xfeff) {
    throw new TitansError('ENCODING_INVALID', `"${name}" is UTF-16. Convert it to UTF-8.`, {
      details: { source: name, byteOffset: 0 },
    });
  }
}
