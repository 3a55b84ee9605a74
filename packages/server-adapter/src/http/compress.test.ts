import { brotliDecompressSync, createBrotliDecompress, createGunzip, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compressed, compressedPieces } from './compress.js';

const text = '{"description":"CAFÉ UBER TRIP","amount":-12.5}\n'.repeat(500);

describe.each([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
] as const)('%s', (coding, undo) => {
  test('a text comes back, and is shorter the more effort is taken', async () => {
    const quick = await compressed(text, coding);
    const best = await compressed(text, coding, 'best');
    expect(undo(quick).toString()).toBe(text);
    expect(undo(best).toString()).toBe(text);
    expect(best.byteLength).toBeLessThanOrEqual(quick.byteLength);
    expect(quick.byteLength).toBeLessThan(text.length / 20);
  });

  test('each piece of a stream can be read before the next one comes', async () => {
    const stream = coding === 'gzip' ? createGunzip() : createBrotliDecompress();
    let read = '';
    stream.on('data', (part: Buffer) => {
      read += part.toString();
    });
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (const word of ['first\n', 'second\n', '']) yield new TextEncoder().encode(word);
    }
    const expected = ['first\n', 'first\nsecond\n'];
    for await (const piece of compressedPieces(pieces(), coding)) {
      await new Promise<void>((resolve) => stream.write(piece, () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(read).toBe(expected.shift() ?? 'first\nsecond\n');
    }
    expect(expected).toEqual([]);
  });

  test('a stream that fails, or is given up, leaves nothing behind', async () => {
    const log: string[] = [];
    async function* pieces(): AsyncGenerator<Uint8Array> {
      try {
        yield new Uint8Array(100);
        throw new Error('broken');
      } finally {
        log.push('left');
      }
    }
    const failing = compressedPieces(pieces(), coding)[Symbol.asyncIterator]();
    await failing.next();
    await expect(failing.next()).rejects.toThrow('broken');
    expect(await failing.next()).toEqual({ done: true, value: undefined });
    const left = compressedPieces(pieces(), coding)[Symbol.asyncIterator]();
    await left.next();
    await left.return?.();
    expect(log).toEqual(['left', 'left']);
  });
});
