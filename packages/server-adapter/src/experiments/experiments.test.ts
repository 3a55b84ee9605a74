import { memoryKeyValueStore } from '@titans/core';
import { experimentResponseSchema } from '@titans/core/contract';
import { assignVariant } from '@titans/models/lifecycle';
import { describe, expect, test } from 'vitest';
import { mountHono, mountNode } from '../testing/hosts.js';
import { type Answer, ask, bakery, modelName, startBody, withTwoVersions } from '../testing/two-versions.js';

const variants = [
  { name: 'champion', weight: 0.5 },
  { name: 'challenger', weight: 0.5 },
] as const;

describe.each([
  ['Hono', mountHono],
  ['node:http', mountNode],
] as const)('over %s', (_host, mount) => {
  test('an experiment is started, answers stickily, learns what was right, and is concluded', async () => {
    await withTwoVersions(async (two) => {
      const store = memoryKeyValueStore();
      const titans = await two.serve(store);
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
      expect(started.body.challenger).toEqual({ version: two.versions[1].id, share: 0.5, units: 0 });

      const another = await two.serve(store);
      const seen: Record<string, string> = {};
      for (let account = 0; account < 40; account++) {
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
      expect(seen.champion).toBe(two.suites[0].category.version);
      expect(seen.challenger).toBe(two.suites[1].category.version);

      await ask(another.fetch, 'GET', '/experiments/bakery');
      const { body } = await ask(fetched, 'GET', '/experiments/bakery');
      expect(experimentResponseSchema.safeParse(body).success).toBe(true);
      const rows = { champion: 0, challenger: 0 };
      for (let account = 0; account < 40; account++) {
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
      const champion = await two.registry().resolve(modelName, 'champion');
      expect(champion.id).toBe(two.versions[1].id);
      const [move] = (await two.registry().history(modelName, { limit: 1 })).items;
      expect(move).toMatchObject({ by: 'admin', reason: 'more accurate', from: two.versions[0].id });
      const after = await ask<Answer>(fetched, 'POST', '/predict/category', bakery('account-1'));
      expect([after.experiment, after.body.model_version]).toEqual([null, two.suites[1].category.version]);
      await host.close();
    });
  });
});

test('of a split, corrections of all answers decide unless told otherwise', async () => {
  await withTwoVersions(async (two) => {
    const titans = await two.serve(memoryKeyValueStore());
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

test('a correction counts while it applies: not once it is undone, and another one then in its place', async () => {
  await withTwoVersions(async (two) => {
    const titans = await two.serve(memoryKeyValueStore());
    const stop_on = ['sample-ratio'];
    await ask(titans.fetch, 'POST', '/experiments', { ...startBody, unit: 'transaction', stop_on });
    const champions: string[] = [];
    for (let index = 0; index < 20; index++) {
      const answer = await ask<Answer>(titans.fetch, 'POST', '/predict/category', bakery(`account-${index}`));
      if (answer.experiment?.endsWith('champion')) champions.push(answer.body.prediction_id);
    }
    const correct = async (prediction_id: string | undefined, category: string): Promise<string> => {
      const transaction = { description: `Some shop ${prediction_id} ${category}` };
      const body = { transaction, category, prediction_id };
      const told = await ask<{ correction_id: string }>(titans.fetch, 'POST', '/feedback', body);
      return told.body.correction_id;
    };
    const mean = async (): Promise<number> => {
      const { body } = await ask(titans.fetch, 'GET', '/experiments/bakery');
      expect(body.metric.champion.rows).toBe(champions.length);
      return Math.round((body.metric.champion.mean ?? 0) * champions.length);
    };
    const ids: string[] = [];
    for (const prediction of champions) ids.push(await correct(prediction, 'treats'));
    expect(await mean()).toBe(champions.length);
    for (const id of ids.slice(0, 3)) {
      for (let twice = 0; twice < 2; twice++) await ask(titans.fetch, 'DELETE', `/feedback/${id}`);
    }
    expect(await mean()).toBe(champions.length - 3);
    // The champion had said food: the second correction confirms it.
    await correct(champions[0], 'treats');
    await correct(champions[1], 'food');
    await correct(champions[1], 'treats');
    expect(await mean()).toBe(champions.length - 2);
    expect((await ask(titans.fetch, 'GET', '/experiments/bakery')).body.lost).toEqual({});
  });
});

test('shadow traffic answers with the champion, and compares what the challenger would have said', async () => {
  await withTwoVersions(async (two) => {
    const titans = await two.serve(memoryKeyValueStore());
    const shadow = { ...startBody, mode: 'shadow', unit: 'transaction', minimum_rows: 40, planned_rows: 80 };
    expect((await ask(titans.fetch, 'POST', '/experiments', shadow)).status).toBe(201);
    for (let index = 0; index < 40; index++) {
      // The two agree on trams, and on nothing else.
      const description = index % 4 === 0 ? 'City trams' : 'Corner bakery';
      const question = { description, transaction_id: `t-${index}` };
      const answer = await ask<Answer>(titans.fetch, 'POST', '/predict/category', question);
      expect([answer.experiment, answer.body.model_version]).toEqual([null, two.suites[0].category.version]);
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

describe('of a split by transactions', () => {
  const split = { ...startBody, unit: 'transaction', metric: 'accuracy', stop_on: ['sample-ratio'] } as const;

  test('questions are told apart though their callers give all of them one id', async () => {
    await withTwoVersions(async (two) => {
      const titans = await two.serve(memoryKeyValueStore());
      await ask(titans.fetch, 'POST', '/experiments', split);
      const same = { 'x-request-id': 'the-same' };
      for (let index = 0; index < 60; index++) {
        await ask(titans.fetch, 'POST', '/predict/category', bakery('one'), 'analyst', same);
      }
      const { body } = await ask(titans.fetch, 'GET', '/experiments/bakery');
      expect(body.champion.units + body.challenger.units).toBe(60);
      // Fewer than 10 of 60 by turns of chance: 3e-8, twice scipy.stats.binom.cdf(9, 60, 0.5).
      expect(Math.min(body.champion.units, body.challenger.units)).toBeGreaterThan(9);
      expect(body.state).toBe('running');
    });
  });

  test('accounts that number their transactions alike are told apart, and so are their labels', async () => {
    await withTwoVersions(async (two) => {
      const titans = await two.serve(memoryKeyValueStore());
      await ask(titans.fetch, 'POST', '/experiments', split);
      const same = { 'x-request-id': 'the-same' };
      const asked: Record<string, number> = { champion: 0, challenger: 0 };
      for (const account of ['one', 'other']) {
        for (let index = 0; index < 12; index++) {
          const question = { ...bakery(account), transaction_id: `t-${index}` };
          const variant = assignVariant({ experiment: 'bakery', variants, unit: `${account}:t-${index}` });
          const answer = await ask(titans.fetch, 'POST', '/predict/category', question, 'analyst', same);
          expect(answer.experiment).toBe(`bakery; variant=${variant}`);
          asked[variant] = (asked[variant] ?? 0) + 1;
        }
      }
      for (const account of ['one', 'other', 'nobody']) {
        for (let index = 0; index < 12; index++) {
          const transaction = {
            ...{ description: `Shop ${account} ${index}`, account_id: account },
            transaction_id: `t-${index}`,
          };
          await ask(titans.fetch, 'POST', '/feedback', { transaction, category: 'treats' });
        }
      }
      const { body } = await ask(titans.fetch, 'GET', '/experiments/bakery');
      expect(body.metric.champion).toEqual({ rows: asked.champion, mean: 0 });
      expect(body.metric.challenger).toEqual({ rows: asked.challenger, mean: 1 });
      expect([body.champion.units, body.challenger.units]).toEqual([asked.champion, asked.challenger]);
    });
  });
});
