import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseText } from './normalise.js';

// Expected forms: Unicode UAX 15, table 1 and figure 6 (compatibility decompositions and compositions).
test.each([
  ['ﬁne', 'fine'],
  ['２０２４', '2024'],
  ['ｶﾞ', 'ガ'],
  ['Å', 'Å'],
  ['e\u0301', 'é'],
  ['x²', 'x2'],
  ['½', '1⁄2'],
])('compatibility forms: %s becomes %s', (text, expected) => {
  expect(normaliseText(text)).toBe(expected);
});

test.each([
  ['  a \t\r\n b  ', 'a b'],
  ['a\u00a0\u2009\u3000b', 'a b'],
  ['a\u0000b', 'a b'],
  ['a \u200b b', 'a b'],
  ['soft\u00adhyphen', 'softhyphen'],
  ['\ufeffbom', 'bom'],
  ['e\u200b\u0301', 'é'],
  ['\u200b', ''],
])('white space, control and format characters: %j becomes %j', (text, expected) => {
  expect(normaliseText(text)).toBe(expected);
});

test('case is kept', () => {
  expect(normaliseText('WHOLEFDS Mkt')).toBe('WHOLEFDS Mkt');
});

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = normaliseText(text);
      expect(normaliseText(once)).toBe(once);
      expect(once).not.toMatch(/\p{Cc}|\p{Cf}|\s\s|^\s|\s$/u);
    }),
    { numRuns: 2_000 },
  );
});

test('text that is normalised already is found to be by its units, with the same outcome', () => {
  const inSteps = (text: string): string =>
    text
      .replace(/\p{Cf}/gu, '')
      .normalize('NFKC')
      .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim();
  const unit = fc.constantFrom(
    'a',
    'Z',
    '~',
    '!',
    ' ',
    ' ',
    '\t',
    '\u007f',
    '\u0000',
    'é',
    '\u00a0',
    '\u00ad',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 8 }), (text) => {
      expect(normaliseText(text)).toBe(inSteps(text));
    }),
    { numRuns: 1_000 },
  );
});
