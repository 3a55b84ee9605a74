const scientific = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/;
const mostDigits = 64;

/**
 * A JSON number without an exponent, with exactly the digits that it has: `1.5e3` is `1500`. Numbers without one, and
 * those that would have more than 64 digits, are given back as they are.
 */
export function plainDecimal(number: string): string {
  // Most numbers have none.
  if (!number.includes('e') && !number.includes('E')) return number;
  const match = scientific.exec(number);
  if (match === null) return number;
  const [, sign, whole = '', fraction = '', power] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (Math.max(point, digits.length, digits.length - point) > mostDigits) return number;
  const padded = point > 0 ? digits.padEnd(point, '0') : digits.padStart(digits.length - point + 1, '0');
  const at = point > 0 ? point : 1;
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const decimals = padded.slice(at);
  return `${sign}${integer}${decimals === '' ? '' : `.${decimals}`}`;
}
