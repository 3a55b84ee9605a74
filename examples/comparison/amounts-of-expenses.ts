import type { TransactionTable } from '@titans/core';
import type { TargetData } from '@titans/models/evaluation';
import { type FeatureMatrix, features, selectFeatures } from '@titans/models/features';

/** The expenses of a table in order of time. */
export interface Expenses {
  /** What may be learned from, and the amount, as a positive number of its currency. */
  readonly data: TargetData<FeatureMatrix>;
  readonly epochDays: Int32Array;
}

/** Every feature that does not reveal the amount, of rows that are expenses. Each looks back on earlier rows only. */
export function amountsOfExpenses(table: TransactionTable): Expenses {
  const matrix = selectFeatures(features, 'amount').matrix(table);
  const transactions = [...table.rows()];
  const rows = transactions
    .map((transaction, row) => ({ ...transaction, row }))
    .filter(({ amountMinor }) => amountMinor < 0)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.row - b.row));
  return {
    data: {
      x: {
        rows: rows.length,
        features: matrix.features,
        columns: matrix.columns.map((column) => Float64Array.from(rows, ({ row }) => column[row] as number)),
      },
      target: Float64Array.from(rows, ({ amountMinor }) => -amountMinor / 100),
    },
    epochDays: Int32Array.from(rows, ({ date }) => Date.parse(date) / 86_400_000),
  };
}
