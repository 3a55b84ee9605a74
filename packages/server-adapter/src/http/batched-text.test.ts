import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { batchedText } from './batched-text.js';

async function collect(pieces: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const piece of pieces) found.push(piece);
  return found;
}

test('short lines come together, full batches at once, and nothing is lost or reordered', async () => {
  async function* lines(): AsyncGenerator<string> {
    for (let index = 0; index < 10_000; index++) yield `${index}\n`;
  }
  const batches = await collect(batchedText(lines(), { maxLength: 1_000, maxDelayMs: 1_000 }));
  expect(batches.join('')).toBe(Array.from({ length: 10_000 }, (_, index) => `${index}\n`).join(''));
  for (const batch of batches.slice(0, -1)) expect(batch.length).toBeGreaterThanOrEqual(1_000);
  for (const batch of batches) expect(batch.length).toBeLessThan(1_006);
});

test('what is there does not wait for what comes late', async () => {
  async function* slow(): AsyncGenerator<string> {
    yield 'a';
    yield 'b';
    await pause(60);
    yield 'c';
  }
  expect(await collect(batchedText(slow(), { maxDelayMs: 10 }))).toEqual(['ab', 'c']);
});

test('empty pieces are nothing, and no pieces are no batch', async () => {
  async function* blank(): AsyncGenerator<string> {
    yield '';
    yield '';
  }
  expect(await collect(batchedText(blank()))).toEqual([]);
});

test('a failure comes after what came before it', async () => {
  async function* failing(): AsyncGenerator<string> {
    yield 'a';
    throw new Error('broken');
  }
  const pieces = batchedText(failing())[Symbol.asyncIterator]();
  expect(await pieces.next()).toEqual({ done: false, value: 'a' });
  await expect(pieces.next()).rejects.toThrow('broken');
  expect(await pieces.next()).toEqual({ done: true, value: undefined });
});

test('giving up gives the source up', async () => {
  let isGivenUp = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) yield 'x';
    } finally {
      isGivenUp = true;
    }
  }
  const pieces = batchedText(endless(), { maxLength: 10 })[Symbol.asyncIterator]();
  expect(await pieces.next()).toEqual({ done: false, value: 'xxxxxxxxxx' });
  await pieces.return?.();
  expect(isGivenUp).toBe(true);
  expect(await pieces.next()).toEqual({ done: true, value: undefined });
});
