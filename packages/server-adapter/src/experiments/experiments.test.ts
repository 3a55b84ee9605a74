import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addDays,
  createTransaction,
  type KeyValueStore,
  memoryKeyValueStore,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import type { ExperimentResponse } from '@titans/core/contract';
import { experimentResponseSchema } from '@titans/core/contract';
import { type TrainedSuite, train } from '@titans/models';
import { assignVariant, fileRegistry, type ModelRegistry, type ModelVersion } from '@titans/models/lifecycle';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TitansConfiguration } from '../config/configuration.js';
import { mountHono, mountNode } from '../testing/hosts.js';
import { keys, start } from '../testing/service.js';
import type { Titans } from '../titans.js';

const name = 'transactions';
const by = 'tester';

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

let directory = '';
let versions: readonly ModelVersion[] = [];
let source: readonly TrainedSuite[] = [];
const opened: Titans[] = [];

beforeAll(async () => {
  source = [await bakeryOf('food'), await bakeryOf('treats')];
});
afterAll(async () => {
  await Promise.all(opened.map((titans) => titans.close({ timeoutMs: 1_000 })));
});

/** A registry in a directory, of which the first version is champion and the second has the alias `challenger`. */
async function withRegistry(work: (open: () => ModelRegistry) => Promise<void>): Promise<void> {
  directory = await mkdtemp(join(tmpdir(), 'titans-experiments-'));
  const registry = fileRegistry(directory);
  versions = [];
  for (const suite of source) versions = [...versions, await registry.register(name, suite, { by })];
  await registry.promote(name, 1, { by, reason: 'first' });
  await registry.setAlias(name, 'challenger', 2, { by });
  try {
    await work(() => fileRegistry(directory));
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function open(
  registry: ModelRegistry,
  store: KeyValueStore,
  more: Partial<TitansConfiguration> = {},
): Promise<Titans> {
  const titans = await start({ models: { registry, name }, store, experiments: {}, followMs: 0, ...more });
  opened.push(titans);
  return titans;
}

interface Told<Body> {
  readonly status: number;
  readonly body: Body;
  readonly experiment: string | null;
}

async function ask<Body = ExperimentResponse>(
  fetched: (request: Request) => Promise<Response>,
  method: string,
  path: string,
  body?: unknown,
  caller: keyof typeof keys = 'admin',
): Promise<Told<Body>> {
  const response = await fetched(
    new Request(`http://localhost${path}`, {
      method,
      headers: {
        authorization: `Bearer ${keys[caller]}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  const told = (await response.json()) as Body;
  return { status: response.status, body: told, experiment: response.headers.get('x-titans-experiment') };
}

interface Answer {
  readonly prediction_id: string;
  readonly predicted_category: string;
  readonly model_version: string;
}

const bakery = (account: string): object => ({ description: 'Corner bakery', account_id: account });
const startBody = { experiment_id: 'bakery', challenger: 'challenger', reason: 'better on unseen rows' };
const variants = [
  { name: 'champion', weight: 0.5 },
  { name: 'challenger', weight: 0.5 },
] as const;

describe.each([
  ['Hono', mountHono],
  ['node:http', mountNode],
] as const)('over %s', (_host, mount) => {
  test('an experiment is started, answers stickily, learns what was right, and is concluded', async () => {
    await withRegistry(async (openRegistry) => {
      const store = memoryKeyValueStore();
      const titans = await open(openRegistry(), store);
      const host = await mount(titans, { basePath: '', hostBody: 'raw', cookies: [] });
      const fetched = (request: Request): Promise<Response> =>
        fetch(request.url.replace('http://localhost', host.url), {
          method: request.method,
          headers: request.headers,
          ...(request.body !== null && { body: request.body, duplex: 'half' }),
        });
      const started = await ask(fetched, 'POST', '/experiments', {
        ...startBody,
        metric: 'accuracy',
        minimum_rows: 20,
        planned_rows: 60,
      });
      expect([started.status, started.body.state]).toEqual([201, 'running']);
      expect(started.body.challenger).toEqual({ version: versions[1]?.id, share: 0.5, units: 0 });

      const another = await open(openRegistry(), store);
      const seen: Record<string, string> = {};
      for (let account = 0; account < 60; account++) {
        const unit = `account-${account}`;
        const variant = assignVariant({ experiment: 'bakery', variants, unit });
        const category = variant === 'champion' ? 'food' : 'treats';
        const [first, second] = await Promise.all(
          [fetched, another.fetch].map((way) =>
            ask<Answer>(way, 'POST', '/predict/category', bakery(unit), 'analyst'),
          ),
        );
        for (const answer of [first, second]) {
          expect(answer?.experiment).toBe(`bakery; variant=${variant}`);
          expect(answer?.body.predicted_category).toBe(category);
        }
        seen[variant] = first?.body.model_version ?? '';
        // Told to the other process, which joins it by the answer's id alone.
        const correction = {
          transaction: { description: `Some shop ${account}` },
          category: 'treats',
          prediction_id: first?.body.prediction_id,
        };
        expect((await ask(another.fetch, 'POST', '/feedback', correction, 'admin')).status).toBe(201);
      }
      expect(seen.champion).toBe(source[0]?.category.version);
      expect(seen.challenger).toBe(source[1]?.category.version);

      await ask(another.fetch, 'GET', '/experiments/bakery');
      const { body } = await ask(fetched, 'GET', '/experiments/bakery');
      expect(experimentResponseSchema.safeParse(body).success).toBe(true);
      const rows = { champion: 0, challenger: 0 };
      for (let account = 0; account < 60; account++) {
        rows[assignVariant({ experiment: 'bakery', variants, unit: `account-${account}` })]++;
      }
      expect(body.metric.champion).toEqual({ rows: rows.champion, mean: 0 });
      expect(body.metric.challenger).toEqual({ rows: rows.challenger, mean: 1 });
      expect([body.champion.units, body.challenger.units]).toEqual([rows.champion, rows.challenger]);
      expect(body.lost).toEqual({});

      const concluded = await ask(fetched, 'POST', '/experiments/bakery/conclude', {
        winner: 'challenger',
        reason: 'more accurate',
      });
      expect([concluded.status, concluded.body.state, concluded.body.winner]).toEqual([
        200,
        'concluded',
        'challenger',
      ]);
      const champion = await openRegistry().resolve(name, 'champion');
      expect(champion.id).toBe(versions[1]?.id);
      const [move] = (await openRegistry().history(name, { limit: 1 })).items;
      expect(move).toMatchObject({ by: 'admin', reason: 'more accurate', from: versions[0]?.id });
      const after = await ask<Answer>(fetched, 'POST', '/predict/category', bakery('account-1'));
      expect([after.experiment, after.body.model_version]).toEqual([null, source[1]?.category.version]);
      await host.close();
    });
  });
});

test('of a split, corrections of all answers decide unless told otherwise', async () => {
  await withRegistry(async (openRegistry) => {
    const titans = await open(openRegistry(), memoryKeyValueStore());
    await ask(titans.fetch, 'POST', '/experiments', { ...startBody, unit: 'transaction' });
    const variant: Record<string, string> = {};
    for (let index = 0; index < 20; index++) {
      const answer = await ask<Answer>(titans.fetch, 'POST', '/predict/category', bakery(`account-${index}`));
      variant[answer.body.prediction_id] = answer.experiment?.split('variant=')[1] ?? '';
    }
    // The right one is told of the champion's answers alone, and of one of them twice.
    const corrected = Object.keys(variant).filter((id) => variant[id] === 'champion');
    for (const prediction_id of [...corrected, corrected[0]]) {
      const transaction = { description: `Some shop ${prediction_id}` };
      await ask(titans.fetch, 'POST', '/feedback', { transaction, category: 'treats', prediction_id });
    }
    const { body } = await ask(titans.fetch, 'GET', '/experiments/bakery');
    expect(body.metric).toMatchObject({
      metric: 'correction_rate',
      champion: { rows: corrected.length, mean: 1 },
      challenger: { rows: 20 - corrected.length, mean: 0 },
      state: 'insufficient',
    });
    expect(body.champion.units + body.challenger.units).toBe(20);
  });
});

describe('an experiment that runs', () => {
  test('is found again by a service that starts anew, with the same variant for everyone', async () => {
    await withRegistry(async (openRegistry) => {
      const store = memoryKeyValueStore();
      const titans = await open(openRegistry(), store);
      await ask(titans.fetch, 'POST', '/experiments', { ...startBody, challenger_share: 0.3 });
      const asked = async (service: Titans): Promise<readonly (string | null)[]> =>
        Promise.all(
          Array.from({ length: 30 }, async (_, account) => {
            const answer = await ask(
              service.fetch,
              'POST',
              '/predict/category',
              bakery(`account-${account}`),
            );
            return answer.experiment;
          }),
        );
      const before = await asked(titans);
      expect(new Set(before).size).toBe(2);
      await titans.close();
      expect(await asked(await open(openRegistry(), store))).toEqual(before);
    });
  });

  test('is alone: another cannot be started, nor the same again', async () => {
    await withRegistry(async (openRegistry) => {
      const titans = await open(openRegistry(), memoryKeyValueStore());
      expect((await ask(titans.fetch, 'POST', '/experiments', startBody)).status).toBe(201);
      expect((await ask(titans.fetch, 'POST', '/experiments', startBody)).status).toBe(409);
      const other = { ...startBody, experiment_id: 'other' };
      expect((await ask(titans.fetch, 'POST', '/experiments', other)).status).toBe(409);
      expect((await ask(titans.fetch, 'GET', '/experiments/other')).status).toBe(404);
      const stopped = await ask(titans.fetch, 'POST', '/experiments/bakery/stop', { reason: 'enough' });
      expect(stopped.body.state).toBe('stopped');
      const answer = await ask<Answer>(titans.fetch, 'POST', '/predict/category', bakery('account-1'));
      expect([answer.experiment, answer.body.predicted_category]).toEqual([null, 'food']);
      expect((await ask(titans.fetch, 'POST', '/experiments', other)).status).toBe(201);
      const { body } = await ask<{ experiments: readonly ExperimentResponse[] }>(
        titans.fetch,
        'GET',
        '/experiments',
      );
      expect(body.experiments.map(({ experiment_id, state }) => [experiment_id, state])).toEqual([
        ['other', 'running'],
        ['bakery', 'stopped'],
      ]);
    });
  });

  test('is stopped when another version becomes champion', async () => {
    await withRegistry(async (openRegistry) => {
      const store = memoryKeyValueStore();
      const titans = await open(openRegistry(), store);
      await ask(titans.fetch, 'POST', '/experiments', startBody);
      await ask(titans.fetch, 'POST', '/models/promote', { version: '2', reason: 'cannot wait' });
      const answer = await ask<Answer>(titans.fetch, 'POST', '/predict/category', bakery('account-1'));
      expect([answer.experiment, answer.body.predicted_category]).toEqual([null, 'treats']);
      const restarted = await open(openRegistry(), store);
      const { body } = await ask(restarted.fetch, 'GET', '/experiments/bakery');
      expect([body.state, body.changes.at(-1)?.reason]).toEqual([
        'stopped',
        'another version became champion',
      ]);
    });
  });

  test('has its answers not kept, nor given from those that were', async () => {
    await withRegistry(async (openRegistry) => {
      const titans = await open(openRegistry(), memoryKeyValueStore(), { cache: {} });
      const question = bakery('account-1');
      await ask(titans.fetch, 'POST', '/predict/category', question);
      await ask(titans.fetch, 'POST', '/experiments', { ...startBody, challenger_share: 0.999 });
      const answer = await ask<Answer>(titans.fetch, 'POST', '/predict/category', question);
      expect(answer.body.predicted_category).toBe('treats');
      await ask(titans.fetch, 'POST', '/experiments/bakery/stop', { reason: 'enough' });
      const after = await ask<Answer>(titans.fetch, 'POST', '/predict/category', question);
      expect(after.body.predicted_category).toBe('food');
    });
  });

  test('answers on while its store is away, and says what was lost', async () => {
    await withRegistry(async (openRegistry) => {
      const store = memoryKeyValueStore();
      let isAway = false;
      const away = <T>(work: () => Promise<T>): Promise<T> =>
        isAway ? Promise.reject(new Error('The store is away.')) : work();
      const titans = await open(openRegistry(), {
        ...store,
        get: (...given) => away(() => store.get(...given)),
        set: (...given) => away(() => store.set(...given)),
        compareAndSet: (...given) => away(() => store.compareAndSet(...given)),
      });
      await ask(titans.fetch, 'POST', '/experiments', startBody);
      isAway = true;
      const answer = await ask<Answer>(
        titans.fetch,
        'POST',
        '/predict/category',
        bakery('account-1'),
        'analyst',
      );
      expect([answer.status, answer.experiment?.startsWith('bakery')]).toEqual([200, true]);
      isAway = false;
      // It is tried again a little later.
      let told = await ask(titans.fetch, 'GET', '/experiments/bakery');
      for (const deadline = Date.now() + 10_000; told.status === 503 && Date.now() < deadline; ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        told = await ask(titans.fetch, 'GET', '/experiments/bakery');
      }
      expect(told.body.lost).toMatchObject({ units: 1, answers: 1 });
    });
  });
});

test('shadow traffic answers with the champion, and compares what the challenger would have said', async () => {
  await withRegistry(async (openRegistry) => {
    const titans = await open(openRegistry(), memoryKeyValueStore());
    const shadow = { ...startBody, mode: 'shadow', unit: 'transaction', minimum_rows: 40, planned_rows: 80 };
    expect((await ask(titans.fetch, 'POST', '/experiments', shadow)).status).toBe(201);
    for (let index = 0; index < 40; index++) {
      // The two agree on trams, and on nothing else.
      const description = index % 4 === 0 ? 'City trams' : 'Corner bakery';
      const question = { description, transaction_id: `t-${index}` };
      const answer = await ask<Answer>(titans.fetch, 'POST', '/predict/category', question);
      expect([answer.experiment, answer.body.model_version]).toEqual([null, source[0]?.category.version]);
    }
    await ask(titans.fetch, 'GET', '/experiments/bakery');
    for (let index = 0; index < 40; index++) {
      const category = index % 4 === 0 ? 'transport' : 'treats';
      // By the transaction alone.
      const transaction = { description: `Some shop ${index}`, transaction_id: `t-${index}` };
      await ask(titans.fetch, 'POST', '/feedback', { transaction, category });
    }
    const { body } = await ask(titans.fetch, 'GET', '/experiments/bakery');
    expect(body.metric).toMatchObject({
      champion: { rows: 40, mean: 0.25 },
      challenger: { rows: 40, mean: 1 },
      difference: 0.75,
      state: 'better',
    });
    expect([body.state, body.changes.at(-1)?.by]).toEqual(['stopped', 'titans']);
    const disagreement = body.guards.find(({ metric }) => metric === 'disagreement_rate');
    expect(disagreement?.difference).toBe(0.75);
    const latency = body.guards.find(({ metric }) => metric === 'latency_ms');
    expect([latency?.champion.rows, latency?.challenger.rows]).toEqual([40, 40]);
    expect(latency?.challenger.mean).toBeGreaterThan(0);
  });
});

describe('what cannot be compared', () => {
  test.each([
    [{ challenger: 'champion' }, 422, '/challenger'],
    [{ challenger: 'no such alias' }, 422, '/challenger'],
    [{ challenger: '9' }, 404, null],
    [{ mode: 'shadow', metric: 'correction_rate' }, 422, '/metric'],
    [{ planned_rows: 100, minimum_rows: 90 }, 422, '/planned_rows'],
    [{ experiment_id: 'a b' }, 422, '/experiment_id'],
    [{ challenger_share: 1 }, 422, '/challenger_share'],
  ])('is refused: %j', async (wrong, status, pointer) => {
    await withRegistry(async (openRegistry) => {
      const titans = await open(openRegistry(), memoryKeyValueStore());
      const told = await ask<{ issues?: readonly { pointer: string }[] }>(
        titans.fetch,
        'POST',
        '/experiments',
        {
          ...startBody,
          ...wrong,
        },
      );
      expect([told.status, told.body.issues?.[0]?.pointer ?? null]).toEqual([status, pointer]);
      const { body } = await ask<{ experiments: readonly object[] }>(titans.fetch, 'GET', '/experiments');
      expect(body.experiments).toEqual([]);
    });
  });

  test('without the option, or without a registry, there are no such routes', async () => {
    await withRegistry(async (openRegistry) => {
      const without = await open(openRegistry(), memoryKeyValueStore(), { experiments: undefined });
      const plain = await start({ experiments: {} });
      for (const titans of [without, plain]) {
        expect((await ask(titans.fetch, 'GET', '/experiments')).status).toBe(404);
        expect((await ask(titans.fetch, 'POST', '/experiments', startBody)).status).toBe(404);
      }
      await plain.close();
    });
  });
});

test('another tenant sees no experiment, and is answered by its own champion', async () => {
  await withRegistry(async (openRegistry) => {
    const secrets = { acme: 'acme-key-for-these-tests', other: 'other-key-for-these-tests' };
    const titans = await open(openRegistry(), memoryKeyValueStore(), {
      tenants: {
        acme: { models: { registry: openRegistry(), name } },
        other: { models: { registry: openRegistry(), name } },
      },
      auth: {
        apiKeys: Object.entries(secrets).map(([tenant, secret]) => ({
          id: tenant,
          secret,
          role: 'admin',
          tenant,
        })),
      },
    });
    const as = (tenant: keyof typeof secrets) => (request: Request) => {
      request.headers.set('authorization', `Bearer ${secrets[tenant]}`);
      return titans.fetch(request);
    };
    expect((await ask(as('acme'), 'POST', '/experiments', startBody)).status).toBe(201);
    const theirs = await ask(as('other'), 'GET', '/experiments/bakery');
    const nobodys = await ask(as('other'), 'GET', '/experiments/of-nobody');
    expect([theirs.status, nobodys.status]).toEqual([404, 404]);
    expect((await ask(as('other'), 'POST', '/experiments/bakery/stop', { reason: 'x' })).status).toBe(404);
    const answer = await ask(as('other'), 'POST', '/predict/category', bakery('account-1'));
    expect(answer.experiment).toBeNull();
    expect((await ask(as('acme'), 'GET', '/experiments/bakery')).body.state).toBe('running');
  });
});
