import { normaliseText, requireText } from './normalise.js';

/**
 * The form in which texts are compared when case and accents do not count: white space as {@link normaliseText} leaves
 * it, compatibility characters taken apart (NFKD), accents removed ({@link stripAccents}), small letters. Applied twice
 * it changes nothing.
 *
 * @throws TitansError `INVALID_ARGUMENT` for what is no text.
 * @example
 * ```ts
 * import { foldText } from '@titans/core';
 *
 * foldText('  CAFÉ Ørsted GROSS'); // 'cafe orsted gross'
 * foldText('Groß'); // 'gross'
 * ```
 */
export function foldText(text: string): string {
  requireText(text);
  // Most descriptions are ASCII in order, for which all that is left is the case.
  if (plainAscii.test(text)) return text.toLowerCase();
  const bare = stripAccents(normaliseText(text).normalize('NFKD')).toUpperCase().toLowerCase();
  // Upper case can bring new marks, and a sigma is written another way at the end of a word.
  return normaliseText(stripAccents(bare.normalize('NFKD'))).replaceAll('ς', 'σ');
}

const plainAscii = /^[!-~](?: ?[!-~])*$/;

/** Letters that Unicode does not take apart, as they are written where a keyboard lacks them. */
const otherLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  Ø: 'O',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'TH',
  ß: 'ss',
  ẞ: 'SS',
};

/**
 * The text without accents: marks that any script may carry are taken off, `ø`, `æ`, `ł` and their like are written as
 * `o`, `ae`, `l`. Vowel signs that belong to a script, as those of Devanagari and Thai, stay. Case is kept; the result
 * is canonically decomposed (NFD).
 */
export function stripAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(?=\p{M})\p{Script=Inherited}/gu, '')
    .replace(/[øØæÆœŒłŁđĐðÐþÞßẞ]/g, (letter) => otherLetters[letter] ?? letter);
}
