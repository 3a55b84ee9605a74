import { fileURLToPath } from 'node:url';
import {
  isTitansError,
  type Progress,
  TitansError,
  tableBuilder,
  throwIfAborted,
  type WorkOptions,
} from '@titans/core';
import { mergeVocabulary, type VocabularyUse } from '../normalise/vocabulary.js';
import type { Rejection } from '../records/rejection.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import {
  requireMethod,
  requireOneOf,
  requirePlain,
  requireText,
  requireWork,
} from '../validation/arguments.js';
import { type ByteSource, bytesSource, fileSource, streamSource } from './byte-source.js';
import { checkedLimits, type DecompressionLimits } from './compression/gzip.js';
import { defaultExtractors } from './default-extractors.js';
import type { BatchOptions, Extraction, Statement, UnreadableSource } from './extraction.js';
import type { Extractor } from './extractor.js';
import { filesOf } from './glob.js';
import { httpByteSource } from './http/http-byte-source.js';
import { nameOfUrl } from './http/http-client.js';
import { importProfile, type SourceProfile } from './import-profile.js';
import { type ImportSettings, parseImportSettings } from './import-settings.js';
import { readSource } from './read-source.js';
import { isUnreadable, readWhole } from './read-whole.js';
import type { RecordSource } from './record-source.js';
import { type Source, sourceOfBytes, sourceOfRecords } from './source.js';

/** What can be extracted: a path or pattern of paths, bytes in memory, or a stream of bytes. */
export type ExtractInput =
  | string
  | URL
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly stream: AsyncIterable<Uint8Array> }
  | RecordSource;

/** How to extract, where it is not to be found out. */
export interface ExtractOptions extends ImportSettings {
  /** Formats that are recognised, {@link defaultExtractors} unless told. */
  readonly extractors?: readonly Extractor[];
  /** How much may come out of a compressed source. */
  readonly decompression?: Partial<DecompressionLimits>;
  /**
   * What becomes of the rest where one source cannot be read: `"fail"`, unless told, ends with its error; `"report"`
   * takes nothing of it, names it with its code and goes on. Where none at all can be read, that is an error still.
   */
  readonly onUnreadable?: UnreadableUse;
}

export const unreadableUses = ['fail', 'report'] as const;
export type UnreadableUse = (typeof unreadableUses)[number];

