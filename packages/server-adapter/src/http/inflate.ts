import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { isTitansError } from '@titans/core';
import type { ContentCoding } from './content-coding.js';
import { requestError } from './problem.js';

/**
 * How many times as long as what was sent a text may become. Ten thousand lines of one transaction that differ in nothing
 * but their number come to about 60; a bomb of zeros to about 1,000 with gzip, and far more with Brotli.
 */
const maxRatio = 200;
/** Short texts may repeat themselves as they like. */
const freeBytes = 1_048_576;
const chunkSize = 65_536;

/**
 * Undoes the coding of a body as it arrives, 64 KiB at a time, and only as fast as it is read. What is coded twice is not
 * undone twice.
 *
 * @throws TitansError from reading: `REQUEST_MALFORMED` if it is not of that coding or ends early, `REQUEST_TOO_LARGE`
 * where it becomes more than 200 times as long (and longer than 1 MiB), and what reading the pieces throws.
 */
export async function* inflated(
  pieces: AsyncIterable<Uint8Array>,
  coding: ContentCoding,
): AsyncGenerator<Uint8Array> {
  const inflate = coding === 'gzip' ? createGunzip({ chunkSize }) : createBrotliDecompress({ chunkSize });
  let received = 0;
  let produced = 0;
  let failure: unknown;
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of pieces) {
        received += piece.byteLength;
        yield piece;
      }
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  const source = Readable.from(counted(), { objectMode: false });
  source.once('error', (error) => inflate.destroy(error));
  source.pipe(inflate);
  try {
    for await (const piece of inflate as AsyncIterable<Uint8Array>) {
      produced += piece.byteLength;
      if (produced > freeBytes && produced > maxRatio * received) {
        throw requestError(
          'REQUEST_TOO_LARGE',
          `The body may become at most ${maxRatio} times as long as what was sent of it.`,
        );
      }
      yield piece;
    }
  } catch (error) {
    if (failure !== undefined) throw failure;
    if (isTitansError(error)) throw error;
    throw requestError('REQUEST_MALFORMED', `The body is not what its Content-Encoding says: ${coding}.`);
  } finally {
    source.destroy();
    inflate.destroy();
  }
}
