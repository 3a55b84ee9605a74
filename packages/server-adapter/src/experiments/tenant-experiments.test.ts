import { memoryKeyValueStore } from '@titans/core';
import type { ExperimentResponse } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { start } from '../testing/service.js';
import { type Answer, ask, bakery, modelName, startBody, withTwoVersions } from '../testing/two-versions.js';
import type { Titans } from '../titans.js';

describe('an experiment that runs', () => {
  test('is found again by a service that starts anew, with the same variant for everyone', async () => {
    await withTwoVersions(async (two) => {
      const store = memoryKeyValueStore();
      const titans = await two.serve(store);
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
      expect(await asked(await two.serve(store))).toEqual(before);
    });
  });

  test('is alone: another cannot be started, nor the same again', async () => {
    await withTwoVersions(async (two) => {
      const titans = await two.serve(memoryKeyValueStore());
      expect((await ask(titans.fetch, 'POST', '/experiments', startBody)).status).toBe(201);
      expect((await ask(titans.fetch, 'POST', '/experiments', startBody)).status).toBe(409);
      const other = { ...startBody, experiment_id: 'other' };
      const loads = two.loads();
      expect((await ask(titans.fetch, 'POST', '/experiments', other)).status).toBe(409);
      expect((await ask(titans.fetch, 'GET', '/experiments/other')).status).toBe(404);
      // A third suite is not even loaded.
      expect(two.loads()).toBe(loads);
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

  test('is concluded alike by two services at once, with one promotion', async () => {
    await withTwoVersions(async (two) => {
      const store = memoryKeyValueStore();
      const services = await Promise.all([two.serve(store), two.serve(store)]);
      await ask(services[0].fetch, 'POST', '/experiments', startBody);
      const conclusion = { winner: 'challenger', reason: 'more accurate' };
      const told = await Promise.all(
        services.map(({ fetch }) => ask(fetch, 'POST', '/experiments/bakery/conclude', conclusion)),
      );
      expect(told.map(({ status, body }) => [status, body.winner])).toEqual([
        [200, 'challenger'],
        [200, 'challenger'],
      ]);
      const { items } = await two.registry().history(modelName, { alias: 'champion' });
      expect(items.map(({ reason }) => reason)).toEqual(['more accurate', 'first']);
      for (const { fetch } of services) {
        const answer = await ask<Answer>(fetch, 'POST', '/predict/category', bakery('account-1'));
        expect(answer.body.predicted_category).toBe('treats');
      }
    });
  });

  test('is stopped when another version becomes champion', async () => {
    await withTwoVersions(async (two) => {
      const store = memoryKeyValueStore();
      const titans = await two.serve(store);
      await ask(titans.fetch, 'POST', '/experiments', startBody);
      await ask(titans.fetch, 'POST', '/models/promote', { version: '2', reason: 'cannot wait' });
      const answer = await ask<Answer>(titans.fetch, 'POST', '/predict/category', bakery('account-1'));
      expect([answer.experiment, answer.body.predicted_category]).toEqual([null, 'treats']);
      const restarted = await two.serve(store);
      const { body } = await ask(restarted.fetch, 'GET', '/experiments/bakery');
      expect([body.state, body.changes.at(-1)?.reason]).toEqual([
        'stopped',
        'another version became champion',
      ]);
    });
  });

  test('is stopped when its challenger is gone, and the champion answers', async () => {
    await withTwoVersions(async (two) => {
      const store = memoryKeyValueStore();
      const titans = await two.serve(store);
      await ask(titans.fetch, 'POST', '/experiments', { ...startBody, challenger_share: 0.999 });
      const registry = two.registry();
      await registry.setAlias(modelName, 'challenger', null, { by: 'tester' });
      const { versions } = await registry.collectGarbage(modelName, { by: 'tester', keep: 0 });
      expect(versions.map(({ id }) => id)).toEqual([two.versions[1].id]);
      // Who has it loaded answers on with it; who starts anew cannot.
      const before = await ask<Answer>(titans.fetch, 'POST', '/predict/category', bakery('account-1'));
      expect(before.body.predicted_category).toBe('treats');
      const restarted = await two.serve(store);
      const after = await ask<Answer>(restarted.fetch, 'POST', '/predict/category', bakery('account-1'));
      expect([after.status, after.experiment, after.body.predicted_category]).toEqual([200, null, 'food']);
      const { body } = await ask(restarted.fetch, 'GET', '/experiments/bakery');
      expect([body.state, body.changes.at(-1)]).toEqual([
        'stopped',
        expect.objectContaining({ by: 'titans', reason: 'the challenger is no longer in the registry' }),
      ]);
      const promoted = { winner: 'challenger', reason: 'all the same' };
      expect((await ask(restarted.fetch, 'POST', '/experiments/bakery/conclude', promoted)).status).toBe(404);
      const kept = { winner: 'champion', reason: 'the other is gone' };
      expect((await ask(restarted.fetch, 'POST', '/experiments/bakery/conclude', kept)).body.winner).toBe(
        'champion',
      );
    });
  });

  test('has its answers not kept, nor given from those that were', async () => {
    await withTwoVersions(async (two) => {
      const titans = await two.serve(memoryKeyValueStore(), { cache: {} });
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
    await withTwoVersions(async (two) => {
      const store = memoryKeyValueStore();
      let isAway = false;
      const away = <T>(work: () => Promise<T>): Promise<T> =>
        isAway ? Promise.reject(new Error('The store is away.')) : work();
      const titans = await two.serve({
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
    await withTwoVersions(async (two) => {
      const titans = await two.serve(memoryKeyValueStore());
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
    await withTwoVersions(async (two) => {
      const without = await two.serve(memoryKeyValueStore(), { experiments: undefined });
      const plain = await start({ models: two.suites[0], experiments: {} });
      for (const titans of [without, plain]) {
        expect((await ask(titans.fetch, 'GET', '/experiments')).status).toBe(404);
        expect((await ask(titans.fetch, 'POST', '/experiments', startBody)).status).toBe(404);
      }
      await plain.close();
    });
  });
});

test('another tenant sees no experiment, and is answered by its own champion', async () => {
  await withTwoVersions(async (two) => {
    const secrets = { acme: 'acme-key-for-these-tests', other: 'other-key-for-these-tests' };
    const titans = await two.serve(memoryKeyValueStore(), {
      tenants: {
        acme: { models: { registry: two.registry(), name: modelName } },
        other: { models: { registry: two.registry(), name: modelName } },
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
