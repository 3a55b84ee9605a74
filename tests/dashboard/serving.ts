import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { memoryArtifactStore, type TransactionTable, tableSource } from '@titans/core';
import { dashboard } from '@titans/dashboard';
import { extract, memoryLoader, pipeline } from '@titans/etl';
import { type TrainedSuite, train } from '@titans/models';
import { artifactRegistry, type ModelRegistry } from '@titans/models/lifecycle';
import { createTitans, type Titans, type TitansConfiguration } from '@titans/server-adapter';
import { toNode } from '@titans/server-adapter/node';

const statement = fileURLToPath(new URL('../../examples/data/titans-transactions.csv', import.meta.url));
const name = 'transactions';
const by = 'tests';

/** One key per role. */
export const keys = {
  viewer: 'viewer-key-for-these-tests',
  analyst: 'analyst-key-for-these-tests',
  editor: 'editor-key-for-these-tests',
  admin: 'admin-key-for-these-tests',
} as const;

/** A running service with its dashboard. */
export interface ServedDashboard {
  readonly titans: Titans;
  /** Address of the page. */
  readonly page: string;
  close(): Promise<void>;
}

/** What is served, and how. */
export interface ServingOptions {
  readonly basePath?: string;
  /** Instead of those of the example file. */
  readonly transactions?: TransactionTable;
  readonly models: TitansConfiguration['models'];
  readonly limits?: TitansConfiguration['limits'];
  /** Without transactions, and without anything that watches the models. */
  readonly isBare?: boolean;
}

const trained = new Map<number, Promise<TrainedSuite>>();

/** Models of the example file, trained once per process and seed. */
export function exampleModels(seed: number): Promise<TrainedSuite> {
  const models = trained.get(seed) ?? trainExample(seed);
  trained.set(seed, models);
  return models;
}

async function trainExample(seed: number): Promise<TrainedSuite> {
  const { transactions } = await extract(statement).table();
  return train(transactions, { seed, budget: 'quick' });
}

/** A registry with two versions, of which the first answers and the second could. */
export async function exampleRegistry(
  champion: TrainedSuite,
  challenger: TrainedSuite,
): Promise<{ registry: ModelRegistry; name: string }> {
  const registry = artifactRegistry(memoryArtifactStore());
  await registry.register(name, champion, { by, description: 'The first one', tags: { team: 'risk' } });
  await registry.register(name, challenger, { by, description: 'Another seed' });
  await registry.promote(name, 1, { by, reason: 'The first version' });
  return { registry, name };
}

/** Serves the dashboard on a free port of the loopback interface. */
export async function serveDashboard(options: ServingOptions): Promise<ServedDashboard> {
  const { basePath = '', transactions, models, limits = false, isBare = false } = options;
  const loader = memoryLoader();
  if (transactions === undefined && !isBare)
    await pipeline({ extract: extract(statement), load: loader }).run();
  const stored = transactions === undefined ? loader : tableSource(transactions);
  const titans = await createTitans({
    models,
    ...(!isBare && {
      warehouse: { loader: () => loader, transactions: (selection) => stored.transactions(selection) },
    }),
    auth: {
      apiKeys: Object.entries(keys).map(([id, secret]) => ({ id, secret, role: id as keyof typeof keys })),
    },
    limits,
    monitoring: !isBare,
    ...(!isBare && 'registry' in Object(models) && { experiments: {} }),
    plugins: [dashboard({ title: 'Titans' })],
  });
  const server = createServer(toNode(titans, { basePath }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    titans,
    page: `http://127.0.0.1:${port}${basePath}/dashboard`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await titans.close({ timeoutMs: 2_000 });
      server.closeAllConnections();
      await closed;
    },
  };
}
