import { defaultAccountId } from '@titans/core';
import type { FeatureRow } from '../../features/feature-row.js';
import { hashOfText } from '../../second-sight.js';

/**
 * What is remembered of an account instead of its identifier, which may be a number of a card or a bank account: 32 bits of a
 * hash; `null` for the account of rows that name none.
 */
export function accountKeyOf({ accountId }: FeatureRow): number | null {
  return accountId === defaultAccountId ? null : hashOfText(accountId);
}

/** The key of a payee on an account, of the 53 bits of the payee's and the 32 of the account's. */
export function payeeOnAccount(payee: number, account: number): number {
  const high = (Math.floor(payee / 2 ** 32) ^ (Math.imul(account, 0x9e3779b1) >>> 11)) >>> 0;
  return high * 2 ** 32 + ((payee ^ account) >>> 0);
}
