import { createHash } from 'node:crypto';
import { TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import type { ByteSource } from './byte-source.js';
import {
  type DecompressionLimits,
  defaultDecompressionLimits,
  gunzipped,
  isGzip,
} from './compression/gzip.js';

const sampleBytes = 64 * 1024;

/** The beginning of a source, from which its format is recognised. */
export interface SourceSample {
  readonly name: string;
  /** The first 64 KiB, or all of a smaller source; of a compressed source, what is in it. */
  readonly bytes: Uint8Array;
  /** Whether `bytes` is the whole source. */
  readonly isWhole: boolean;
}

/** A source that has been opened: its beginning, and all of its bytes once. Compressed ones are decompressed. */
export interface ByteInput {
  readonly sample: SourceSample;
  /** Every byte from the first, once. */
  chunks(): AsyncIterable<Uint8Array>;
  /**
   * Every byte from the first, beside `chunks` and as often as asked, for what must be known of the whole source
   * before the first record; `null` where the source can be read only once.
   */
  readonly reread: (() => AsyncIterable<Uint8Array>) | null;
}

/** A {@link ByteInput} with what its owner needs: the checksum, and a way to stop early. */
export interface OpenedSource extends ByteInput {
  /** Of the bytes taken from the source so far, as they are stored: compressed, if it is. In hexadecimal. */
  sha256(): string;
  /** As they are stored. */
  bytesRead(): number;
  close(): Promise<void>;
}

/** How a source is opened. */
export interface OpenSourceOptions extends WorkOptions {
  readonly decompression?: Partial<DecompressionLimits>;
}

/**
 * Opens a source and reads its first 64 KiB. What begins as gzip does is decompressed, whatever its name.
 *
 * @throws TitansError `SOURCE_EMPTY` if there is nothing but white space and a byte order mark in a small source,
 * `SOURCE_INVALID` if gzip data are damaged or hold gzip data, `LIMIT_EXCEEDED` if more comes out of them than is
 * permitted, `SOURCE_NOT_FOUND`, `SOURCE_UNREADABLE`, `ABORTED`.
 */
export async function openSource(source: ByteSource, options: OpenSourceOptions = {}): Promise<OpenedSource> {
  const limits = { ...defaultDecompressionLimits, ...options.decompression };
  const hash = createHash('sha256');
  let taken = 0;
  const stored = source.open()[Symbol.asyncIterator]();
  const start = await readBeginning(stored, 3, options);
  const isCompressed = isGzip(Buffer.concat(start.first));
  const content = isCompressed ? gunzipped(source.name, storedChunks(), limits) : storedChunks();
  const iterator = content[Symbol.asyncIterator]();
  const { bytes, sample, isWhole } = await lookedAt().catch(async (error: unknown) => {
    await close();
    throw error;
  });

  return {
    sample: { name: source.name, bytes: sample, isWhole: isWhole && bytes.length <= sampleBytes },
    chunks,
    reread: source.rereadable
      ? () => (isCompressed ? gunzipped(source.name, source.open(), limits) : source.open())
      : null,
    sha256: () => hash.copy().digest('hex'),
    bytesRead: () => taken,
    close,
  };

  async function lookedAt(): Promise<{ bytes: Buffer; sample: Buffer; isWhole: boolean }> {
    const { first, isWhole } = await readBeginning(iterator, sampleBytes, options);
    const bytes = Buffer.concat(first);
    const sample = bytes.subarray(0, sampleBytes);
    if (isWhole && isBlank(sample)) {
      throw new TitansError('SOURCE_EMPTY', `"${source.name}" holds no data.`, {
        details: { source: source.name },
      });
    }
    if (isCompressed && isGzip(sample)) {
      throw new TitansError('SOURCE_INVALID', `"${source.name}" is compressed twice. Decompress it once.`, {
        details: { source: source.name, byteOffset: 0 },
      });
    }
    return { bytes, sample, isWhole };
  }

  /** The bytes as they are stored, counted as they are taken. */
  async function* storedChunks(): AsyncGenerator<Uint8Array> {
    for (const chunk of start.first) yield counted(chunk);
    for (let next = await stored.next(); !next.done; next = await stored.next()) yield counted(next.value);
  }

  function counted(chunk: Uint8Array): Uint8Array {
    hash.update(chunk);
    taken += chunk.length;
    return chunk;
  }

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (let chunk: Uint8Array | null = bytes; chunk !== null; ) {
        throwIfAborted(options.signal, 'reading');
        yield chunk;
        const next: IteratorResult<Uint8Array> = await iterator.next();
        chunk = next.done ? null : next.value;
      }
      // What follows compressed data, such as padding, is part of what is stored.
      for (let next = await stored.next(); !next.done; next = await stored.next()) counted(next.value);
    } finally {
      await close();
    }
  }

  async function close(): Promise<void> {
    await iterator.return(undefined);
    await stored.return?.();
  }
}

interface Beginning {
  readonly first: readonly Uint8Array[];
  readonly isWhole: boolean;
}

/** At least so many bytes, in the pieces in which they come, unless there are no more. */
async function readBeginning(
  iterator: AsyncIterator<Uint8Array>,
  wantedBytes: number,
  options: WorkOptions,
): Promise<Beginning> {
  const first: Uint8Array[] = [];
  let read = 0;
  try {
    while (read < wantedBytes) {
      throwIfAborted(options.signal, 'reading');
      const next = await iterator.next();
      if (next.done) return { first, isWhole: true };
      first.push(next.value);
      read += next.value.length;
    }
    return { first, isWhole: false };
  } catch (error) {
    await iterator.return?.();
    throw error;
  }
}

/** SHA-256 of all bytes of a source that can be read again, as they are stored, in hexadecimal. */
export async function fingerprint(source: ByteSource, options: WorkOptions = {}): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.open()) {
    throwIfAborted(options.signal, 'reading');
    hash.update(chunk);
  }
  return hash.digest('hex');
}

/** The byte order marks of UTF-8 and of both orders of UTF-16, and nothing. */
const marks = ['efbbbf', 'fffe', 'feff', ''] as const;

function isBlank(sample: Uint8Array): boolean {
  const beginning = Buffer.from(sample.subarray(0, 3)).toString('hex');
  const mark = marks.find((one) => beginning.startsWith(one)) ?? '';
  const isWide = mark.length === 4;
  return sample
    .subarray(mark.length / 2)
    .every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || (isWide && byte === 0));
}
