import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflated } from './inflate.js';
import { requestError } from './problem.js';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function read(pieces: AsyncIterable<Uint8Array>, coding: 'gzip' | 'br'): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const piece of inflated(pieces, coding)) parts.push(piece);
  return Buffer.concat(parts).toString();
}

describe.each([
  ['gzip', gzipSync],
  ['br', brotli],
] as const)('%s', (coding, compress) => {
  const text = Array.from({ length: 20_000 }, (_, index) => `{"description":"UBER ${index}"}\n`).join('');

  test.each([1, 7, 4_096, 1_000_000])('is undone however it is cut: %i', async (size) => {
    const short = text.slice(0, size === 1 ? 2_000 : text.length);
    expect(await read(inPieces(compress(short), size), coding)).toBe(short);
  });

  test('that is none, or ends early, or goes wrong on the way, is told so', async () => {
    const whole = compress(text);
    const flipped = Uint8Array.from(whole);
    for (let index = 1_000; index < 1_040; index++) flipped[index] = 255 - (flipped[index] ?? 0);
    for (const bytes of [new TextEncoder().encode('{"a":1}'), whole.subarray(0, -9), flipped]) {
      await expect(read(inPieces(bytes, 1_000), coding)).rejects.toEqual(code('REQUEST_MALFORMED'));
    }
  });

  test('that repeats itself without end is refused early, and a short text may', async () => {
    expect(await read(inPieces(compress('0'.repeat(1_000_000)), 100), coding)).toHaveLength(1_000_000);
    let produced = 0;
    const bomb = compress(Buffer.alloc(64 * 1_048_576, '0'));
    await expect(async () => {
      for await (const piece of inflated(inPieces(bomb, 65_536), coding)) produced += piece.byteLength;
    }).rejects.toEqual(code('REQUEST_TOO_LARGE'));
    expect(produced).toBeLessThan(16 * 1_048_576);
  });

  test('a sender that fails is the failure, and one that is silent is not waited for by who has enough', async () => {
    const gone = requestError('ABORTED', 'The client went away.');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield compress(text).subarray(0, 500);
      throw gone;
    }
    await expect(read(failing(), coding)).rejects.toBe(gone);
    let isBegun = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      isBegun = true;
      yield compress(text);
      await new Promise(() => undefined);
    }
    for await (const piece of inflated(endless(), coding)) {
      expect(piece.byteLength).toBeGreaterThan(0);
      break;
    }
    expect(isBegun).toBe(true);
  });
});

/** The best quality takes seconds. */
function brotli(bytes: string | Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
}
