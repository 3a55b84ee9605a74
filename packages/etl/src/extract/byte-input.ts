import { createHash } from 'node:crypto';
import { TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import type { ByteSource } from './byte-source.js';

const sampleBytes = 64 * 1024;

/** The beginning of a source, from which its format is recognised. */
export interface SourceSample {
  readonly name: string;
  /** The first 64 KiB, or all of a smaller source. */
  readonly bytes: Uint8Array;
  /** Whether `bytes` is the whole source. */
  readonly isWhole: boolean;
}

/** A source that has been opened: its beginning, and all of its bytes once. */
export interface ByteInput {
  readonly sample: SourceSample;
  /** Every byte from the first, once. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** A {@link ByteInput} with what its owner needs: the checksum, and a way to stop early. */
export interface OpenedSource extends ByteInput {
  /** Of the bytes given out so far, in hexadecimal. */
  sha256(): string;
  bytesRead(): number;
  close(): Promise<void>;
}

/**
 * Opens a source and reads its first 64 KiB.
 *
 * @throws TitansError `SOURCE_EMPTY` if there is nothing but white space and a byte order mark in a small source,
 * `SOURCE_NOT_FOUND`, `SOURCE_UNREADABLE`, `ABORTED`.
 */
export async function openSource(source: ByteSource, options: WorkOptions = {}): Promise<OpenedSource> {
  const iterator = source.open()[Symbol.asyncIterator]();
  const { first, isWhole } = await readBeginning(iterator, options);
  const bytes = Buffer.concat(first);
  const sample = bytes.subarray(0, sampleBytes);
  if (isWhole && isBlank(sample)) {
    throw new TitansError('SOURCE_EMPTY', `"${source.name}" holds no data.`, {
      details: { source: source.name },
    });
  }
  const hash = createHash('sha256');
  let given = 0;

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (let chunk: Uint8Array | null = bytes; chunk !== null; ) {
        throwIfAborted(options.signal, 'reading');
        hash.update(chunk);
        given += chunk.length;
        yield chunk;
        const next: IteratorResult<Uint8Array> = await iterator.next();
        chunk = next.done ? null : next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  return {
    sample: { name: source.name, bytes: sample, isWhole: isWhole && bytes.length <= sampleBytes },
    chunks,
    sha256: () => hash.copy().digest('hex'),
    bytesRead: () => given,
    close: async () => {
      await iterator.return?.();
    },
  };
}

/** At least the bytes of a sample, in the pieces in which they came. */
async function readBeginning(
  iterator: AsyncIterator<Uint8Array>,
  options: WorkOptions,
): Promise<{ first: readonly Uint8Array[]; isWhole: boolean }> {
  const first: Uint8Array[] = [];
  let read = 0;
  try {
    while (read < sampleBytes) {
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

/** SHA-256 of all bytes of a source that can be read again, in hexadecimal. */
export async function fingerprint(source: ByteSource, options: WorkOptions = {}): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source.open()) {
    throwIfAborted(options.signal, 'reading');
    hash.update(chunk);
  }
  return hash.digest('hex');
}

function isBlank(sample: Uint8Array): boolean {
  const hasMark = sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf;
  return sample.subarray(hasMark ? 3 : 0).every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}
