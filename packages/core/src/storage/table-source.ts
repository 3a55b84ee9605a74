import { parsePlainDate, toEpochDay } from '../calendar/plain-date.js';
import { throwIfAborted } from '../progress/progress.js';
import { selectRows, timeOrder } from '../table/table-operations.js';
import type { TransactionTable } from '../table/transaction-table.js';
import type { TransactionSource } from './transaction-source.js';

/**
 * A table in memory as a source of transactions.
 *
 * @throws TitansError from `transactions`: `DATE_INVALID` for a day that does not exist, `ABORTED`.
 * @example
 * ```ts
 * import { createTransaction, tableFromRows, tableSource } from '@titans/core';
 *
 * const table = tableFromRows([createTransaction({ date: '2024-12-03', description: 'Fuel', amount: -89.45 })]);
 * const december = await tableSource(table).transactions({ from: '2024-12-01', to: '2024-12-31' });
 * ```
 */
export function tableSource(table: TransactionTable): TransactionSource {
  let order: Uint32Array | null = null;
  return {
    async transactions({ accountId, from, to, limit, signal } = {}) {
      throwIfAborted(signal, 'reading the table');
      const { date, accountId: accounts } = table.columns;
      const firstDay = from === undefined ? Number.NEGATIVE_INFINITY : toEpochDay(parsePlainDate(from));
      const lastDay = to === undefined ? Number.POSITIVE_INFINITY : toEpochDay(parsePlainDate(to));
      const account = accountId === undefined ? undefined : accounts.values.indexOf(accountId);
      order ??= timeOrder(table);
      const selected = order.filter((row) => {
        const day = date[row] as number;
        return (
          day >= firstDay && day <= lastDay && (account === undefined || accounts.codes[row] === account)
        );
      });
      return selectRows(table, limit === undefined ? selected : selected.slice(0, limit));
    },
  };
}
