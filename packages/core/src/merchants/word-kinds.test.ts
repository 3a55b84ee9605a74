import { expect, test } from 'vitest';
import { isDomain, isLegalForm, isMonth, tokenOf } from './noise-tokens.js';
import { cities } from './places.js';
import { kindsOf, wordKind } from './word-kinds.js';

test('a word may be of several kinds', () => {
  // The state of Colorado, a company, and the end of no city.
  expect(kindsOf('CO')).toBe(wordKind.legalForm | wordKind.placeCode);
  expect(kindsOf('NR')).toBe(wordKind.store | wordKind.reference);
  expect(kindsOf('MAR')).toBe(wordKind.month);
  expect(kindsOf('YORK')).toBe(wordKind.cityEnd);
  expect(kindsOf('ZEBRA')).toBe(0);
});

test('every city ends with a word that says so', () => {
  for (const city of cities) {
    expect(kindsOf(city.split(' ').at(-1) as string) & wordKind.cityEnd).not.toBe(0);
  }
});

test('every spelling of a Polish limited company is a legal form', () => {
  const spellings = ['', '.'].flatMap((a) =>
    ['', '.'].flatMap((b) => ['', '.'].map((c) => `SP${a}Z${b}O${c}O`)),
  );
  for (const spelling of spellings) expect(isLegalForm(tokenOf(spelling))).toBe(true);
  expect(spellings).toHaveLength(8);
});

test('tokens know their letters and digits, whatever the script', () => {
  expect(tokenOf('(Cafe)')).toMatchObject({ key: 'CAFE', hasLetter: true, hasDigit: false, isWord: true });
  expect(tokenOf('CAFÉ')).toMatchObject({ key: 'CAFE', hasLetter: true, hasDigit: false, isWord: true });
  expect(tokenOf('#12a')).toMatchObject({ key: '12A', hasLetter: true, hasDigit: true, isWord: false });
  // The text has no digit of ASCII, its compatibility form has.
  expect(tokenOf('x²')).toMatchObject({ key: 'X2', hasLetter: true, hasDigit: false, isWord: false });
  expect(tokenOf('**')).toMatchObject({ key: '', hasLetter: false, hasDigit: false, isWord: true });
  expect(isMonth(tokenOf('sept.'))).toBe(true);
  expect(isDomain(tokenOf('www.shop.co.uk'))).toBe(true);
});
