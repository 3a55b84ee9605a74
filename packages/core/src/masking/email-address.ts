const localPart = /[\p{L}\p{N}!#$&'*+\-./=?^_`{|}~]{1,64}$/u;
const domain = /(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/uy;
/** Of a local part (RFC 5321, 4.5.3.1.1). */
const longestLocalPart = 64;

/** The text with e-mail addresses replaced, also where the sign is percent-encoded. */
export function replaceEmails(text: string, replacement: string): string {
  let masked = '';
  let from = 0;
  for (const { index: at, 0: sign } of text.matchAll(/@|%40/g)) {
    if (at < from) continue;
    const local = localPart.exec(text.slice(Math.max(from, at - 2 * longestLocalPart), at));
    domain.lastIndex = at + sign.length;
    if (local === null || !domain.test(text)) continue;
    masked += text.slice(from, at - local[0].length) + replacement;
    from = domain.lastIndex;
  }
  return from === 0 ? text : masked + text.slice(from);
}
