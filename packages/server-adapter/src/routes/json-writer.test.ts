import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, JsonWriter, rounded } from './json-writer.js';

function written(write: (writer: JsonWriter) => JsonWriter): string {
  const { text, byteLength } = write(new JsonWriter().start()).take();
  expect(byteLength).toBe(new TextEncoder().encode(text).length);
  return text;
}

test('shares have six decimals, rounded half up, and stay within 0 and 1', () => {
  const shares = [-0.1, 0, 1e-9, 5e-7, 0.1234564, 0.020_03, 0.9999994, 0.9999996, 1, 1.5];
  expect(shares.map((share) => written((writer) => writer.share(share)))).toEqual([
    '0',
    '0',
    '0',
    '0.000001',
    '0.123456',
    '0.020030',
    '0.999999',
    '1',
    '1',
    '1',
  ]);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      expect(JSON.parse(written((writer) => writer.share(share)))).toBe(rounded(share));
      expect(Math.abs(rounded(share) - share)).toBeLessThanOrEqual(5.000_001e-7);
    }),
  );
});

test('numbers are rounded to six decimals', () => {
  const numbers = [0, -0, 5e-7, -5e-7, 1, -1, 12.5, -0.25, 999.999_999_9, 1_000.5, 1e21, -123_456.789_012_3];
  expect(numbers.map((number) => written((writer) => writer.number(number)))).toEqual([
    '0',
    '0',
    '0.000001',
    '-0.000001',
    '1',
    '-1',
    '12.500000',
    '-0.250000',
    '1000',
    '1000.5',
    '1e+21',
    '-123456.789012',
  ]);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -2_000, max: 2_000 }), (value) => {
      const read = JSON.parse(written((writer) => writer.number(value))) as number;
      expect(Math.abs(read - value)).toBeLessThanOrEqual(5.000_001e-7);
    }),
  );
});

test('what is no number is what JSON.stringify makes of it', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(written((writer) => writer.number(value))).toBe(JSON.stringify(value));
  }
  expect(written((writer) => writer.share(Number.NaN))).toBe(JSON.stringify(Number.NaN));
});

test('texts that come again are what they were', () => {
  const text = fc.constantFrom('é', '"', 'Groceries', '\ud800', '');
  fc.assert(
    fc.property(text, (value) => {
      expect(written((writer) => writer.knownText(value))).toBe(JSON.stringify(value));
    }),
  );
  expect(written((writer) => writer.knownText(null))).toBe('null');
});

test('texts are what JSON.stringify makes of them', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
      const all = written((writer) => {
        texts.forEach((each, index) => {
          writer.written(bytesOf(index === 0 ? '[' : ',')).text(each);
        });
        return writer.written(bytesOf(texts.length === 0 ? '[]' : ']'));
      });
      expect(all).toBe(JSON.stringify(texts));
    }),
    { seed: 12 },
  );
  expect(written((writer) => writer.text('\ud800'))).toBe(String.raw`"\ud800"`);
  expect(written((writer) => writer.text(null))).toBe('null');
});

test('room is made for whatever is longer than there was', () => {
  const long = 'é"'.repeat(10_000);
  expect(written((writer) => writer.text('a').text(long).written(bytesOf('true')).share(0.5))).toBe(
    `"a"${JSON.stringify(long)}true0.500000`,
  );
});

test('an answer that failed on its way leaves nothing to the next', () => {
  const writer = new JsonWriter();
  writer.start().written(bytesOf('{"half":'));
  expect(writer.start().text('whole').take().text).toBe('"whole"');
});

test('what was taken does not change when more is written', () => {
  const writer = new JsonWriter();
  const first = writer.start().text('first').take();
  writer.start().text('other').take();
  expect(first).toEqual({ text: '"first"', byteLength: 7 });
});
