import type { FeatureRow } from './feature-row.js';

/** Names that were worked out last; several features ask for the payee of one row, and payees come again. */
const known = new Map<string, string>();
const mostKnown = 5_000;

/**
 * Names the other party of a transaction so that its transactions fall together: the merchant if the source gives
 * one, else the description, in lower case, with digits and punctuation as spaces. `null` if nothing is left.
 */
export function payeeOf(row: Pick<FeatureRow, 'description' | 'merchantName'>): string | null {
  const name = row.merchantName ?? row.description;
  if (name === null) return null;
  const found = known.get(name);
  if (found !== undefined) return found;
  const lowered = name.toLowerCase();
  const payee = lowered.replace(/[^\p{L}\p{M}]+/gu, ' ').trim() || lowered;
  if (known.size >= mostKnown) known.clear();
  known.set(name, payee);
  return payee;
}
