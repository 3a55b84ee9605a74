import { normaliseText } from '@titans/core';

/**
 * The form in which texts are compared when case and accents do not count: white space as `normaliseText` leaves it,
 * compatibility characters taken apart (NFKD), marks removed, one case. `ß` is `ss`; letters that Unicode does not take
 * apart, such as `ø`, stay themselves.
 */
export function foldText(text: string): string {
  // Most descriptions are ASCII in order, for which all that is left is the case.
  if (plainAscii.test(text)) return text.toLowerCase();
  const bare = stripMarks(normaliseText(text).normalize('NFKD')).toUpperCase().toLowerCase();
  // Upper case can bring new marks, and a sigma is written another way at the end of a word.
  return normaliseText(stripMarks(bare.normalize('NFKD'))).replaceAll('ς', 'σ');
}

const plainAscii = /^[!-~](?: ?[!-~])*$/;

/** The text without the marks on its letters. */
export function stripMarks(text: string): string {
  return text.replace(/\p{M}/gu, '');
}
