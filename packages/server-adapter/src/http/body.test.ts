import { describe, expect, test } from 'vitest';
import { type BodyLimits, readJsonBody as read } from './body.js';

/** What is thrown at once is a rejection here, too. */
const readJsonBody = async (...given: Parameters<typeof read>): Promise<unknown> => read(...given);

const headers = new Headers({ 'content-type': 'application/json' });
const upTo = (maxBytes: number, timeoutMs = 5_000): BodyLimits => ({
  maxBytes,
  maxBulkBytes: maxBytes,
  timeoutMs,
  minBytesPerSecond: 0,
});
const code = (expected: string): unknown => expect.objectContaining({ code: expected });

async function* pieces(count: number, size: number, seen: { taken: number }): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) {
    seen.taken++;
    yield new Uint8Array(size).fill(0x20);
  }
}

describe('reading a body', () => {
  test('stops at the first piece over the limit, whatever the length says', async () => {
    const seen = { taken: 0 };
    const body = { kind: 'stream', chunks: pieces(1_000_000, 1_000, seen) } as const;
    const lying = new Headers({ 'content-type': 'application/json', 'content-length': '2' });
    await expect(readJsonBody(body, lying, upTo(10_000))).rejects.toEqual(code('REQUEST_TOO_LARGE'));
    expect(seen.taken).toBe(11);
  });

  test('does not read at all where the stated length is over the limit', async () => {
    const seen = { taken: 0 };
    const body = { kind: 'stream', chunks: pieces(3, 10, seen) } as const;
    const honest = new Headers({ 'content-type': 'application/json', 'content-length': '10001' });
    await expect(readJsonBody(body, honest, upTo(10_000))).rejects.toEqual(code('REQUEST_TOO_LARGE'));
    expect(seen.taken).toBe(0);
  });

  test('a client that goes away in the middle is no defect', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(3);
      throw new Error('ECONNRESET');
    }
    const body = { kind: 'stream', chunks: broken() } as const;
    await expect(readJsonBody(body, headers, upTo(100))).rejects.toEqual(code('ABORTED'));
  });

  test('a client that is too slow is told so, however little it sends at a time', async () => {
    async function* trickling(): AsyncGenerator<Uint8Array> {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        yield new Uint8Array(1).fill(0x20);
      }
    }
    const body = { kind: 'stream', chunks: trickling() } as const;
    await expect(readJsonBody(body, headers, upTo(100, 30))).rejects.toEqual(code('REQUEST_TIMEOUT'));
  });

  test('bytes and values that the host read are held to the same rules', async () => {
    const bytes = new TextEncoder().encode('{"a":1}');
    expect(await readJsonBody({ kind: 'bytes', bytes }, headers, upTo(7))).toEqual({ a: 1 });
    await expect(readJsonBody({ kind: 'bytes', bytes }, headers, upTo(6))).rejects.toEqual(
      code('REQUEST_TOO_LARGE'),
    );
    expect(await readJsonBody({ kind: 'parsed', value: { a: 1 } }, headers, upTo(6))).toEqual({ a: 1 });
    const form = new Headers({ 'content-type': 'application/x-www-form-urlencoded' });
    await expect(readJsonBody({ kind: 'parsed', value: { a: '1' } }, form, upTo(6))).rejects.toEqual(
      code('MEDIA_TYPE'),
    );
    await expect(readJsonBody({ kind: 'consumed' }, headers, upTo(6))).rejects.toEqual(code('BODY_CONSUMED'));
    await expect(readJsonBody({ kind: 'none' }, headers, upTo(6))).rejects.toEqual(code('REQUEST_MALFORMED'));
  });

  test.each([
    ['application/json; charset=latin1', 'MEDIA_TYPE'],
    ['application/json, text/plain', 'MEDIA_TYPE'],
    ['text/json', 'MEDIA_TYPE'],
    ['', 'MEDIA_TYPE'],
  ])('refuses the media type %s', async (type, expected) => {
    const bytes = new TextEncoder().encode('{}');
    await expect(
      readJsonBody({ kind: 'bytes', bytes }, new Headers({ 'content-type': type }), upTo(9)),
    ).rejects.toEqual(code(expected));
  });
});
