import { type Transaction, tableFromRows } from '@titans/core';
import { type CategoryModel, type TransactionQuery, train } from '@titans/models';

/** A model of the categories of the rows, with or without the lexicon of words and brands. */
export async function learned(rows: readonly Transaction[], lexicon = true): Promise<CategoryModel> {
  const { category } = await train(tableFromRows(rows), {
    tasks: ['category'],
    seed: 0,
    category: { lexicon },
  });
  return category;
}

/** What is told of a transaction whose category is asked for. */
export function queryOf({
  description,
  amountMinor,
  currency,
  date,
  accountId,
}: Transaction): TransactionQuery {
  return { description, amount: amountMinor / 100, currency, date, accountId };
}
