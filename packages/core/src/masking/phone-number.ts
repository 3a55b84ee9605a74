const fewestDigits = 8;
/** ITU-T E.164. */
const mostDigits = 15;
const thousands = /^\+\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/;

/**
 * Whether a text that looks like a telephone number is one: 8 to 15 digits, and no amount with separated thousands.
 */
export function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= fewestDigits && digits <= mostDigits && !thousands.test(text);
}

/**
 * Ways in which telephone numbers are written that nothing else is: with the sign of the country code, as in North
 * America, in pairs as in France, and with an area code that begins with a zero and is set apart. One without any of
 * these cannot be told from a reference.
 */
export const phonePattern: string = [
  String.raw`(?<!\+)\+[1-9](?:[ .()/\-\u00a0]{0,2}\d){7,14}(?![\d]|[.,]\d{1,2}(?!\d))`,
  String.raw`(?<!\d |[\w+])00[1-9]\d{0,2}[ \-/](?:[ .()/\-]{0,2}\d){6,12}(?![\d]|[.,]\d)`,
  String.raw`\([2-9]\d{2}\) ?[2-9]\d{2}[-. ]\d{4}(?!\d)`,
  String.raw`(?<![\w.-])(?:1[-. ])?[2-9]\d{2}(?<dash>[-.])[2-9]\d{2}\k<dash>\d{4}(?![\w-])`,
  String.raw`(?<!\d |[\w.,-])0[1-9](?<pair>[ .-])\d{2}(?:\k<pair>\d{2}){3}(?!\w|[.-]\d)`,
  String.raw`(?<!\d |[\w.,/-])\(?0[1-9]\d{1,4}\)?[ /-]\d{3,8}(?:[ -]\d{2,6}){0,2}(?![\w.,-]\d|\d)`,
].join('|');
