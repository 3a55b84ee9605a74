import { pipeline, Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { TitansError } from '@titans/core';

/** Sizes beyond which a compressed source is refused, so that a small file cannot become an endless one. */
export interface DecompressionLimits {
  /** Bytes that come out of one source: 16 GiB. */
  readonly totalBytes: number;
  /**
   * Bytes that come out for each that went in, looked at from the first MiB of output on: 200. Statements compress
   * 5 to 40 times; the most that gzip can do is about 1,000.
   */
  readonly ratio: number;
}

export const defaultDecompressionLimits: DecompressionLimits = Object.freeze({
  totalBytes: 16 * 1024 ** 3,
  ratio: 200,
});

/** @throws TitansError `INVALID_ARGUMENT` if a limit is not a number above 0. */
export function checkedLimits(limits: Partial<DecompressionLimits> = {}): Partial<DecompressionLimits> {
  for (const [name, value] of Object.entries(limits)) {
    if (name in defaultDecompressionLimits && Number(value) > 0) continue;
    throw new TitansError(
      'INVALID_ARGUMENT',
      `decompression.${name} must be a number above 0, not ${value}.`,
      {
        details: { field: `decompression.${name}` },
      },
    );
  }
  return limits;
}

const ratioIsMeantFromBytes = 1024 * 1024;
const pieceBytes = 128 * 1024;
const gzipEnding = /\.gz(?:ip)?$/i;

/** Whether bytes begin as gzip does (RFC 1952, section 2.3.1); deflate is the only method it has. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}

/** The name of what is in a compressed file: `x.csv` for `x.csv.gz`. Other names stay as they are. */
export function nameWithoutGzip(name: string): string {
  return name.replace(gzipEnding, '');
}

/**
 * Decompresses gzip as it arrives, in pieces of at most 128 KiB. Several members one after the other are one content
 * (RFC 1952, section 2.2), and zero bytes after the last are padding.
 *
 * @throws TitansError `LIMIT_EXCEEDED` as soon as more comes out than is permitted; `SOURCE_INVALID` if the data are
 * damaged or end too early.
 */
export async function* gunzipped(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  limits: DecompressionLimits,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  const compressed = Readable.from(chunks, { objectMode: true, highWaterMark: 1 });
  let isSourceAtFault = false;
  compressed.once('error', () => {
    isSourceAtFault = true;
  });
  pipeline(compressed, gunzip, () => {});
  let bytes = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      bytes += piece.length;
      checkLimits(name, gunzip.bytesWritten, bytes, limits);
      yield piece;
    }
  } catch (cause) {
    if (isSourceAtFault || !isDataError(cause)) throw cause;
    throw damaged(name, gunzip, bytes, cause);
  } finally {
    gunzip.destroy();
    compressed.destroy();
  }
}

function checkLimits(
  name: string,
  compressedBytes: number,
  bytes: number,
  limits: DecompressionLimits,
): void {
  const isTooMuch = bytes > limits.totalBytes;
  const isTooDense = bytes > ratioIsMeantFromBytes && bytes > compressedBytes * limits.ratio;
  if (!isTooMuch && !isTooDense) return;
  const limit = isTooMuch ? 'totalBytes' : 'ratio';
  const what = isTooMuch
    ? `more than ${limits.totalBytes} bytes`
    : `more than ${limits.ratio} times its size (${bytes} bytes of ${compressedBytes})`;
  throw new TitansError(
    'LIMIT_EXCEEDED',
    `"${name}" decompresses to ${what}. If it is to be trusted, raise decompression.${limit}.`,
    { details: { source: name, limit, compressedBytes, bytes } },
  );
}

/** Errors of zlib have a code that begins with Z_. */
function isDataError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function damaged(name: string, gunzip: Gunzip, bytes: number, cause: Error): TitansError {
  const byteOffset = gunzip.bytesWritten;
  return new TitansError(
    'SOURCE_INVALID',
    `"${name}" is damaged at byte ${byteOffset} of its gzip data, after ${bytes} bytes of content: ${cause.message}. Fetch it again.`,
    { details: { source: name, byteOffset, bytes }, cause },
  );
}
