import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NdjsonLine, readNdjson } from './ndjson.js';

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (let index = 0; from < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.slice(from, from + size);
    from += size;
  }
}

async function read(
  text: string | Uint8Array,
  sizes: readonly number[] = [1_000_000],
  maxLineBytes?: number,
): Promise<(readonly [number, unknown])[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const lines: NdjsonLine[] = [];
  const options = maxLineBytes === undefined ? {} : { maxLineBytes };
  for await (const some of readNdjson(inPieces(bytes, sizes), options)) lines.push(...some);
  return lines.map((line) => [line.line, line.kind === 'value' ? line.value : line.error.code]);
}

describe('lines', () => {
  test('end with LF or CR LF, the last one with nothing, and blank ones count without being read', async () => {
    expect(await read('{"a":1}\n\r\n"b"\r\n \t\n[3]')).toEqual([
      [1, { a: 1 }],
      [3, 'b'],
      [5, [3]],
    ]);
    expect(await read('')).toEqual([]);
    expect(await read('\n\n')).toEqual([]);
  });

  test('that say nothing are told apart from those around them', async () => {
    const bytes = new Uint8Array([...'1\n'].map((c) => c.charCodeAt(0)).concat([0xff, 0xfe, 0x0a, 0x32]));
    expect(await read(bytes)).toEqual([
      [1, 1],
      [2, 'REQUEST_MALFORMED'],
      [3, 2],
    ]);
    const hostile = ['{"__proto__":{"polluted":1}}', '{', `${'['.repeat(40)}${']'.repeat(40)}`, 'true'];
    expect(await read(hostile.join('\n'))).toEqual([
      [1, 'REQUEST_MALFORMED'],
      [2, 'REQUEST_MALFORMED'],
      [3, 'REQUEST_MALFORMED'],
      [4, true],
    ]);
    expect(({} as Record<string, unknown>).polluted).toBe(undefined);
  });

  test('of exactly the limit are read, and longer ones are skipped', async () => {
    for (const sizes of [[1], [3], [7], [1_000]]) {
      expect(await read('"12345678"\r\n"123456789"\n"1"\n"123456789"', sizes, 10)).toEqual([
        [1, '12345678'],
        [2, 'REQUEST_TOO_LARGE'],
        [3, '1'],
        [4, 'REQUEST_TOO_LARGE'],
      ]);
      expect(await read(`${'x'.repeat(100)}\r\n"12345678"\r`, sizes, 10)).toEqual([
        [1, 'REQUEST_TOO_LARGE'],
        [2, '12345678'],
      ]);
    }
  });

  test('are the same however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 3 }).filter(isSafe), { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        async (values, sizes, end) => {
          const text = values.map((value) => JSON.stringify(value) + end).join('');
          expect(await read(text, sizes)).toEqual(
            values.map((value, index) => [index + 1, JSON.parse(JSON.stringify(value))]),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

test('a line without an end takes no memory', async () => {
  const piece = new Uint8Array(65_536).fill(0x78);
  const before = process.memoryUsage().rss;
  const codes: string[] = [];
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < 1_600; index++) yield piece;
  }
  for await (const some of readNdjson(endless())) {
    for (const line of some) if (line.kind === 'problem') codes.push(line.error.code);
  }
  expect(codes).toEqual(['REQUEST_TOO_LARGE']);
  expect(process.memoryUsage().rss - before).toBeLessThan(48 * 2 ** 20);
});

function isSafe(value: unknown): boolean {
  return !/__proto__|constructor/.test(JSON.stringify(value));
}
