/**
 * The form in which descriptions are compared and learned from: NFKC (Unicode UAX 15), control and format
 * characters removed, every run of white space one space, trimmed. Case is kept.
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
}