/**
 * Extracts transactions from files. Nothing is read before the result is asked for its batches or its table.
 *
 * The format, the encoding, the delimiter, the header and the columns are found out from the source, which may be
 * compressed with gzip; `profile` says what was found and how surely. Records that are no transactions become rejections with a code and a place, and the rest is read.
 *
 * @param input A path; a pattern such as `exports/*.csv`, whose files are read in the order of their names; a `file:`,
 * `http:` or `https:` URL, the latter of the public Internet only; bytes; a stream; or a source that is no file, such as
 * `sqlSource` and `httpSource` give. Patterns use `/` on every system.
 * @throws TitansError `INVALID_ARGUMENT` for a wrong input or option. Reading rejects, unless `onUnreadable` says otherwise, with `SOURCE_NOT_FOUND`,
 * `SOURCE_UNREADABLE`, `SOURCE_EMPTY`, `SOURCE_CHANGED`, `SOURCE_INVALID`, `FORMAT_UNKNOWN`, `ENCODING_INVALID`,
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
  const { extractors = defaultExtractors, decompression, onUnreadable = 'fail', ...rest } = options ?? {};
  requireOneOf(onUnreadable, unreadableUses, 'onUnreadable');
  requireExtractors(extractors);
  const settings = parseImportSettings(rest);
  const sources = sourcesOf(input, extractors, checkedLimits(decompression));

  async function* batches(work: BatchOptions = {}): AsyncGenerator<TransactionBatch> {
    requirePlain(work, 'options', 'The options must be an object');
    requireWork({ signal: work.signal, onProgress: work.onProgress, onProfile: work.onProfile });
    let index = 0;
    let hasSkipped = false;
    let firstError: TitansError | null = null;
    const leaveOut = (name: string, error: TitansError): void => {
      firstError ??= error;
      work.onUnreadableSource?.({ name, code: error.code, message: error.message });
    };
    for (const place of await sources()) {
      const found = await identified(place, work);
      throwIfAborted(work.signal, 'extract');
      if (isTitansError(found)) {
        leaveOut(place.name, found);
        continue;
      }
      const { source, sha256 } = found;
      if (sha256 !== null && (await work.skipSource?.({ name: source.name, sha256 }))) {
        hasSkipped = true;
        continue;
      }
      const read = onUnreadable === 'fail' ? readSource : readWhole;
      const error = yield* read(source, index, sha256, settings, work);
      if (error === null) index++;
      else leaveOut(source.name, error);
    }
    if (firstError !== null && index === 0 && !hasSkipped) throw firstError;
  }

  /** A source with its checksum, where that is asked for; or why there is none, where that is to be reported. */
  async function identified(place: SourcePlace, work: BatchOptions): Promise<IdentifiedSource | TitansError> {
    try {
      const source = await place.find();
      return { source, sha256: work.skipSource === undefined ? null : await source.fingerprint(work) };
    } catch (error) {
      if (onUnreadable === 'report' && isUnreadable(error)) return error;
      throw error;
    }
  }

  async function table(work: WorkOptions = {}): Promise<Statement> {
    requirePlain(work, 'options', 'The options must be an object');
    const profiles: SourceProfile[] = [];
    const builder = tableBuilder();
    const rejections: Rejection[] = [];
    const vocabulary: VocabularyUse[][] = [];
    const reached: { progress: Progress | null } = { progress: null };
    const unreadable: UnreadableSource[] = [];
    const watched: BatchOptions = {
      ...work,
      onUnreadableSource: (source) => unreadable.push(source),
      onProfile: (profile) => profiles.push(profile),
      onProgress(progress) {
        reached.progress = progress;
        work.onProgress?.(progress);
      },
    };
    let rowsIn = 0;
    let rowsOfOthers = 0;
    let sourceIndex = 0;
    for await (const batch of batches(watched)) {
      if (batch.sourceIndex !== sourceIndex) rowsOfOthers = rowsIn;
      sourceIndex = batch.sourceIndex;
      builder.expect(rowsOfOthers + rowsExpected(rowsIn - rowsOfOthers, batch.rowsIn, reached.progress));
      builder.append(batch.table);
      for (const rejection of batch.rejections) rejections.push(rejection);
      if (batch.vocabulary.length > 0) vocabulary.push([...batch.vocabulary]);
      rowsIn += batch.rowsIn;
    }
    const transactions = builder.build();
    if (rowsIn !== transactions.length + rejections.length) {
      throw new TitansError(
        'INTERNAL',
        `${rowsIn} rows were read, but ${transactions.length} were taken and ${rejections.length} rejected.`,
      );
    }
    return Object.freeze({
      transactions,
      rejections: Object.freeze(rejections),
      unreadable: Object.freeze(unreadable),
      profile: importProfile(profiles),
      vocabulary: mergeVocabulary(vocabulary.flat()),
      rows: Object.freeze({ in: rowsIn, accepted: transactions.length, rejected: rejections.length }),
    });
  }

  return Object.freeze({ batches, table });
}

/**
 * About how many rows a source has, by those of the part that has been read: what came before the last batch, that
 * batch, and one more that is read ahead.
 */
function rowsExpected(before: number, last: number, progress: Progress | null): number {
  if (progress?.total === undefined || progress.done > progress.total) return 0;
  return 1.03 * (before + 2 * last) * (progress.total / progress.done);
}

/** Where a source is; a file is looked at only when its turn comes. */
interface SourcePlace {
  readonly name: string;
  find(): Promise<Source>;
}

