import type { TransactionTable } from '@titans/core';
import type { TrainedSuite } from '@titans/models';
import { lineageTags, type ModelVersion, trackTraining } from '@titans/models/lifecycle';
import { mlflowRegistry, mlflowTracker } from '@titans/models/mlflow';

/** What came of a night. */
export interface Night {
  readonly suite: TrainedSuite;
  readonly runId: string | null;
  readonly version: ModelVersion;
}

/**
 * Trains, writes the run into MLflow, registers the models there with the run that made them, and lets them answer: runs,
 * metrics, versions and aliases are seen in MLflow's own pages.
 */
export async function trainIntoMlflow(url: string, transactions: TransactionTable): Promise<Night> {
  const { suite, run } = await trackTraining(transactions, {
    tracker: mlflowTracker({ url }),
    experiment: 'nightly',
    seed: 42,
    tasks: ['category', 'amount'],
  });
  const registry = mlflowRegistry({ url });
  const tags = run === null ? {} : { [lineageTags.run]: run.id };
  const version = await registry.register('transactions', suite, { by: 'nightly', tags });
  await registry.promote('transactions', version.id, { by: 'nightly', reason: 'Trained on all there is.' });
  return { suite, runId: run?.id ?? null, version };
}
