import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskSample } from './mask.js';

test.each([
  ['2024-02-30', '2024-02-30'],
  ['-1.234,56', '-1.234,56'],
  ['(1,234.50)', '(1,234.50)'],
  ['Jane Roe', 'Ja•• •oe'],
  ['DE89370400440532013000', 'DE••••••••••••••••••00'],
  ['12345678', '12••••78'],
  ['4929 1234 5678 9012', '49•• •••• •••• ••12'],
  ['tab\there', 'ta•␣••re'],
  ['Größe 北京市', 'Gr••• •京市'],
  ['', ''],
  // Nothing of a short text is shown but its shape.
  ['Jane', '••••'],
  ['N/A', '•/•'],
  ['EUR', '•••'],
  ['a-1 b', '•-• •'],
  ['北京', '••'],
  ['Smith', 'S•••h'],
  ['AB12CD7', 'A•••••7'],
])('%j is shown as %j', (value, expected) => {
  expect(maskSample(value)).toBe(expected);
});

test('a long value is cut, and no character is cut in two', () => {
  expect(maskSample('x'.repeat(100))).toBe(`xx${'•'.repeat(20)}x…`);
  expect(maskSample('😀'.repeat(50))).toBe(`${'😀'.repeat(23)}…`);
  expect(maskSample('a'.repeat(10_000_000), 8)).toBe('aa••••a…');
});

test('of a value with a letter at most four letters or digits are shown, none of four or fewer, and never all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (value) => {
      fc.pre(/\p{L}/u.test(value));
      const shown = maskSample(value);
      expect([...shown].length).toBeLessThanOrEqual(24);
      const count = (text: string): number => [...text].filter((one) => /[\p{L}\p{N}]/u.test(one)).length;
      expect(count(shown)).toBeLessThanOrEqual(count(value) <= 4 ? 0 : 4);
      expect(count(shown)).toBeLessThan(Math.max(1, count(value)));
      expect(shown).not.toMatch(/\p{Cc}/u);
    }),
  );
});
