import { canonicalAmount } from '../statement/canonical-amount.js';

/** An amount as SWIFT and banks that are less exact write it: `1234,5`, `12,`, `,50`, `1.234,50`, `1234.50`, `000012,`. */
export const swiftAmount: RegExp = /\d[\d.]*(?:,\d*)?|,\d+/;

/**
 * The digits with a point as the decimal mark and without zeros before them. SWIFT requires a comma, so that `1.234`
 * without one can be a thousand or not.
 *
 * @returns `null` where the text can be meant in two ways.
 */
export function digitsOfSwiftAmount(text: string): string | null {
  if (/^\d{1,3}(?:\.\d{3})+$/.test(text)) return null;
  const isGrouped = /^\d{1,3}(?:\.\d{3})+,\d*$/.test(text);
  return canonicalAmount(isGrouped ? text.replaceAll('.', '') : text).replace(/^0+(?=\d)/, '');
}
