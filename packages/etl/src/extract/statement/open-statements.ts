import type { WorkOptions } from '@titans/core';
import type { RawBatch } from '../../records/raw-batch.js';
import type { ByteInput } from '../byte-input.js';
import { type Utf8Input, utf8Input } from '../encoding/utf8-input.js';
import type { OpenOptions, RecordStream } from '../extractor.js';
import type { ImportSettings } from '../import-settings.js';
import type { RecordCollector } from './record-collector.js';
import { type PieceParser, statementBatches } from './statement-batches.js';

/** A format of statements, as far as it takes part in reading one. */
export interface StatementFormat {
  readonly columns: readonly string[];
  /** What the format fixes. */
  readonly settings: ImportSettings;
  /** Records after which a batch ends. */
  readonly batchRows: number;
  /** Encoding that the source declares, `null` where it declares none: taken where the bytes are not UTF-8. */
  readonly declaredEncoding?: string | null;
  /** Encoding that the rules of the format fix for the source. */
  readonly fixedEncoding?: string;
  /** Makes what takes the source apart, which is given it in UTF-8. */
  parser(records: RecordCollector): PieceParser;
}

/** Opens a source of statements as a stream of records. */
export async function openStatements(
  input: ByteInput,
  options: OpenOptions,
  format: StatementFormat,
): Promise<RecordStream> {
  const text = await textOf(input, options, format);
  const { columns, batchRows, parser } = format;

  async function* batches(work: WorkOptions = {}): AsyncGenerator<RawBatch> {
    const of = { source: input.sample.name, width: columns.length, batchRows };
    for await (const batch of statementBatches(text.chunks(), of, parser, work)) yield text.placed(batch);
  }

  return {
    columns,
    headerLine: null,
    decisions: [text.decision],
    settings: { ...format.settings, encoding: text.encoding },
    batches,
  };
}

/**
 * The source as UTF-8. Banks declare windows-1252 and write UTF-8, so a source that is UTF-8 or UTF-16 is read as
 * that; of other encodings, the declared one counts.
 */
async function textOf(input: ByteInput, options: OpenOptions, format: StatementFormat): Promise<Utf8Input> {
  if (options.settings?.encoding !== undefined) return utf8Input(input, options);
  if (format.fixedEncoding !== undefined) return readAs(input, options, format.fixedEncoding, 1);
  const found = await utf8Input(input, options);
  const declared = byteEncoding(format.declaredEncoding ?? '');
  const isRight = declared === null || declared === found.encoding || found.encoding.startsWith('utf-');
  return isRight ? found : readAs(input, options, declared, 0.95);
}

async function readAs(
  input: ByteInput,
  options: OpenOptions,
  encoding: string,
  confidence: number,
): Promise<Utf8Input> {
  const text = await utf8Input(input, { ...options, settings: { ...options.settings, encoding } });
  const reason = 'The beginning of the source says so.';
  return { ...text, decision: { ...text.decision, basis: 'inferred', confidence, reason } };
}

/** The name of an encoding of one byte for each character, `null` for any other and for what is none. */
function byteEncoding(label: string): string | null {
  try {
    const { encoding } = new TextDecoder(label);
    return encoding.startsWith('utf-') ? null : encoding;
  } catch {
    return null;
  }
}
