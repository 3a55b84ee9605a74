import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addDays,
  createTransaction,
  type KeyValueStore,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import type { ExperimentResponse } from '@titans/core/contract';
import { type TrainedSuite, train } from '@titans/models';
import { fileRegistry, type ModelRegistry, type ModelVersion } from '@titans/models/lifecycle';
import type { TitansConfiguration } from '../config/configuration.js';
import type { Titans } from '../titans.js';
import { keys, start } from './service.js';

export const modelName = 'transactions';

/** Two versions in a registry: of the first the bakery is food, and it is champion; of the second, `challenger`, treats. */
export interface TwoVersions {
  readonly suites: readonly [TrainedSuite, TrainedSuite];
  readonly versions: readonly [ModelVersion, ModelVersion];
  /** The registry as one more process opens it. */
  registry(): ModelRegistry;
  /** How often suites were loaded from it. */
  loads(): number;
  /** A service of it, which is closed at the end. */
  serve(store: KeyValueStore, more?: Partial<TitansConfiguration>): Promise<Titans>;
}

let trained: Promise<readonly [TrainedSuite, TrainedSuite]> | undefined;

/** Makes the registry in a directory of its own, which is removed at the end. */
export async function withTwoVersions(work: (two: TwoVersions) => Promise<void>): Promise<void> {
  trained ??= Promise.all([bakeryOf('food'), bakeryOf('treats')]);
  const suites = await trained;
  const directory = await mkdtemp(join(tmpdir(), 'titans-experiments-'));
  const registry = fileRegistry(directory);
  const by = 'tester';
  const first = await registry.register(modelName, suites[0], { by });
  const second = await registry.register(modelName, suites[1], { by });
  await registry.promote(modelName, 1, { by, reason: 'first' });
  await registry.setAlias(modelName, 'challenger', 2, { by });
  const opened: Titans[] = [];
  let loads = 0;
  const openRegistry = (): ModelRegistry => {
    const one = fileRegistry(directory);
    return {
      ...one,
      load(...given) {
        loads++;
        return one.load(...given);
      },
    };
  };
  try {
    await work({
      suites,
      versions: [first, second],
      registry: openRegistry,
      loads: () => loads,
      async serve(store, more = {}) {
        const models = { registry: openRegistry(), name: modelName };
        const titans = await start({ models, store, experiments: {}, followMs: 0, ...more });
        opened.push(titans);
        return titans;
      },
    });
  } finally {
    await Promise.all(opened.map((titans) => titans.close({ timeoutMs: 1_000 })));
    await rm(directory, { recursive: true });
  }
}

/** A category model in which the bakery is of the category given. */
function bakeryOf(category: string): Promise<TrainedSuite> {
  const rows = Array.from({ length: 60 }, (_, day) =>
    createTransaction({
      date: addDays('2024-01-01' as Transaction['date'], day),
      description: day % 2 === 0 ? 'Corner bakery' : 'City trams',
      amount: -5,
      category: day % 2 === 0 ? category : 'transport',
    }),
  );
  return train(tableFromRows(rows), { tasks: ['category'], budget: 'quick', seed: 1 });
}

/** What is answered, and which variant answered it. */
export interface Told<Body> {
  readonly status: number;
  readonly body: Body;
  readonly experiment: string | null;
}

/** Asks a service, or a host of one, as the administrator unless told otherwise. */
export async function ask<Body = ExperimentResponse>(
  fetched: (request: Request) => Promise<Response>,
  method: string,
  path: string,
  body?: unknown,
  caller: keyof typeof keys = 'admin',
  headers: Readonly<Record<string, string>> = {},
): Promise<Told<Body>> {
  const response = await fetched(
    new Request(`http://localhost${path}`, {
      method,
      headers: {
        authorization: `Bearer ${keys[caller]}`,
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  const told = (await response.json()) as Body;
  return { status: response.status, body: told, experiment: response.headers.get('x-titans-experiment') };
}

/** Of a category. */
export interface Answer {
  readonly prediction_id: string;
  readonly predicted_category: string;
  readonly model_version: string;
}

export const bakery = (account: string): object => ({ description: 'Corner bakery', account_id: account });
export const startBody = {
  experiment_id: 'bakery',
  challenger: 'challenger',
  reason: 'better on unseen rows',
} as const;