interface IdentifiedSource {
  readonly source: Source;
  readonly sha256: string | null;
}

/** Finds one source per file. */
function sourcesOf(
  input: ExtractInput,
  extractors: readonly Extractor[],
  decompression: Partial<DecompressionLimits>,
): () => Promise<readonly SourcePlace[]> {
  const ofBytes = (source: ByteSource): Source => sourceOfBytes(source, extractors, decompression);
  if (input instanceof URL) {
    const open = openerOf(input);
    return async () => [{ name: nameOfUrl(input), find: async () => ofBytes(await open()) }];
  }
  if (typeof input === 'string') {
    requirePath(input);
    return async () =>
      (await filesOf(input)).map((path) => ({
        name: path,
        find: async () => ofBytes(await fileSource(path)),
      }));
  }
  const source = isRecordSource(input) ? sourceOfRecords(input) : ofBytes(sourceInMemory(input));
  requireName(source.name);
  return async () => [{ name: source.name, find: async () => source }];
}

function isRecordSource(input: unknown): input is RecordSource {
  return (
    typeof input === 'object' &&
    input !== null &&
    'openRecords' in input &&
    typeof input.openRecords === 'function'
  );
}

/** Callers without types may pass anything, and most who do pass the bytes alone. */
function sourceInMemory(input: unknown): ByteSource {
  const given: Partial<Record<'name' | 'bytes' | 'stream', unknown>> = Object(input);
  if (typeof given.name === 'string') {
    if (given.bytes instanceof Uint8Array) return bytesSource(given.name, given.bytes);
    if (isAsyncIterable(given.stream)) return streamSource(given.name, given.stream);
  }
  throw new TitansError(
    'INVALID_ARGUMENT',
    `The input must be a path, a URL, { name, bytes } with a Uint8Array or { name, stream } with an async iterable of them.${
      Array.isArray(input) ? ' Several files are read by a pattern, such as "exports/{a,b}.csv".' : ''
    }`,
    { details: { field: 'input' } },
  );
}

/** An address that is a text may have come from anywhere, so that whoever wants it fetched has to say so. */
function requirePath(input: string): void {
  const problem =
    input === ''
      ? 'The path is empty.'
      : input.includes('\0')
        ? 'The path has a NUL character in it.'
        : /^[a-z][a-z0-9+.-]+:\/\//i.test(input)
          ? 'A text is taken for a path. Pass an address as a URL: extract(new URL("https://…")).'
          : null;
  if (problem !== null) throw new TitansError('INVALID_ARGUMENT', problem, { details: { field: 'input' } });
}

/** A database holds no NUL, and whoever reads a report sees none. */
function requireName(name: unknown): void {
  requireText(name, 'name', 'The name of a source is a text');
  if (!String(name).includes('\0')) return;
  throw new TitansError('INVALID_ARGUMENT', 'The name of the source has a NUL character in it.', {
    details: { field: 'name' },
  });
}

function requireExtractors(extractors: readonly Extractor[]): void {
  const field = 'extractors';
  if (!Array.isArray(extractors) || extractors.length === 0) {
    throw new TitansError('INVALID_ARGUMENT', '"extractors" must be a list of at least one extractor.', {
      details: { field },
    });
  }
  for (const extractor of extractors) {
    requireMethod(
      extractor,
      'recognise',
      field,
      '"extractors" must be a list of extractors, such as csvExtractor() gives',
    );
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function openerOf(url: URL): () => Promise<ByteSource> {
  if (url.protocol === 'http:' || url.protocol === 'https:') {
    const source = httpByteSource(url);
    return async () => source;
  }
  if (url.protocol !== 'file:') {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `Only file:, http: and https: URLs can be extracted, not ${url.protocol}`,
      { details: { field: 'input' } },
    );
  }
  const path = fileURLToPath(url);
  return () => fileSource(path);
}
