import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ByteLine, byteLineReader } from './byte-lines.js';

function linesOf(bytes: Uint8Array, pieces: readonly number[], mostBytes = 1_000): readonly ByteLine[] {
  const lines: ByteLine[] = [];
  const reader = byteLineReader(mostBytes, (line) => lines.push(line));
  let from = 0;
  for (const size of pieces) {
    reader.push(bytes.subarray(from, from + size));
    from += size;
  }
  reader.push(bytes.subarray(from));
  reader.end();
  return lines;
}

test('lines end with LF, CRLF or CR, and have their places', () => {
  const lines = linesOf(Buffer.from('a\r\nb\rc\n\nd'), []);
  expect(lines.map(({ text, number, byteOffset, isEnded }) => [text, number, byteOffset, isEnded])).toEqual([
    ['a', 1, 0, true],
    ['b', 2, 3, true],
    ['c', 3, 5, true],
    ['', 4, 7, true],
    ['d', 5, 8, false],
  ]);
});

test('are those of a split, however the bytes arrive', () => {
  const text = fc.array(fc.constantFrom('a', 'bc', '\r', '\n', '\r\n', ' '), { maxLength: 40 });
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 20 }), (parts, pieces) => {
      const whole = parts.join('');
      const expected = whole.split(/\r\n|\r|\n/);
      if (expected.at(-1) === '') expected.pop();
      const lines = linesOf(Buffer.from(whole), pieces);
      expect(lines.map(({ text }) => text)).toEqual(expected);
      for (const { text, byteOffset } of lines) expect(whole.startsWith(text, byteOffset)).toBe(true);
    }),
  );
});

test('one that is too long is cut and marked, and costs no memory', () => {
  const lines = linesOf(Buffer.from(`${'x'.repeat(5_000)}\nshort`), [7, 900, 900], 10);
  expect(lines).toEqual([
    { text: 'x'.repeat(10), number: 1, byteOffset: 0, isTooLong: true, isEnded: true },
    { text: 'short', number: 2, byteOffset: 5_001, isTooLong: false, isEnded: false },
  ]);
});

test('a byte order mark is no text', () => {
  expect(linesOf(Buffer.from('\ufeffa\n\ufeffb'), [1, 1]).map(({ text }) => text)).toEqual([
    'a',
    '\u00ef\u00bb\u00bfb',
  ]);
});
