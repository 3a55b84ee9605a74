import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseKeyValueStore, type WorkOptions } from '@titans/core';
import { expectations, extract, openWarehouse, pipeline } from '@titans/etl';
import {
  type Canary,
  driftTrigger,
  fileRegistry,
  newDataTrigger,
  type RetrainingNotifier,
  type RetrainingState,
  type RetrainingTick,
  retraining,
  scheduleTrigger,
} from '@titans/models/lifecycle';

/** The statement of every night; a bank would send another each time. */
const statement = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));

/** What must be answered by whatever is promoted. */
const canaries: readonly Canary[] = [
  {
    name: 'the subscription to the office software',
    query: { description: 'Office365 Subscription', amount: -15.99, type: 'Expense' },
    expect: { category: 'software' },
  },
];

/** How a night goes. */
export interface NightlyOptions extends WorkOptions {
  /** Keeps the warehouse, the registry and the state between the nights. */
  readonly folder: string;
  /** How much is tried in training; `standard` unless told. */
  readonly budget?: 'standard' | 'quick';
  /** Retrains whether or not something is due. */
  readonly reason?: string;
  readonly notify?: readonly RetrainingNotifier[];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What came of a night. */
export interface Night {
  /** Rows that were new in the statement. */
  readonly loaded: number;
  readonly tick: RetrainingTick;
  readonly state: RetrainingState;
}

/** Loads what is new in the statement, and retrains if that is due. */
export async function nightly(options: NightlyOptions): Promise<Night> {
  const { folder, budget = 'standard', reason, notify = [], now, signal, onProgress } = options;
  const work: WorkOptions = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const warehouse = await openWarehouse(join(folder, 'warehouse'));
  try {
    const { rows } = await pipeline({
      extract: extract(statement),
      expect: expectations.transactions(),
      load: warehouse.loader(),
    }).run({ mode: 'incremental', ...work });

    const model = retraining({
      registry: fileRegistry(join(folder, 'registry')),
      model: 'transactions',
      store: databaseKeyValueStore(warehouse.database),
      transactions: warehouse,
      train: { seed: 42, budget },
      triggers: [scheduleTrigger({ every: 'month' }), newDataTrigger({ rows: 25 }), driftTrigger()],
      // The statement has 127 rows: of a real one more can be asked.
      data: { leastRows: 60, leastHoldoutRows: 30 },
      canaries,
      notify,
      ...(now && { now }),
    });
    const tick: RetrainingTick =
      reason === undefined
        ? await model.tick(work)
        : { did: 'ran', run: await model.run({ reason, ...work }), check: null, watch: null };
    return { loaded: rows.loaded, tick, state: await model.state() };
  } finally {
    await warehouse.close();
  }
}
