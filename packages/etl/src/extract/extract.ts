import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { concatTables, type Progress, TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import { normaliser } from '../normalise/normaliser.js';
import { resolveColumns } from '../normalise/resolve-columns.js';
import { mergeVocabulary, type VocabularyUse } from '../normalise/vocabulary.js';
import type { Rejection } from '../records/rejection.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { fingerprint, type OpenedSource, openSource, type SourceSample } from './byte-input.js';
import { type ByteSource, bytesSource, fileSource, streamSource } from './byte-source.js';
import { csvExtractor } from './csv/csv-extractor.js';
import type { BatchOptions, Extraction, Statement } from './extraction.js';
import type { Extractor, RecordStream } from './extractor.js';
import { filesOf, isPattern } from './glob.js';
import { importProfile, type SourceProfile } from './import-profile.js';
import { type ImportSettings, parseImportSettings } from './import-settings.js';
import { resemblesOtherFormat } from './known-formats.js';
import { settingDecisions } from './setting-decisions.js';

/** What can be extracted: a path or pattern of paths, bytes in memory, or a stream of bytes. */
export type ExtractInput =
  | string
  | URL
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly stream: AsyncIterable<Uint8Array> };

/** How to extract, where it is not to be found out. */
export interface ExtractOptions extends ImportSettings {
  /** Formats that are recognised, CSV unless told. They take the place of `csv`, which sets up the default one. */
  readonly extractors?: readonly Extractor[];
}

const acceptableConfidence = 0.3;

/**
 * Extracts transactions from files. Nothing is read before the result is asked for its batches or its table.
 *
 * The format, the delimiter and the columns are found out from the source; `profile` says what was found and how
 * surely. Records that are no transactions become rejections with a code and a place, and the rest is read.
 *
 * @param input A path; a pattern such as `exports/*.csv`, whose files are read in the order of their names; bytes;
 * or a stream. Patterns use `/` on every system.
 * @throws TitansError `INVALID_ARGUMENT` for a wrong input or option. Reading rejects with `SOURCE_NOT_FOUND`,
 * `SOURCE_UNREADABLE`, `SOURCE_EMPTY`, `SOURCE_CHANGED`, `FORMAT_UNKNOWN`, `ENCODING_INVALID`,
 * `HEADER_MISSING_COLUMN`, `HEADER_DUPLICATE_COLUMN`, `LIMIT_EXCEEDED` or `ABORTED`.
 * @example
 * ```ts
 * import { extract } from '@titans/etl';
 *
 * const statement = await extract('statement.csv').table();
 * console.log(statement.profile.summary(), statement.rejections);
 * ```
 */
export function extract(input: ExtractInput, options: ExtractOptions = {}): Extraction {
  const { extractors = [csvExtractor(options.csv)], ...rest } = options;
  const settings = parseImportSettings(rest);
  const sources = sourcesOf(input);

  async function* batches(work: BatchOptions = {}): AsyncGenerator<TransactionBatch> {
    let index = 0;
    for (const open of await sources()) {
      const source = await open();
      throwIfAborted(work.signal, 'extract');
      const sha256 = await knownFingerprint(source, work);
      if (sha256 !== null && (await work.skipSource?.({ name: source.name, sha256 }))) continue;
      yield* readSource(source, index++, sha256, extractors, settings, work);
    }
  }

  async function table(work: WorkOptions = {}): Promise<Statement> {
    const profiles: SourceProfile[] = [];
    const collected: TransactionBatch[] = [];
    for await (const batch of batches({ ...work, onProfile: (profile) => profiles.push(profile) })) {
      collected.push(batch);
    }
    return statementOf(collected, profiles);
  }

  return Object.freeze({ batches, table });
}

function statementOf(batches: readonly TransactionBatch[], profiles: readonly SourceProfile[]): Statement {
  const rejections: Rejection[] = [];
  const vocabulary: VocabularyUse[] = [];
  let rowsIn = 0;
  for (const batch of batches) {
    for (const rejection of batch.rejections) rejections.push(rejection);
    vocabulary.push(...batch.vocabulary);
    rowsIn += batch.rowsIn;
  }
  const transactions = concatTables(batches.map((batch) => batch.table));
  if (rowsIn !== transactions.length + rejections.length) {
    throw new TitansError(
      'INTERNAL',
      `${rowsIn} rows were read, but ${transactions.length} were taken and ${rejections.length} rejected.`,
    );
  }
  return Object.freeze({
    transactions,
    rejections: Object.freeze(rejections),
    profile: importProfile(profiles),
    vocabulary: mergeVocabulary(vocabulary),
    rows: Object.freeze({ in: rowsIn, accepted: transactions.length, rejected: rejections.length }),
  });
}

type OpenSource = () => Promise<ByteSource>;

/** Finds one opener per source, so that a file is looked at only when its turn comes. */
function sourcesOf(input: ExtractInput): () => Promise<readonly OpenSource[]> {
  if (input instanceof URL) {
    const path = pathOf(input);
    return async () => [() => fileSource(path)];
  }
  if (typeof input === 'string') return () => filesNamed(input);
  const source = sourceInMemory(input);
  return async () => [async () => source];
}

