import { type CurrencyCode, type TransactionTable, valueAt } from '@titans/core';

/** The currency of most rows, the first in the alphabet of several; `undefined` for an empty table. */
export function mainCurrency(table: TransactionTable): CurrencyCode | undefined {
  const rowsByCurrency = new Map<CurrencyCode, number>();
  for (let row = 0; row < table.length; row++) {
    const currency = valueAt(table.columns.currency, row) as CurrencyCode;
    rowsByCurrency.set(currency, (rowsByCurrency.get(currency) ?? 0) + 1);
  }
  return [...rowsByCurrency].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}
