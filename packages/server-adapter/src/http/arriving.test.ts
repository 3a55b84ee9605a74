import { expect, test } from 'vitest';
import { arriving } from './arriving.js';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

async function read(
  pieces: AsyncIterable<Uint8Array>,
  timeoutMs: number,
  minBytesPerSecond = 0,
): Promise<number> {
  let length = 0;
  for await (const piece of arriving(pieces, { timeoutMs, minBytesPerSecond })) length += piece.byteLength;
  return length;
}

async function* dripping(pieces: number, everyMs: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < pieces; index++) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    yield new Uint8Array(1);
  }
}

test('pieces pass as long as they come, however long that lasts', async () => {
  expect(await read(dripping(10, 10), 1_000)).toBe(10);
});

test('one that does not come is not waited for, nor is its source', async () => {
  let isGivenUp = false;
  const silent: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      return: () => {
        isGivenUp = true;
        return new Promise(() => undefined);
      },
    }),
  };
  await expect(read(silent, 20)).rejects.toEqual(code('REQUEST_TIMEOUT'));
  expect(isGivenUp).toBe(true);
});

test('a rate below the least is too slow once the patience is used up', async () => {
  // 100 bytes per second, of which 1,000 are asked.
  await expect(read(dripping(100, 10), 100, 1_000)).rejects.toEqual(code('REQUEST_TIMEOUT'));
  expect(await read(dripping(5, 10), 500, 1_000)).toBe(5);
});

test('time in which nobody reads is not the sender’s', async () => {
  let length = 0;
  async function* ready(): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < 4; index++) yield new Uint8Array(1);
  }
  for await (const piece of arriving(ready(), { timeoutMs: 20, minBytesPerSecond: 1_000 })) {
    length += piece.byteLength;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  expect(length).toBe(4);
});

test('a client that goes away is no defect', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(3);
    throw new Error('ECONNRESET');
  }
  await expect(read(broken(), 1_000)).rejects.toEqual(code('ABORTED'));
});
