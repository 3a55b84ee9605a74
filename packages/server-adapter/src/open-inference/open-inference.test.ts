import { train } from '@titans/models';
import { describe, expect, test } from 'vitest';
import { exampleSuite, exampleTransactions } from '../conformance/example-suite.js';
import { keys, start } from '../testing/service.js';
import { openInference } from './index.js';

async function ask(path: string, body?: unknown, key: string = keys.admin): Promise<[number, unknown]> {
  const titans = await start({ plugins: [openInference()] });
  const answer = await titans.fetch(
    new Request(`http://localhost${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return [answer.status, await answer.json()];
}

const description = {
  name: 'description',
  shape: [2],
  datatype: 'BYTES',
  data: ['WHOLEFDS MKT 10234', 'SHELL OIL 5744'],
};
const amount = { name: 'amount', shape: [2, 1], datatype: 'FP64', data: [[-85.5], [-40]] };

describe('the Open Inference Protocol', () => {
  test('tells about server and models', async () => {
    const { category } = await exampleSuite();
    expect(await ask('/v2')).toMatchObject([200, { name: 'titans', extensions: [] }]);
    expect(await ask('/v2/health/live')).toEqual([200, { live: true }]);
    expect(await ask('/v2/health/ready')).toEqual([200, { ready: true }]);
    expect(await ask('/v2/models/category/ready')).toEqual([200, { name: 'category', ready: true }]);
    const [status, metadata] = await ask(`/v2/models/category/versions/${category.version}`);
    expect(status).toBe(200);
    expect(metadata).toMatchObject({
      name: 'category',
      versions: [category.version],
      platform: 'titans',
      outputs: [
        { name: 'predicted_category', datatype: 'BYTES', shape: [-1] },
        { name: 'confidence', datatype: 'FP64', shape: [-1] },
        { name: 'abstained', datatype: 'BOOL', shape: [-1] },
      ],
    });
  });

  test('answers row by row what the models answer', async () => {
    const suite = await exampleSuite();
    const queries = [
      { description: 'WHOLEFDS MKT 10234', amount: -85.5 },
      { description: 'SHELL OIL 5744', amount: -40 },
    ];
    const request = { id: 'question-1', inputs: [description, amount] };
    expect(await ask('/v2/models/category/infer', request)).toEqual([
      200,
      {
        model_name: 'category',
        model_version: suite.category.version,
        id: 'question-1',
        outputs: [
          {
            name: 'predicted_category',
            shape: [2],
            datatype: 'BYTES',
            data: queries.map((query) => suite.category.predict(query).category),
          },
          {
            name: 'confidence',
            shape: [2],
            datatype: 'FP64',
            data: queries.map((query) => suite.category.predict(query).confidence),
          },
          {
            name: 'abstained',
            shape: [2],
            datatype: 'BOOL',
            data: queries.map((query) => suite.category.predict(query).abstained),
          },
        ],
      },
    ]);
    const wanted = { ...request, outputs: [{ name: 'anomaly_score' }] };
    expect(await ask('/v2/models/anomaly/infer', wanted)).toMatchObject([
      200,
      {
        outputs: [
          { name: 'anomaly_score', data: queries.map((query) => suite.anomaly.predict(query).score) },
        ],
      },
    ]);
    expect(await ask(`/v2/models/amount/versions/${suite.amount.version}/infer`, request)).toMatchObject([
      200,
      { outputs: [{ name: 'predicted_amount', shape: [2], datatype: 'FP64' }, {}, {}] },
    ]);
  });

  test.each([
    ['a model that is not there', '/v2/models/cashflow/infer', { inputs: [description] }, 404],
    ['a version that is not there', '/v2/models/category/versions/1/infer', { inputs: [description] }, 404],
    ['no inputs', '/v2/models/category/infer', { inputs: [] }, 422],
    ['an unknown input', '/v2/models/category/infer', { inputs: [{ ...description, name: 'colour' }] }, 422],
    ['an input twice', '/v2/models/category/infer', { inputs: [description, description] }, 422],
    ['too few values', '/v2/models/category/infer', { inputs: [{ ...description, shape: [3] }] }, 422],
    ['a wide shape', '/v2/models/category/infer', { inputs: [{ ...description, shape: [1, 2] }] }, 422],
    [
      'inputs of several lengths',
      '/v2/models/category/infer',
      { inputs: [description, { ...amount, shape: [1], data: [-4] }] },
      422,
    ],
    ['a wrong value', '/v2/models/category/infer', { inputs: [{ ...amount, data: [-1, 'two'] }] }, 422],
    ['a value out of range', '/v2/models/category/infer', { inputs: [{ ...amount, data: [-1, 1e9] }] }, 422],
    [
      'an unknown output',
      '/v2/models/category/infer',
      { inputs: [description], outputs: [{ name: 'mood' }] },
      422,
    ],
    [
      'too many rows',
      '/v2/models/category/infer',
      { inputs: [{ ...description, shape: [101], data: Array(101).fill('X') }] },
      422,
    ],
  ])('%s is an error in the form of the protocol', async (_name, path, body, status) => {
    expect(await ask(path, body)).toEqual([status, { error: expect.any(String) }]);
  });

  test('takes bodies of clients that do not say that they are JSON, as tritonclient does', async () => {
    const titans = await start({ plugins: [openInference()] });
    const send = async (headers: Record<string, string>): Promise<number> => {
      const body = new TextEncoder().encode(JSON.stringify({ inputs: [description] }));
      const request = new Request('http://localhost/v2/models/category/infer', {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.admin}`, ...headers },
        body,
      });
      return (await titans.fetch(request)).status;
    };
    expect(await send({})).toBe(200);
    expect(await send({ 'content-type': 'text/plain' })).toBe(415);
  });

  test('is not ready, by a status of 4xx, while none of its models answers', async () => {
    const cashflow = await train(exampleTransactions(), { seed: 8, budget: 'quick', tasks: ['cashflow'] });
    const titans = await start({ models: cashflow, plugins: [openInference()] });
    expect((await titans.fetch(new Request('http://localhost/v2/health/ready'))).status).toBe(404);
  });

  test('needs the permissions that the routes of the service need', async () => {
    const request = { inputs: [description] };
    expect(await ask('/v2/models/category/infer', request, keys.viewer)).toEqual([
      403,
      { error: expect.stringContaining('create_predictions') },
    ]);
    expect(await ask('/v2/models/category', undefined, 'wrong-key-of-nobody-at-all')).toMatchObject([
      401,
      {},
    ]);
  });

  test('a row costs a unit', async () => {
    const titans = await start({ plugins: [openInference()], limits: { perMinute: 3 } });
    const infer = async (): Promise<[number, string | null]> => {
      const answer = await titans.fetch(
        new Request('http://localhost/v2/models/category/infer', {
          method: 'POST',
          headers: { authorization: `Bearer ${keys.analyst}`, 'content-type': 'application/json' },
          body: JSON.stringify({ inputs: [description] }),
        }),
      );
      return [answer.status, answer.headers.get('x-ratelimit-remaining-minute')];
    };
    expect(await infer()).toEqual([200, '1']);
    expect((await infer())[0]).toBe(429);
  });
});
