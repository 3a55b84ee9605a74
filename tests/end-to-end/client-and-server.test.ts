import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClientOptions, createClient, type ServiceEvent, type TitansClient } from '@titans/client';
import { memoryArtifactStore } from '@titans/core';
import { type TrainedSuite, train } from '@titans/models';
import { artifactRegistry } from '@titans/models/lifecycle';
import type { Titans, TitansConfiguration } from '@titans/server-adapter';
import { toNode } from '@titans/server-adapter/node';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { exampleStore } from '../../packages/server-adapter/src/conformance/example-store.js';
import {
  exampleSuite,
  exampleTransactions,
} from '../../packages/server-adapter/src/conformance/example-suite.js';
import { keys, start } from '../../packages/server-adapter/src/testing/service.js';

const shell = { description: 'SHELL OIL 5744', amount: -31.2, date: '2024-09-02' };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Serves on a port of this machine, at a base path. */
async function listen(
  titans: Titans,
  port = 0,
): Promise<{ readonly baseUrl: string; close(): Promise<void> }> {
  const server = createServer(toNode(titans, { basePath: '/titans' }));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/titans`,
    async close() {
      await titans.close({ timeoutMs: 1_000 });
      server.closeAllConnections();
      server.close();
    },
  };
}

type Reach = (titans: Titans) => Promise<Pick<ClientOptions, 'baseUrl' | 'fetch'>>;
const overHttp: Reach = async (titans) => {
  const { baseUrl, close } = await listen(titans);
  closing.push(close);
  return { baseUrl };
};
const inProcess: Reach = async (titans) => {
  closing.push(() => titans.close({ timeoutMs: 1_000 }));
  return { baseUrl: 'http://titans.local', fetch: (request) => titans.fetch(request) };
};

let suite: TrainedSuite;
let smaller: TrainedSuite;
beforeAll(async () => {
  suite = await exampleSuite();
  smaller = await train(exampleTransactions(), { seed: 8, budget: 'quick', tasks: ['category'] });
});

async function registered(): Promise<Pick<TitansConfiguration, 'models'>> {
  const registry = artifactRegistry(memoryArtifactStore());
  await registry.register('transactions', suite, { by: 'test' });
  await registry.register('transactions', smaller, { by: 'test' });
  await registry.promote('transactions', 1, { by: 'test', reason: 'first' });
  return { models: { registry, name: 'transactions' } };
}

describe.each([
  ['over HTTP', overHttp],
  ['in the same process', inProcess],
])('%s', (_name, reach) => {
  async function connect(
    configuration: Partial<TitansConfiguration> = {},
    options: Partial<ClientOptions> = {},
  ): Promise<TitansClient> {
    const place = await reach(await start({ warehouse: exampleStore(), ...configuration }));
    return createClient({ ...place, apiKey: keys.admin, ...options });
  }

  test('the service describes itself', async () => {
    const titans = await connect();
    expect((await titans.info()).message).toContain('Titans');
    for (const ask of [titans.health, titans.health.live, titans.health.ready, titans.health.startup]) {
      expect((await ask()).status).toBe('healthy');
    }
    expect(Object.keys((await titans.openapi()).paths)).toContain('/predict/category');
    expect(await titans.metrics()).toContain('# TYPE api_requests_total counter');
  });

  test('one transaction is predicted and explained', async () => {
    const titans = await connect();
    const category = await titans.predict.category(shell);
    expect(category).toMatchObject({
      predicted_category: 'transportation',
      model_sha256: suite.category.sha256,
    });
    const amount = await titans.predict.amount({ ...shell, amount: null }, { level: 0.95 });
    expect(amount.prediction_range.min).toBeLessThanOrEqual(amount.predicted_amount);
    expect((await titans.predict.anomaly({ ...shell, amount: -90_000 })).is_anomaly).toBe(true);
    const { explanations } = await titans.predict.explain(shell);
    expect(explanations.map(({ task }) => task)).toEqual(['category', 'amount', 'anomaly']);
  });

  test('a batch, a stream and a job say the same', async () => {
    const titans = await connect();
    const rows = [shell, { ...shell, amount: 2e6 }, { description: 'NETFLIX.COM', amount: -14 }];
    const batch = await titans.predict.batch(rows);
    const streamed = await listOf(titans.predict.stream(rows, { blockSize: 2 }));
    const { job_id } = await titans.jobs.create({ transactions: rows });
    const job = await titans.jobs.wait(job_id, { pollMs: 5 });
    expect(job).toMatchObject({ state: 'succeeded', done: 3, failed: 1 });
    const found = await listOf(titans.jobs.results(job_id));
    const told = (items: readonly object[]): unknown[] =>
      items.map((item) => ('predictions' in item ? item.predictions : 'code' in item && item.code));
    expect(told(streamed)).toEqual(told(batch.results));
    expect(told(found)).toEqual(told(batch.results));
    expect(streamed.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect((await titans.jobs.status(job_id)).state).toBe('succeeded');
    expect((await titans.jobs.cancel(job_id)).job_id).toBe(job_id);
    await expect(titans.jobs.status(job_id)).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  test('transactions are stored, listed and looked into', async () => {
    const titans = await connect();
    const transactions = Array.from({ length: 24 }, (_, index) => ({
      date: `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-05`,
      description: 'NETFLIX.COM',
      amount: -14,
    }));
    expect((await titans.transactions.import({ transactions })).rows).toMatchObject({ in: 24, loaded: 24 });
    expect((await titans.transactions.import({ transactions })).rows).toMatchObject({ unchanged: 24 });
    const file = 'date,description,amount\n2024-12-24,CITY PARKING,-7.50\n';
    for (const sent of [file, new TextEncoder().encode(file)]) {
      expect((await titans.transactions.importFile(sent, { name: 'may.csv' })).rows.in).toBe(1);
    }
    const all = await listOf(titans.transactions.all({ limit: 7 }));
    expect(all).toHaveLength(25);
    expect((await titans.transactions.list({ limit: 1 })).transactions).toEqual(all.slice(0, 1));
    const { streams } = await titans.recurring.list({ as_of: '2024-12-06' });
    expect(streams).toMatchObject([{ frequency: 'monthly', last_amount: -14 }]);
    expect((await titans.recurring.of({ transactions, as_of: '2024-12-06' })).streams).toHaveLength(1);
    const forecast = await titans.forecast.cashflow({ days_ahead: 7, balance: 100 });
    expect([forecast.forecast_data.length, forecast.balances?.length]).toEqual([7, 7]);
    const drift = await titans.models.drift({ reference: { transactions }, current: { transactions } });
    expect(drift.drift_detected).toBe(false);
  });

  test('a correction changes the next answer, and its undoing the one after', async () => {
    const titans = await connect();
    const { correction_id } = await titans.feedback.correct({ transaction: shell, category: 'car' });
    expect((await titans.predict.category(shell)).predicted_category).toBe('car');
    expect(await titans.feedback.undo(correction_id)).toMatchObject({ state: 'undone' });
    expect((await titans.predict.category(shell)).predicted_category).toBe('transportation');
    expect((await titans.feedback.list({ limit: 5 })).corrections).toHaveLength(1);
    expect(await listOf(titans.feedback.all())).toMatchObject([{ correction_id, state: 'undone' }]);
  });

  test('models are promoted and rolled back, and listeners hear of it', async () => {
    const titans = await connect(await registered());
    const heard: ServiceEvent[] = [];
    const listening = (async () => {
      for await (const event of titans.events({ types: ['correction', 'models'] }, { after: '0' })) {
        heard.push(event);
        if (heard.length === 3) break;
      }
    })();
    const versions = (await titans.models.versions({ limit: 5 })).versions;
    expect(versions.map(({ number }) => number)).toEqual([2, 1]);
    const [second] = versions;
    await titans.models.promote({ version: second?.version ?? '', reason: 'smaller' });
    expect((await titans.models.status()).models.map(({ task }) => task)).toEqual(['category']);
    await expect(titans.predict.amount(shell)).rejects.toMatchObject({ status: 503 });
    await titans.models.rollback({ reason: 'amounts are missing' });
    await titans.feedback.correct({ transaction: shell, category: 'car' });
    expect((await titans.models.info('category')).model_sha256).toBe(suite.category.sha256);
    expect((await titans.models.history()).history[0]).toMatchObject({ reason: 'amounts are missing' });
    await titans.models.reload();
    await listening;
    expect(
      heard
        .map(({ type }) => type)
        .filter((type) => type !== 'gap')
        .slice(0, 2),
    ).toEqual(['models', 'models']);
  });

  test('an experiment is started, looked at, stopped and concluded', async () => {
    const titans = await connect({ ...(await registered()), experiments: {} });
    const { versions } = await titans.models.versions();
    const [champion, challenger] = versions.map(({ version }) => version);
    await titans.models.promote({ version: champion ?? '', reason: 'half the size' });
    const started = await titans.experiments.start({
      experiment_id: 'smaller',
      challenger: challenger ?? '',
      reason: 'whether that was right',
      challenger_share: 0.25,
    });
    expect(started).toMatchObject({
      experiment_id: 'smaller',
      state: 'running',
      mode: 'split',
      champion: { version: champion, share: 0.75, units: 0 },
      challenger: { version: challenger, share: 0.25, units: 0 },
    });
    await titans.predict.category(shell);
    const { champion: first, challenger: second } = await titans.experiments.status('smaller');
    expect(first.units + second.units).toBe(1);
    const again = { experiment_id: 'smaller', challenger: challenger ?? '', reason: 'twice' };
    await expect(titans.experiments.start(again)).rejects.toMatchObject({ status: 409, code: 'CONFLICT' });
    expect((await titans.experiments.stop('smaller', { reason: 'enough' })).state).toBe('stopped');
    const concluded = await titans.experiments.conclude('smaller', {
      winner: 'champion',
      reason: 'it stays',
    });
    expect([concluded.state, concluded.winner]).toEqual(['concluded', 'champion']);
    expect((await titans.experiments.list()).experiments).toEqual([concluded]);
    await expect(titans.experiments.status('absent')).rejects.toMatchObject({ status: 404 });
  });

  test('keys are made, rotated and revoked', async () => {
    let now = 1_750_000_000_000;
    const service = await start({ clock: { now: () => now } });
    const place = await reach(service);
    const admin = createClient({ ...place, apiKey: keys.admin });
    const made = await admin.keys.create({ name: 'nightly import', role: 'editor' });
    const asMade = createClient({ ...place, apiKey: made.api_key });
    expect((await asMade.predict.category(shell)).predicted_category).toBe('transportation');
    await expect(asMade.keys.list()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const rotated = await admin.keys.rotate(made.key_id, { overlap_hours: 1 });
    const asRotated = createClient({ ...place, apiKey: rotated.api_key });
    await asMade.models.status();
    now += 3_601_000;
    await expect(asMade.models.status()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await asRotated.models.status();
    expect((await admin.keys.revoke(made.key_id)).state).toBe('revoked');
    await expect(asRotated.models.status()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await admin.keys.list()).keys.map(({ key_id }) => key_id)).toContain(made.key_id);
  });

  test('access tokens are renewed when they have expired or were revoked', async () => {
    let now = 1_750_000_000_000;
    const place = await reach(await start({ clock: { now: () => now } }));
    const titans = createClient({ ...place, apiKey: keys.admin, useAccessTokens: true });
    await titans.models.status();
    now += 1_801_000;
    await Promise.all(Array.from({ length: 20 }, () => titans.models.status()));
    const { access_token } = await createClient({ ...place, apiKey: keys.viewer }).auth.token();
    const withToken = createClient({ ...place, token: access_token });
    await withToken.models.status();
    expect((await titans.auth.token()).access_token).not.toBe(access_token);
    expect(await titans.auth.revoke({ token: access_token })).toEqual({ revoked: true });
    await expect(withToken.models.status()).rejects.toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
  });
});

test('listeners go on after the server was started anew', async () => {
  const first = await listen(await start());
  const titans = createClient({
    baseUrl: first.baseUrl,
    apiKey: keys.admin,
    retry: { initialDelayMs: 5, maxDelayMs: 20 },
  });
  const heard: string[] = [];
  const controller = new AbortController();
  const listening = (async () => {
    for await (const { type, data } of titans.events({}, { signal: controller.signal })) {
      heard.push(type === 'end' ? `end: ${data.reason}` : type);
      if (heard.filter((word) => word === 'correction').length === 2) break;
    }
  })();
  const correct = (amount: number) =>
    expect
      .poll(
        async () => {
          await titans.feedback.correct({ transaction: { ...shell, amount }, category: 'car' });
          return heard.filter((word) => word === 'correction').length;
        },
        { timeout: 15_000, interval: 20 },
      )
      .toBeGreaterThan(amount);
  await correct(0);
  await first.close();
  const second = await listen(await start(), Number(new URL(first.baseUrl).port));
  closing.push(second.close);
  await correct(1);
  await listening;
  expect(heard).toContain('end: draining');
});

test('20,000 rows are answered in their order', async () => {
  const titans = createClient({ ...(await overHttp(await start())), apiKey: keys.admin });
  function* rows(): Generator<object> {
    for (let row = 0; row < 20_000; row++) yield row % 1_000 === 999 ? { amount: 2e6 } : shell;
  }
  let next = 0;
  let failed = 0;
  for await (const { index, status } of titans.predict.stream(rows(), { blockSize: 10_000 })) {
    if (index !== next++) throw new Error(`row ${index} came where ${next - 1} was due`);
    if (status !== 'success') failed++;
  }
  expect([next, failed]).toEqual([20_000, 20]);
});

test('rows that are refused for now are sent again when their time has come', async () => {
  let now = 1_750_000_000_000;
  const service = await start({ clock: { now: () => now }, limits: { bulk: { perMinute: 3 } } });
  const statuses: number[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const answer = await service.fetch(request);
    statuses.push(answer.status);
    if (answer.status === 429) now += 1_000;
    return answer;
  };
  const titans = createClient({ baseUrl: 'http://titans.local', fetch, apiKey: keys.admin });
  expect(await listOf(titans.predict.stream([shell, shell, shell]))).toHaveLength(3);
  now += 59_500;
  expect(await listOf(titans.predict.stream([shell]))).toMatchObject([{ index: 0, status: 'success' }]);
  expect(statuses).toEqual([200, 429, 200]);
  await service.close();
});
