import { createHash } from 'node:crypto';
import { type PlainDate, TitansError, type WorkOptions } from '@titans/core';
import type { RawBatch } from '../records/raw-batch.js';
import { fingerprint, openSource, type SourceSample } from './byte-input.js';
import type { ByteSource } from './byte-source.js';
import { type DecompressionLimits, nameWithoutGzip } from './compression/gzip.js';
import type { Extractor, RecordStream } from './extractor.js';
import type { ImportSettings } from './import-settings.js';
import { resemblesOtherFormat } from './known-formats.js';
import type { RecordSource } from './record-source.js';

/** Records under a name, whatever they come from. */
export interface Source {
  readonly name: string;
  /** Where it is known before reading. */
  readonly sizeBytes: number | null;
  /** Whether opening it again gives the same records. */
  readonly rereadable: boolean;
  /** SHA-256 without opening it, `null` where that is not possible. */
  fingerprint(options: WorkOptions): Promise<string | null>;
  open(settings: ImportSettings, options: SourceOptions): Promise<OpenedRecords>;
}

export interface SourceOptions extends WorkOptions {
  /** Asked by sources that can give the records of some days only. */
  readonly sinceOf?: (source: { readonly name: string }) => Promise<PlainDate | null>;
}

/** A source that has been opened. */
export interface OpenedRecords {
  readonly format: string;
  readonly stream: RecordStream;
  /** Of the bytes read so far, in hexadecimal. */
  sha256(): string;
  bytesRead(): number;
  close(): Promise<void>;
}

const acceptableConfidence = 0.3;

/** The records of a file or of bytes in memory, in the format that they are recognised to have. */
export function sourceOfBytes(
  source: ByteSource,
  extractors: readonly Extractor[],
  decompression: Partial<DecompressionLimits> = {},
): Source {
  return {
    name: source.name,
    sizeBytes: source.sizeBytes,
    rereadable: source.rereadable,
    fingerprint: async (options) => (source.rereadable ? fingerprint(source, options) : null),
    async open(settings, options) {
      const input = await openSource(source, { ...options, decompression });
      try {
        const extractor = recognised(input.sample, extractors);
        const stream = await extractor.open(input, { ...options, settings });
        return {
          format: extractor.format,
          stream,
          sha256: input.sha256,
          bytesRead: input.bytesRead,
          close: input.close,
        };
      } catch (error) {
        await input.close();
        throw error;
      }
    },
  };
}

/** The records of a query or an API. Their checksum is that of their texts. */
export function sourceOfRecords(source: RecordSource): Source {
  return {
    name: source.name,
    sizeBytes: null,
    rereadable: false,
    fingerprint: async () => null,
    async open(settings, options) {
      const since = (await options.sinceOf?.({ name: source.name })) ?? null;
      const stream = await source.openRecords({
        ...options,
        settings,
        ...(since === null ? {} : { since }),
      });
      const hash = createHash('sha256').update(JSON.stringify(stream.columns));
      let bytes = 0;
      async function* batches(work?: WorkOptions): AsyncGenerator<RawBatch> {
        for await (const batch of stream.batches(work)) {
          hash.update(batch.bytes).update(batch.ends);
          bytes += batch.bytes.length;
          yield batch;
        }
      }
      return {
        format: source.format,
        stream: { ...stream, batches },
        sha256: () => hash.copy().digest('hex'),
        bytesRead: () => bytes,
        close: async () => stream.close?.(),
      };
    },
  };
}

function recognised(sample: SourceSample, extractors: readonly Extractor[]): Extractor {
  const seen = { ...sample, name: nameWithoutGzip(sample.name) };
  const [best] = extractors
    .map((extractor) => ({ extractor, confidence: extractor.recognise(seen) }))
    .sort((a, b) => b.confidence - a.confidence);
  if (best !== undefined && best.confidence >= acceptableConfidence) return best.extractor;
  const other = resemblesOtherFormat(sample);
  const known = extractors.map((extractor) => extractor.format).join(', ');
  throw new TitansError(
    'FORMAT_UNKNOWN',
    `The format of "${sample.name}" is not recognised${other === null ? '' : `: it begins like ${other}`}. Formats read: ${known}.${adviceOn(other)}`,
    { details: { source: sample.name, resembles: other, formats: known } },
  );
}

function adviceOn(format: string | null): string {
  if (format === 'ZIP or XLSX' || format === 'XLS')
    return ' Save the sheet as CSV, or unpack the archive, and read that.';
  if (format === 'PDF') return ' Most banks also give CSV, OFX or CAMT.';
  return '';
}
