import { isUtf8 } from 'node:buffer';
import { requireKnownOptions } from '../../validation/arguments.js';
import type { ByteInput, SourceSample } from '../byte-input.js';
import { markedEncoding } from '../encoding/infer-encoding.js';
import { utf16WithoutMark } from '../encoding/utf-16.js';
import { utf8Decoder } from '../encoding/utf8-decoder.js';
import { type Utf8Input, utf8Input } from '../encoding/utf8-input.js';
import { wholeCharacters } from '../encoding/whole-characters.js';
import type { Extractor, OpenOptions, RecordStream } from '../extractor.js';
import { resemblesOtherFormat } from '../known-formats.js';
import { csvBatches } from './csv-batches.js';
import { type CsvLimits, defaultCsvLimits } from './csv-limits.js';
import { inferDialect } from './dialect.js';
import { findHeader, usualWidth } from './header.js';
import { type CsvLayout, inferLayout } from './layout.js';
import { preambleFacts } from './preamble-facts.js';
import { isRemark } from './remarks.js';
import { tableRows } from './table-rows.js';

/** How much of a CSV source is taken at once. */
export interface CsvOptions {
  readonly limits?: Partial<CsvLimits>;
  /** Records after which a batch ends, 8,192 unless told; it is filled up with what was read in one piece. */
  readonly batchRows?: number;
}

const csvName = /\.(csv|tsv|tab)$/i;

/**
 * Reads CSV (RFC 4180) and its relatives: parted by `,` `;` tab or `|`, quoted by `"` or `'`, in UTF-8, UTF-16 or an
 * encoding of one byte for each character, with or without a header and lines before it. How a source is laid out is
 * found out from its first 64 KiB, its encoding from all of it; settings override each decision.
 *
 * Blank lines, with white space and delimiters or without, are no records. A record that is malformed, too long or of
 * another width than the header becomes a rejection and the rest is read. So do a repeated header and totals after
 * the last record. Empty fields beyond the last column are ignored, since some banks end every line with a delimiter;
 * fields that are missing at the end are empty where many of the first records lack them.
 *
 * @example
 * ```ts
 * import { csvExtractor, extract } from '@titans/etl';
 *
 * const statement = await extract('statement.txt', { extractors: [csvExtractor({ batchRows: 1_000 })] }).table();
 * ```
 */
export function csvExtractor(options: CsvOptions = {}): Extractor {
  requireKnownOptions(options, ['limits', 'batchRows'], 'csvExtractor');
  const limits: CsvLimits = { ...defaultCsvLimits, ...options.limits };
  const batchRows = options.batchRows ?? 8_192;
  return { format: 'csv', recognise, open };

  function recognise(sample: SourceSample): number {
    if (resemblesOtherFormat(sample) !== null) return 0;
    const text = sampleAsUtf8(sample);
    if (!isMostlyText(text)) return 0;
    if (csvName.test(sample.name)) return 0.9;
    const { confidence, evenness, records } = inferDialect(text, sample.isWhole, {}, limits);
    const lines = records.filter(({ isBlank }) => !isBlank);
    const data = lines.filter(({ cells }) => cells.length > 1 && !isRemark(cells));
    const width = usualWidth(records);
    const even = data.filter(({ cells }) => cells.length === width).length / Math.max(data.length, 1);
    // A short export can have as many lines around its records as records; prose has few lines that look like one.
    const density = Math.min(1, (3 * data.length) / Math.max(lines.length, 1));
    const isTable = data.length > 0 || findHeader(records).confidence > 0.85;
    return confidence * (isTable ? 0.8 * Math.max(even * density, evenness) : 0.3 * evenness);
  }

  async function open(input: ByteInput, open: OpenOptions = {}): Promise<RecordStream> {
    const { settings = {} } = open;
    const text = await utf8Input(input, open);
    const layout = inferLayout(text.sample, settings.csv ?? {}, limits);
    return {
      columns: layout.columns,
      headerLine: layout.headerLine,
      decisions: [text.decision, ...layout.decisions],
      settings: {
        encoding: text.encoding,
        csv: { delimiter: layout.delimiter, quote: layout.quote, headerLine: layout.headerLine },
        ...preambleFacts(layout.preamble),
      },
      batches: (work = {}) => records(text, layout, work),
    };
  }

  async function* records(
    text: Utf8Input,
    layout: CsvLayout,
    work: NonNullable<Parameters<RecordStream['batches']>[0]>,
  ): ReturnType<RecordStream['batches']> & AsyncGenerator {
    const source = text.sample.name;
    const batches = csvBatches(
      text.chunks(),
      {
        ...layout,
        source,
        limits,
        batchRows,
        skipRecords: layout.header === null ? 0 : 1,
      },
      work,
    );
    for await (const batch of tableRows(batches, source, layout)) yield text.placed(batch);
  }
}

/** The sample as UTF-8: bytes that are neither that nor UTF-16 are taken for windows-1252, which has every byte. */
function sampleAsUtf8({ bytes, isWhole }: SourceSample): Uint8Array {
  const marked = markedEncoding(bytes);
  const wide = marked?.encoding ?? utf16WithoutMark(bytes);
  if (wide?.startsWith('utf-16')) return utf8Decoder(wide, marked?.markBytes ?? 0).decode(bytes, isWhole);
  const whole = bytes.subarray(0, isWhole ? bytes.length : wholeCharacters(bytes));
  return isUtf8(whole) ? whole : utf8Decoder('windows-1252', 0).decode(bytes, isWhole);
}

/** Control characters, by share and in number, that a source may have: each costs its record alone. */
const mostControlShare = 0.05;
const mostControls = 4;

/** Text has few control characters; binary data have many: of bytes at random they are a tenth. */
function isMostlyText(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1a && byte !== 0x1b) controls++;
  }
  return controls <= Math.max(mostControls, bytes.length * mostControlShare);
}
