import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonWriter, rounded } from './json-writer.js';

function written(write: (writer: JsonWriter) => JsonWriter): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(write(new JsonWriter().start()).take());
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

test('texts are what JSON.stringify makes of them', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
      const all = written((writer) => {
        texts.forEach((each, index) => {
          writer.json(index === 0 ? '[' : ',').text(each);
        });
        return writer.json(texts.length === 0 ? '[]' : ']');
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
  expect(written((writer) => writer.text('a').text(long).json('true').share(0.5))).toBe(
    `"a"${JSON.stringify(long)}true0.500000`,
  );
});

test('an answer that failed on its way leaves nothing to the next', () => {
  const writer = new JsonWriter();
  writer.start().json('{"half":');
  expect(new TextDecoder().decode(writer.start().text('whole').take())).toBe('"whole"');
});

test('what was taken does not change when more is written', () => {
  const writer = new JsonWriter();
  const first = writer.start().text('first').take();
  writer.start().text('other').take();
  expect(new TextDecoder().decode(first)).toBe('"first"');
});
