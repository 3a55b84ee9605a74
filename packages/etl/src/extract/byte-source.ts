import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isTitansError, TitansError } from '@titans/core';
import { systemCodeOf } from '../errors/system-code.js';

/** Bytes under a name: a file, an upload, an object in memory. */
export interface ByteSource {
  /** Appears in rejections and reports. */
  readonly name: string;
  /** Where it is known before reading. */
  readonly sizeBytes: number | null;
  /** Whether `open` gives the bytes from the start each time. */
  readonly rereadable: boolean;
  /** @throws TitansError `SOURCE_NOT_FOUND` or `SOURCE_UNREADABLE`, also while it is being read. */
  open(): AsyncIterable<Uint8Array>;
}

const readSizeBytes = 256 * 1024;

/** The bytes of a file. Throws `SOURCE_NOT_FOUND`, or `SOURCE_UNREADABLE` for a directory or a missing right. */
export async function fileSource(path: string): Promise<ByteSource> {
  const found = await stat(path).catch((cause: unknown) => {
    throw readError(path, cause);
  });
  if (found.isDirectory()) {
    throw new TitansError(
      'SOURCE_UNREADABLE',
      `"${path}" is a directory. To read the files in it, give a pattern such as "${path}/*.csv".`,
      { details: { source: path } },
    );
  }
  return { name: path, sizeBytes: found.size, rereadable: true, open: () => fileChunks(path) };
}

/** Bytes in memory. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, sizeBytes: bytes.length, rereadable: true, open: () => inPieces(bytes) };
}

/** Bytes of a stream, which can be read once. */
export function streamSource(name: string, stream: AsyncIterable<Uint8Array>): ByteSource {
  let isOpened = false;
  return {
    name,
    sizeBytes: null,
    rereadable: false,
    open: () => {
      if (isOpened) {
        throw new TitansError(
          'SOURCE_CHANGED',
          `The stream "${name}" has been read already. Give a path or bytes to read a source twice.`,
          { details: { source: name } },
        );
      }
      isOpened = true;
      return checkedChunks(name, stream);
    },
  };
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: readSizeBytes }) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw readError(path, cause);
  }
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += readSizeBytes) {
    yield bytes.subarray(start, start + readSizeBytes);
  }
}

/** The same bytes in pieces of bounded size, since batches are as large as the pieces that they are read from. */
async function* checkedChunks(name: string, stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((cause: unknown) => {
        throw readError(name, cause);
      });
      if (next.done) return;
      if (!(next.value instanceof Uint8Array)) {
        const message = `The stream "${name}" gave a ${typeof next.value} where bytes are needed. Set no encoding.`;
        throw new TitansError('SOURCE_UNREADABLE', message, { details: { source: name } });
      }
      yield* inPieces(next.value);
    }
  } finally {
    await iterator.return?.();
  }
}

function readError(name: string, cause: unknown): TitansError {
  if (isTitansError(cause)) return cause;
  const systemCode = systemCodeOf(cause) ?? '';
  if (systemCode === 'ENOENT' || systemCode === 'ENOTDIR') {
    return new TitansError('SOURCE_NOT_FOUND', `There is no file "${name}".`, {
      details: { source: name },
      cause,
    });
  }
  return new TitansError(
    'SOURCE_UNREADABLE',
    `"${name}" cannot be read: ${systemCode || (cause instanceof Error ? cause.message : String(cause))}.`,
    {
      details: { source: name },
      cause,
    },
  );
}
