import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText, stripAccents } from './fold.js';
import { normaliseText } from './normalise.js';

// Case folding of Unicode (CaseFolding.txt) with accents off; letters without a decomposition as ISO 9 and passports
// (ICAO 9303, part 3, table A) write them, but one letter for ø.
test.each([
  ['Café Münch', 'cafe munch'],
  ['CAFE\u0301', 'cafe'],
  ['Ørsted', 'orsted'],
  ['MØLLER', 'moller'],
  ['Ǿ', 'o'],
  ['Łódź', 'lodz'],
  ['Đorđe', 'dorde'],
  ['Æble Œuvre', 'aeble oeuvre'],
  ['Þór Guðrún', 'thor gudrun'],
  ['Straße STRASSE GROẞ', 'strasse strasse gross'],
  ['İstanbul ısı', 'istanbul isi'],
  ['ΟΔΌΣ', 'οδοσ'],
  ['ﬁne ＡＢＣ２ Ⅳ', 'fine abc2 iv'],
  [' a\0\u200bb ', 'a b'],
  ['ｶﾞス', 'カス'],
  ['  two \t words\u200b ', 'two words'],
  ['ЁЛКА', 'елка'],
  // Vowels, not accents: without them other words.
  ['हिन्दी', 'हिन्दी'],
  ['น้ำ', 'น\u0e49ํา'],
  ['', ''],
])('%j folds to %j', (text, folded) => {
  expect(foldText(text)).toBe(folded.normalize('NFC'));
});

test('accents come off without a change of case', () => {
  expect(stripAccents('ÉØß')).toBe('EOss');
});

test('folding twice, or after a change of case, changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const folded = foldText(text);
      expect(foldText(folded)).toBe(folded);
      expect(foldText(text.normalize('NFD'))).toBe(folded);
      expect(foldText(folded.toUpperCase())).toBe(folded);
    }),
    { numRuns: 5_000 },
  );
});

test('what is already plain folds as every other text does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(foldText(text)).toBe(text.trim().replace(/\s+/g, ' ').toLowerCase());
    }),
  );
});

test('what is no text is refused', () => {
  for (const value of [null, 5, {}, []]) {
    const text: string = JSON.parse(JSON.stringify(value));
    expect(() => foldText(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => normaliseText(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  }
});
