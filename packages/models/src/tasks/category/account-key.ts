import { defaultAccountId, hashOfText } from '@titans/core';
import type { FeatureRow } from '../../features/feature-row.js';

/**
 * What is remembered of an account instead of its identifier, which may be the number of a card or a bank account; `null`
 * for the account of rows that name none. Whoever has a model can try numbers: with 32 bits hardly one of the 10⁹ of a
 * bank's cards would fit beside the right one, with 20 a thousand do. Of a thousand accounts two may then share what is
 * learned of them.
 */
export function accountKeyOf({ accountId }: FeatureRow): number | null {
  return accountId === defaultAccountId ? null : hashOfText(accountId) >>> (32 - accountBits);
}

const accountBits = 20;

/** The key of a payee on an account, of the 53 bits of the payee's and those of the account's. */
export function payeeOnAccount(payee: number, account: number): number {
  const high = (Math.floor(payee / 2 ** 32) ^ (Math.imul(account, 0x9e3779b1) >>> 11)) >>> 0;
  return high * 2 ** 32 + ((payee ^ account) >>> 0);
}
