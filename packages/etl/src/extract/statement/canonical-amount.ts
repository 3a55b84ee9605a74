const plain = /^[+-]?\d*\.?\d*$/;
const decimalComma = /^([+-]?\d*),(\d*)$/;
const groupedByCommas = /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/;
const groupedByPoints = /^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/;

/**
 * The digits of an amount with a point as the decimal mark, for formats that permit either mark and no thousands
 * separators: OFX and MT940. A separator is taken out where there is a decimal mark as well, so that there is no
 * doubt which is which. Any other text is given back as it is, for the normaliser to refuse.
 */
export function canonicalAmount(text: string): string {
  const trimmed = text.trim();
  if (!/\d/.test(trimmed)) return trimmed;
  if (plain.test(trimmed)) return completed(trimmed);
  const comma = decimalComma.exec(trimmed);
  if (comma !== null) return completed(`${comma[1]}.${comma[2]}`);
  if (groupedByCommas.test(trimmed)) return completed(trimmed.replaceAll(',', ''));
  if (groupedByPoints.test(trimmed)) return completed(trimmed.replaceAll('.', '').replace(',', '.'));
  return trimmed;
}

/** The same amount with the other sign. */
export function negated(amount: string): string {
  if (amount.startsWith('-')) return amount.slice(1);
  return amount === '' ? '' : `-${amount.startsWith('+') ? amount.slice(1) : amount}`;
}

/** Without a plus and without a mark that no digit follows; `.5` and `5.` are written by some banks. */
function completed(text: string): string {
  const unsigned = text.replace(/^[+-]/, '').replace(/\.$/, '');
  return `${text.startsWith('-') ? '-' : ''}${unsigned}`;
}