/** Callers without types may pass anything, and most who do pass the bytes alone. */
function sourceInMemory(input: Exclude<ExtractInput, string | URL>): ByteSource {
  const given: Partial<Record<'name' | 'bytes' | 'stream', unknown>> = Object(input);
  if (typeof given.name === 'string') {
    if (given.bytes instanceof Uint8Array) return bytesSource(given.name, given.bytes);
    if (isAsyncIterable(given.stream)) return streamSource(given.name, given.stream);
  }
  throw new TitansError(
    'INVALID_ARGUMENT',
    'The input must be a path, a file: URL, { name, bytes } with a Uint8Array or { name, stream } with an async iterable of them.',
    { details: { field: 'input' } },
  );
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** A file can have a name that looks like a pattern, such as `export [1].csv`: then it is that file. */
async function filesNamed(path: string): Promise<readonly OpenSource[]> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  const paths = isFile || !isPattern(path) ? [path] : await filesOf(path);
  return paths.map((each) => () => fileSource(each));
}

async function knownFingerprint(source: ByteSource, work: BatchOptions): Promise<string | null> {
  return work.skipSource !== undefined && source.rereadable ? fingerprint(source, work) : null;
}

async function* readSource(
  source: ByteSource,
  sourceIndex: number,
  expectedSha256: string | null,
  extractors: readonly Extractor[],
  settings: ImportSettings,
  work: BatchOptions,
): AsyncGenerator<TransactionBatch> {
  const opened = await openSource(source, work);
  try {
    const extractor = recognised(opened.sample, extractors);
    const stream = await extractor.open(opened, work);
    const resolved = resolveColumns(stream.columns, settings.columns, source.name, stream.headerLine);
    work.onProfile?.(profileOf(source.name, extractor.format, stream, resolved, settings));
    const normalise = normaliser({
      ...settings,
      source: source.name,
      header: stream.columns,
      indexOf: resolved.indexOf,
    });
    const fields = [...resolved.indexOf.keys()];
    let rowsIn = 0;
    let rowsRejected = 0;
    let held: TransactionBatch | null = null;
    for await (const raw of stream.batches(work)) {
      throwIfAborted(work.signal, 'extract');
      if (held !== null) yield held;
      const batchRows = raw.records.length + raw.rejections.length;
      const batch = normalise(raw);
      rowsIn += batchRows;
      rowsRejected += batch.rejections.length;
      held = { source: source.name, sourceIndex, fields, ...batch, rowsIn: batchRows, summary: null };
      work.onProgress?.(progressOf(opened, source));
    }
    const sha256 = opened.sha256();
    if (expectedSha256 !== null && sha256 !== expectedSha256) {
      throw new TitansError('SOURCE_CHANGED', `"${source.name}" changed while it was read. Read it again.`, {
        details: { source: source.name },
      });
    }
    const summary = {
      name: source.name,
      format: extractor.format,
      sha256,
      sizeBytes: opened.bytesRead(),
      rowsIn,
      rowsRejected,
    };
    const last: TransactionBatch = held ?? {
      source: source.name,
      sourceIndex,
      fields,
      ...normalise(emptyRawBatch),
      rowsIn: 0,
      summary: null,
    };
    yield { ...last, summary };
  } finally {
    await opened.close();
  }
}

const emptyRawBatch = {
  records: [],
  provenance: { row: new Int32Array(0), line: new Int32Array(0), byteOffset: new Float64Array(0) },
  rejections: [],
};

function recognised(sample: SourceSample, extractors: readonly Extractor[]): Extractor {
  const [best] = extractors
    .map((extractor) => ({ extractor, confidence: extractor.recognise(sample) }))
    .sort((a, b) => b.confidence - a.confidence);
  if (best !== undefined && best.confidence >= acceptableConfidence) return best.extractor;
  const other = resemblesOtherFormat(sample);
  const known = extractors.map((extractor) => extractor.format).join(', ');
  throw new TitansError(
    'FORMAT_UNKNOWN',
    `The format of "${sample.name}" is not recognised${other === null ? '' : `: it begins like ${other}`}. Formats read: ${known}.`,
    { details: { source: sample.name, resembles: other, formats: known } },
  );
}

function profileOf(
  source: string,
  format: string,
  stream: RecordStream,
  resolved: ReturnType<typeof resolveColumns>,
  settings: ImportSettings,
): SourceProfile {
  return {
    source,
    format,
    columns: stream.columns,
    unusedColumns: resolved.unused,
    decisions: [...stream.decisions, ...settingDecisions(settings, resolved.columns)],
    settings: { ...settings, ...stream.settings, columns: resolved.columns },
  };
}

function progressOf(opened: OpenedSource, source: ByteSource): Progress {
  const done = opened.bytesRead();
  return {
    stage: 'extract',
    done,
    unit: 'bytes',
    ...(source.sizeBytes === null ? {} : { total: source.sizeBytes }),
  };
}

function pathOf(url: URL): string {
  if (url.protocol !== 'file:') {
    throw new TitansError('INVALID_ARGUMENT', `Only file: URLs can be extracted, not ${url.protocol}`, {
      details: { field: 'input' },
    });
  }
  return fileURLToPath(url);
}
