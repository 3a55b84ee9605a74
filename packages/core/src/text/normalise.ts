/**
 * The form in which descriptions are compared and learned from: format characters removed, NFKC (Unicode UAX 15),
 * every run of control characters and white space one space, trimmed. Case is kept. Applied twice it changes nothing.
 */
export function normaliseText(text: string): string {
  // Format characters go first: one between a letter and its accent would keep NFKC from joining them.
  return text
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}
