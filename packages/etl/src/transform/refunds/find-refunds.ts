import { foldText, TitansError, type TransactionTable, timeOrder, valueAt } from '@titans/core';
import { normaliseMerchant } from '@titans/core/merchants';
import { requireKnownOptions, requireTable } from '../../validation/arguments.js';

/** How refunds are found. */
export interface FindRefundsOptions {
  /** Most days from the purchase to the money back: 90 unless told. */
  readonly days?: number;
}

export const findRefundsOptions: readonly (keyof FindRefundsOptions)[] = ['days'];

/** Money back for a purchase. */
export interface RefundPair {
  /** The row of the money back, from 0. */
  readonly refund: number;
  /** The row of the purchase. */
  readonly purchase: number;
  /** Whether all of it came back. */
  readonly isFull: boolean;
  readonly confidence: number;
  readonly days: number;
  /** Whether the text says that it is a refund. */
  readonly hasRefundWord: boolean;
}

/** Purchases that one row of money back is compared with, the latest first. */
const mostCompared = 1_000;

const refundWords =
  /(?:^|[^a-z])(?:refund|refunds|refunded|return|returned|reversal|reversed|credit voucher|chargeback|erstattung|ruckerstattung|rueckerstattung|ruckzahlung|rueckzahlung|gutschrift|storno|remboursement|remb|avoir|reembolso|devolucion|devolucao|rimborso|terugbetaling|terugboeking|retour|zwrot|aterbetalning|tilbagebetaling|refusjon)(?![a-z])/g;

/**
 * Pairs money that came in with an earlier purchase from the same merchant, by {@link normaliseMerchant}, in the same
 * account and currency: the whole amount, else a part of what has not come back yet. Equal amounts are paired first,
 * the nearest purchase before others; a row of money back belongs to one purchase, a purchase may have several.
 *
 * Rows tagged `transfer` are left out. Of one merchant, the 1,000 purchases before the money back are looked at.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a wrong number of days.
 * @example
 * ```ts
 * import { createTransaction, tableFromRows } from '@titans/core';
 * import { findRefunds } from '@titans/etl';
 *
 * const table = tableFromRows([
 *   createTransaction({ date: '2024-03-01', description: 'ZARA 1234 LONDON', amount: -80 }),
 *   createTransaction({ date: '2024-03-09', description: 'REFUND ZARA', amount: 30 }),
 * ]);
 * findRefunds(table); // [{ refund: 1, purchase: 0, isFull: false, … }]
 * ```
 */
export function findRefunds(
  table: TransactionTable,
  options: FindRefundsOptions = {},
): readonly RefundPair[] {
  requireTable(table, 'findRefunds');
  requireKnownOptions(options, findRefundsOptions, 'findRefunds');
  const { days = 90 } = options;
  if (!(Number.isInteger(days) && days >= 0 && days <= 3_650)) {
    throw new TitansError('INVALID_ARGUMENT', `days is 0 to 3650, not ${days}.`, {
      details: { field: 'days' },
    });
  }
  const { amountMinor, date } = table.columns;
  const readingOf = refundReading(table);
  const groups = new Map<string, { purchases: number[]; returns: number[] }>();
  for (const row of timeOrder(table)) {
    const reading = readingOf(row);
    const amount = amountMinor[row] as number;
    if (reading === null || amount === 0) continue;
    const group = groups.get(reading.key) ?? { purchases: [], returns: [] };
    groups.set(reading.key, group);
    (amount < 0 ? group.purchases : group.returns).push(row);
  }
  const pairs: RefundPair[] = [];
  for (const { purchases, returns } of groups.values()) {
    if (returns.length > 0 && purchases.length > 0) pairs.push(...pairsOf(purchases, returns));
  }
  return pairs.sort((a, b) => a.refund - b.refund);

  function pairsOf(purchases: readonly number[], returns: readonly number[]): readonly RefundPair[] {
    const found: RefundPair[] = [];
    const left = new Map(purchases.map((row) => [row, -(amountMinor[row] as number)]));
    const open: number[] = [];
    for (const refund of returns) {
      const full = latestBefore(
        refund,
        purchases,
        (row) => left.get(row) === amountMinor[refund] && left.get(row) === -(amountMinor[row] as number),
      );
      if (full === null) open.push(refund);
      else take(refund, full, true);
    }
    for (const refund of open) {
      const part = latestBefore(
        refund,
        purchases,
        (row) => (left.get(row) ?? 0) >= (amountMinor[refund] as number),
      );
      if (part !== null) take(refund, part, false);
    }
    return found;

    function take(refund: number, purchase: number, isFull: boolean): void {
      left.set(purchase, (left.get(purchase) ?? 0) - (amountMinor[refund] as number));
      const hasRefundWord = readingOf(refund)?.hasWord ?? false;
      const confidence = (isFull ? 0.9 : 0.7) + (hasRefundWord ? 0.1 : 0);
      const apart = (date[refund] as number) - (date[purchase] as number);
      found.push({ refund, purchase, isFull, confidence, days: apart, hasRefundWord });
    }
  }

  /** Purchases are in time order. */
  function latestBefore(
    refund: number,
    purchases: readonly number[],
    suits: (row: number) => boolean,
  ): number | null {
    const day = date[refund] as number;
    const last = lastUpTo(purchases, day);
    for (let at = last; at >= 0 && at > last - mostCompared; at--) {
      const row = purchases[at] as number;
      if ((date[row] as number) < day - days) return null;
      if (suits(row)) return row;
    }
    return null;
  }

  function lastUpTo(purchases: readonly number[], day: number): number {
    let low = 0;
    let high = purchases.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((date[purchases[middle] as number] as number) <= day) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

interface RefundReading {
  /** Account, currency and merchant. */
  readonly key: string;
  readonly hasWord: boolean;
}

/** Reads the merchant of rows, each distinct text once. */
function refundReading(table: TransactionTable): (row: number) => RefundReading | null {
  const { accountId, currency, description, merchantName, tags } = table.columns;
  const isTransfer = tags.values.map((values) => values.includes('transfer'));
  const merchants = new Map<string, { merchant: string; hasWord: boolean }>();
  function merchantOf(text: string): { merchant: string; hasWord: boolean } {
    const known = merchants.get(text);
    if (known !== undefined) return known;
    const folded = foldText(text);
    const bare = folded.replace(refundWords, ' ').trim();
    const merchant = foldText(normaliseMerchant(bare === '' ? folded : bare).name).replace(
      /[^\p{L}\p{N}]/gu,
      '',
    );
    const read = { merchant, hasWord: bare !== folded.trim() };
    merchants.set(text, read);
    return read;
  }
  return (row) => {
    if (isTransfer[tags.codes[row] as number] === true) return null;
    const ofText = merchantOf(valueAt(description, row) as string);
    const name = valueAt(merchantName, row);
    const merchant = name === null ? ofText.merchant : merchantOf(name).merchant;
    if (merchant === '') return null;
    const key = `${accountId.codes[row]} ${currency.codes[row]} ${merchant}`;
    return { key, hasWord: ofText.hasWord };
  };
}
