import { readFileSync } from 'node:fs';
import {
  createTransaction,
  type PaymentMethod,
  paymentMethods,
  type TransactionTable,
  type TransactionType,
  tableFromRows,
} from '@titans/core';

const file = new URL('../../../../../examples/data/titans-transactions.csv', import.meta.url);

/** The 127 rows of the original file. No field of it is quoted. Its one misspelt payment method is unknown. */
export function originalFile(): TransactionTable {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  return tableFromRows(
    lines.map((line) => {
      const [date, type, description, amount, category, method, status, reference, receiptUrl] =
        line.split(',');
      return createTransaction({
        date: date as string,
        type: type as TransactionType,
        description: description as string,
        amount: amount as string,
        category: category || null,
        paymentMethod: paymentMethods.find((known): known is PaymentMethod => known === method) ?? 'unknown',
        status: status || null,
        reference: reference || null,
        receiptUrl: receiptUrl || null,
      });
    }),
  );
}
