import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Fresh, so that its timers are those of the test. */
async function tracked(pieces: AsyncIterable<string>) {
  vi.resetModules();
  const { trackedStream } = await import('./tracked-stream.js');
  const ends: unknown[] = [];
  const stream = trackedStream(pieces, (error) => ends.push(error ?? 'ended'));
  return { ends, iterator: stream[Symbol.asyncIterator]() };
}

function source(log: string[]): AsyncIterable<string> {
  return (async function* () {
    try {
      yield 'é';
      yield 'b';
    } finally {
      log.push('left');
    }
  })();
}

test('pieces are UTF-8, and the end is told once', async () => {
  const log: string[] = [];
  const { ends, iterator } = await tracked(source(log));
  expect(await iterator.next()).toEqual({ done: false, value: new Uint8Array([0xc3, 0xa9]) });
  expect(await iterator.next()).toEqual({ done: false, value: new Uint8Array([0x62]) });
  expect(ends).toEqual([]);
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  await iterator.next();
  await iterator.return?.();
  expect(ends).toEqual(['ended']);
});

test('what is given up ends, also before it was begun', async () => {
  const log: string[] = [];
  const { ends, iterator } = await tracked(source(log));
  await iterator.next();
  await iterator.return?.();
  expect([ends, log]).toEqual([['ended'], ['left']]);
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
  const unread = await tracked(source(log));
  await unread.iterator.return?.();
  expect(unread.ends).toEqual(['ended']);
});

test('a failure is told, and thrown to the reader', async () => {
  const failure = new Error('broken');
  async function* failing(): AsyncGenerator<string> {
    yield 'a';
    throw failure;
  }
  const { ends, iterator } = await tracked(failing());
  await iterator.next();
  await expect(iterator.next()).rejects.toBe(failure);
  await iterator.return?.();
  expect(ends).toEqual([failure]);
});

test('a stream that nobody goes on reading is given up after a while, begun or not', async () => {
  const log: string[] = [];
  const begun = await tracked(source(log));
  await begun.iterator.next();
  await vi.advanceTimersByTimeAsync(29_000);
  expect(begun.ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([begun.ends, log]).toEqual([['ended'], ['left']]);
  await expect(begun.iterator.next()).rejects.toEqual(expect.objectContaining({ code: 'ABORTED' }));
  const unread = await tracked(source([]));
  await vi.advanceTimersByTimeAsync(34_000);
  expect(unread.ends).toEqual(['ended']);
});

test('time in which the stream has nothing to say is not the reader’s', async () => {
  let say = (_: string): void => undefined;
  async function* quiet(): AsyncGenerator<string> {
    yield await new Promise<string>((resolve) => {
      say = resolve;
    });
  }
  const { ends, iterator } = await tracked(quiet());
  const piece = iterator.next();
  await vi.advanceTimersByTimeAsync(120_000);
  say('at last');
  expect(await piece).toEqual({ done: false, value: new TextEncoder().encode('at last') });
  expect(ends).toEqual([]);
});
