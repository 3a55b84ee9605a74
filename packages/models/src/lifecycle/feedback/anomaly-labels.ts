import type { TransactionTable } from '@titans/core';

/** What someone knows of a transaction. */
export interface LabelledTransaction {
  readonly transactionId: string;
  readonly accountId: string;
  /** `true` for an anomaly, such as a confirmed fraud, `false` for none, such as a false alarm. */
  readonly isAnomaly: boolean;
}

/**
 * The labels of the rows of a table, for `anomaly.labels` of `train` and `anomalies` of `evaluate`: those of their accounts and ids, of
 * several the last, and `null` where nothing is known. O(rows + labels).
 *
 * @param labelled Oldest first, as `appliedCorrections` gives them.
 * @example
 * ```ts
 * import type { TransactionTable } from '@titans/core';
 * import { type TrainedSuite, train } from '@titans/models';
 * import { anomalyLabels, appliedCorrections, type FeedbackLog } from '@titans/models/lifecycle';
 *
 * export async function retrain(table: TransactionTable, log: FeedbackLog): Promise<TrainedSuite> {
 *   const { corrections, anomalies } = await appliedCorrections(log, { scope: 'tenant-1' });
 *   return train(table, { corrections, anomaly: { labels: anomalyLabels(table, anomalies) } });
 * }
 * ```
 */
export function anomalyLabels(
  table: TransactionTable,
  labelled: readonly LabelledTransaction[],
): readonly (boolean | null)[] {
  const known = new Map<string, Map<string, boolean>>();
  for (const { transactionId, accountId, isAnomaly } of labelled) {
    const ofAccount = known.get(accountId) ?? new Map<string, boolean>();
    known.set(accountId, ofAccount.set(transactionId, isAnomaly));
  }
  const { id, accountId } = table.columns;
  return Array.from({ length: table.length }, (_, row) => {
    const [named, account] = [id.codes[row] as number, accountId.codes[row] as number];
    if (named < 0 || account < 0) return null;
    return known.get(accountId.values[account] as string)?.get(id.values[named] as string) ?? null;
  });
}
