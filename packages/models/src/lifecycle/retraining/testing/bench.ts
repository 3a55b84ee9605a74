import { type KeyValueStore, memoryKeyValueStore, type TransactionTable } from '@titans/core';
import type { TrainedSuite } from '../../../tasks/models.js';
import { train } from '../../../train.js';
import type { ModelRegistry } from '../../registry/registry.js';
import { memoryRegistry } from '../../registry/stores.js';
import type { RetrainingNotice } from '../notification/notice.js';
import { type Retraining, retraining } from '../retraining.js';
import type { RetrainingOptions } from '../retraining-options.js';
import { payments, shuffledLabels, upTo } from './payments.js';

/** Name of the model in every bench. */
export const model = 'transactions';
/** 300 payments of 150 days. */
export const all: TransactionTable = payments(150);
export const dayMs = 86_400_000;
const options = { tasks: ['category'], budget: 'quick', seed: 1 } as const;
/** What was learned of rows before, by number of rows: training is what takes long here. */
const learned = new Map<string, Promise<TrainedSuite>>();

export function learn(rows: TransactionTable, name = 'right'): Promise<TrainedSuite> {
  const key = `${name} ${rows.length}`;
  const suite = learned.get(key) ?? train(name === 'right' ? rows : shuffledLabels(rows), options);
  learned.set(key, suite);
  return suite;
}

/** A retraining with a clock and rows that are set by hand. */
export interface Bench {
  readonly registry: ModelRegistry;
  readonly store: KeyValueStore;
  readonly notices: RetrainingNotice[];
  now: number;
  rows: TransactionTable;
  open(changes?: Partial<RetrainingOptions>): Retraining;
}

export function bench(registry: ModelRegistry = memoryRegistry()): Bench {
  const store = memoryKeyValueStore();
  const notices: RetrainingNotice[] = [];
  const made: Bench = {
    registry,
    store,
    notices,
    now: Date.UTC(2024, 11, 31, 12),
    rows: upTo(all, 80),
    open: (changes = {}) =>
      retraining({
        ...{ registry, model, store },
        transactions: () => Promise.resolve(made.rows),
        train: (rows) => learn(rows),
        now: () => made.now,
        notify: (notice) => void notices.push(notice),
        ...changes,
      }),
  };
  return made;
}

/** One with a champion that has learned the first payees alone. */
export async function withChampion(registry?: ModelRegistry): Promise<Bench> {
  const made = bench(registry);
  await made.open().run();
  made.now += 30 * dayMs;
  made.rows = all;
  return made;
}
