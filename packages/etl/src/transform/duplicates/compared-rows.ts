import type { TransactionTable } from '@titans/core';
import type { ComparedRow } from './remembered-rows.js';

/** Reads the rows of tables for comparison; accounts get the same number in all of them. */
export function rowComparison(): (
  table: TransactionTable,
  row: number,
  place: { readonly sourceIndex: number; readonly row: number },
) => ComparedRow {
  const numbers = new Map<string, number>();
  let last: { table: TransactionTable; codes: Int32Array } | null = null;

  /** Account and currency of a row as one number, looked up once per pair of a table. */
  function accountNumber(table: TransactionTable, row: number): number {
    const { accountId, currency } = table.columns;
    if (last?.table !== table) {
      last = { table, codes: new Int32Array(accountId.values.length * currency.values.length).fill(-1) };
    }
    const [account, money] = [accountId.codes[row] as number, currency.codes[row] as number];
    const cell = account * currency.values.length + money;
    const known = last.codes[cell] as number;
    if (known >= 0) return known;
    const key = `${currency.values[money]} ${accountId.values[account]}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    last.codes[cell] = number;
    return number;
  }

  return (table, row, place) => {
    const { amountMinor, date, description, id } = table.columns;
    const code = id.codes[row] as number;
    return {
      account: accountNumber(table, row),
      amountMinor: amountMinor[row] as number,
      day: date[row] as number,
      description: description.values[description.codes[row] as number] as string,
      id: code < 0 ? null : (id.values[code] as string),
      sourceIndex: place.sourceIndex,
      row: place.row,
    };
  };
}
