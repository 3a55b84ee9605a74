import { hashOfText, secondSight } from '@titans/core';
import type { FeatureRow } from './feature-row.js';

/** Payees that came again. */
const known = new Map<string, string>();
const mostKnown = 5_000;
const isAgain: (hash: number) => boolean = secondSight();
/** Several features ask for the payee of one row, one after the other. */
let last = { name: '', payee: '' };

/**
 * Names the other party of a transaction so that its transactions fall together: the merchant if the source gives
 * one, else the description, in lower case, with digits and punctuation as spaces. `null` if nothing is left.
 */
export function payeeOf(row: Pick<FeatureRow, 'description' | 'merchantName'>): string | null {
  const name = row.merchantName ?? row.description;
  if (name === null) return null;
  if (name === last.name) return last.payee;
  const found = known.get(name);
  if (found !== undefined) return found;
  const lowered = name.toLowerCase();
  const payee = lowered.replace(/[^\p{L}\p{M}]+/gu, ' ').trim() || lowered;
  last = { name, payee };
  if (isAgain(hashOfText(name))) {
    if (known.size >= mostKnown) known.clear();
    known.set(name, payee);
  }
  return payee;
}
