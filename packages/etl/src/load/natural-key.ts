import type { Transaction } from '@titans/core';

/**
 * Tells transactions apart: the account, date, amount and currency, with the identifier of the source where it gives
 * one, else with the description and the number of the occurrence within its source. Two equal purchases on one day
 * are two transactions; the same two in the next export are the same.
 */
export function naturalKeys(): (transaction: Transaction, sourceIndex: number) => string {
  const occurrences = new Map<string, number>();
  return ({ accountId, date, amountMinor, currency, id, description }, sourceIndex) => {
    const base = [accountId, date, amountMinor, currency];
    if (id !== null) return JSON.stringify(['id', ...base, id]);
    const text = JSON.stringify(['text', ...base, description]);
    const counter = `${sourceIndex} ${text}`;
    const occurrence = (occurrences.get(counter) ?? 0) + 1;
    occurrences.set(counter, occurrence);
    return `${text} ${occurrence}`;
  };
}
