import { foldText } from '@titans/core';
import type { FeatureRow } from './feature-row.js';

/**
 * Names the other party of a transaction so that its transactions fall together: the merchant if the source gives
 * one, else the description, without case and accents ({@link foldText}), with digits and punctuation as spaces; what
 * has no letter stays as it is. `null` where both are missing.
 */
export function payeeOf(row: Pick<FeatureRow, 'description' | 'merchantName'>): string | null {
  const name = row.merchantName ?? row.description;
  if (name === null) return null;
  const folded = foldText(name);
  const letters = folded.replace(/[^\p{L}\p{M}]+/gu, ' ').trim();
  return letters === '' ? folded : letters;
}
