import type { FeatureRow } from './feature-row.js';

/**
 * Names the other party of a transaction so that its transactions fall together: the merchant if the source gives
 * one, else the description, in lower case, with digits and punctuation as spaces. `null` if nothing is left.
 */
export function payeeOf(row: Pick<FeatureRow, 'description' | 'merchantName'>): string | null {
  const name = row.merchantName ?? row.description;
  if (name === null) return null;
  const letters = name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}]+/gu, ' ')
    .trim();
  return letters === '' ? name.toLowerCase() : letters;
}
