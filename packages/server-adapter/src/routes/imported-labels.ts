import type { TrainedSuite } from '@titans/models';
import type { ObservedLabel } from '@titans/models/lifecycle';
import { transactionAlias } from './performance-recorder.js';

/** What transactions that were stored tell of answers about them: their categories, and amounts in the models' currency. */
export function importedLabels(
  records: readonly unknown[],
  suite: TrainedSuite,
  at: number,
): readonly ObservedLabel[] {
  const modelCurrency = suite.tasks.includes('amount') ? suite.amount.currency : null;
  const isCategorised = suite.tasks.includes('category');
  return records.flatMap((record): ObservedLabel[] => {
    if (typeof record !== 'object' || record === null) return [];
    const { transaction_id, account_id, category, amount, currency } = record as Record<string, unknown>;
    const id = transactionAlias(textOf(transaction_id), textOf(account_id));
    if (id === undefined) return [];
    const name = textOf(category)?.trim().replaceAll(/\s+/g, ' ') ?? '';
    const isOwnCurrency = modelCurrency !== null && (textOf(currency) ?? modelCurrency) === modelCurrency;
    return [
      ...(isCategorised && name !== '' && name.length <= 100
        ? [{ id, at, task: 'category', actual: name }]
        : []),
      ...(isOwnCurrency && typeof amount === 'number' && Math.abs(amount) < 1e15
        ? [{ id, at, task: 'amount', actual: amount }]
        : []),
    ];
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
