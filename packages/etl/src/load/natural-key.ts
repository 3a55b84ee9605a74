import type { Transaction } from '@titans/core';

/**
 * What a transaction is known by: the account, date, amount and currency, with the identifier of the source where it
 * gives one, else with the description. Several transactions can share it: {@link matchRows} tells them apart.
 */
export function naturalKey({ accountId, date, amountMinor, currency, id, description }: Transaction): string {
  return JSON.stringify([
    accountId,
    date,
    amountMinor,
    currency,
    id === null ? 'text' : 'id',
    id ?? description,
  ]);
}
