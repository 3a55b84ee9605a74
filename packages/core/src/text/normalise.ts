import { TitansError } from '../errors/titans-error.js';

/**
 * The form in which descriptions are compared and learned from: format characters removed, NFKC (Unicode UAX 15),
 * every run of control characters and white space one space, trimmed. Case is kept. Applied twice it changes nothing.
 *
 * @throws TitansError `INVALID_ARGUMENT` for what is no text.
 */
export function normaliseText(text: string): string {
  requireText(text);
  if (isPlain(text)) return text;
  // Format characters go first: one between a letter and its accent would keep NFKC from joining them.
  return text
    .replace(/\p{Cf}/gu, '')
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

/** Whether it is of visible ASCII with single spaces between: most descriptions are, and are normalised already. */
function isPlain(text: string): boolean {
  let isAfterSpace = true;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x20 ? isAfterSpace : unit < 0x21 || unit > 0x7e) return false;
    isAfterSpace = unit === 0x20;
  }
  return !isAfterSpace || text === '';
}

/** Refuses what the types forbid, for callers that are not compiled. */
export function requireText(text: string): void {
  if (typeof text === 'string') return;
  throw new TitansError('INVALID_ARGUMENT', `A text was expected, not a value of type ${typeof text}.`, {
    details: { field: 'text' },
  });
}
