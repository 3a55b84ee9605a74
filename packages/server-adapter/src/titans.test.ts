import { maskSecrets, memoryQueue, TitansError, tableFromRows, tableSource } from '@titans/core';
import { problemDetailsSchema, type RouteName, routes } from '@titans/core/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleStore } from './conformance/example-store.js';
import { exampleSuite, exampleTransactions } from './conformance/example-suite.js';
import { predictionsTopic } from './routes/prediction-log.js';
import { keys, requestTo, start } from './testing/service.js';
import type { Titans } from './titans.js';

describe('nothing of the inside leaks', () => {
  const secret = 'postgres://titans:hunter2@10.0.0.9/bank';
  test.each([
    ['a defect', new TypeError(`Cannot read properties of undefined at ${secret}`), 500, 'INTERNAL'],
    [
      'a database that is away',
      new TitansError('DATABASE_UNAVAILABLE', `No route to ${secret}`),
      503,
      'DATABASE_UNAVAILABLE',
    ],
    [
      'a statement that is refused',
      new TitansError('DATABASE_QUERY', `syntax error near ${secret}`),
      500,
      'INTERNAL',
    ],
    [
      'an error that claims to be the caller’s',
      { code: 'REQUEST_INVALID', message: secret },
      500,
      'INTERNAL',
    ],
  ])('%s is logged with its request, and the answer does not say it', async (_name, thrown, status, code) => {
    const logged: object[] = [];
    const note = (fields: object): void => void logged.push(fields);
    const titans = await start({
      source: { transactions: () => Promise.reject(thrown) },
      logger: { debug: note, info: () => undefined, warn: note, error: note },
    });
    for (const name of ['predictAnomaly', 'predictBatch'] as const) {
      const answer = await titans.fetch(requestTo(name, 'analyst'));
      const text = await answer.text();
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        status,
        'application/problem+json',
      ]);
      expect(problemDetailsSchema.parse(JSON.parse(text)).code).toBe(code);
      expect(text + JSON.stringify([...answer.headers])).not.toMatch(
        /hunter2|10\.0\.0\.9|node_modules|at .*\.ts/,
      );
      expect(logged.at(-1)).toMatchObject({
        requestId: answer.headers.get('x-request-id'),
        route: name,
        err: { message: maskSecrets(thrown.message) },
      });
    }
  });
});

describe('around the routes', () => {
  test('a body that the host has parsed is given beside the request', async () => {
    const titans = await start();
    const request = requestTo('predictCategory', 'analyst');
    const parsedBody: unknown = await request.json();
    expect((await titans.fetch(request)).status).toBe(500);
    expect((await titans.fetch(request, { parsedBody })).status).toBe(200);
  });

  test('predictions are recorded with their free text masked', async () => {
    const events = memoryQueue();
    const titans = await start({ events });
    const body = {
      transaction_id: 't-1',
      description: 'TRANSFER TO JOHN SMITH',
      amount: -20,
      tags: ['private matter'],
    };
    await titans.fetch(requestTo('predictCategory', 'analyst', body as never));
    await titans.close();
    const recorded = await new Promise<string>((resolve) => {
      events.consume(predictionsTopic, async (message) => resolve(message.body));
    });
    expect(JSON.parse(recorded)).toMatchObject({
      route: 'predictCategory',
      credential: 'analyst',
      request: { transaction_id: 't-1', amount: -20 },
      response: { model_version: titans.models.category.version },
    });
    expect(recorded).not.toMatch(/JOHN|SMITH|private|matter|analyst-key/);
    await events.close();
  });

  test('a queue that fails costs the record, not the answer', async () => {
    const logged: string[] = [];
    const note = (_fields: object, message: string): void => void logged.push(message);
    const titans = await start({
      events: {
        send() {
          throw new Error('full');
        },
        consume: () => async () => undefined,
        deadLetters: async () => [],
        close: async () => undefined,
      },
      logger: { debug: note, info: () => undefined, warn: note, error: note },
    });
    expect((await titans.fetch(requestTo('predictCategory', 'analyst'))).status).toBe(200);
    await titans.close();
    expect(logged).toContain('A prediction could not be recorded.');
  });

  test('metrics have the names of the specification and labels of fixed sets only', async () => {
    const titans = await start();
    await titans.fetch(requestTo('predictCategory', 'analyst'));
    await titans.fetch(requestTo('predictBatch', 'analyst'));
    await titans.fetch(new Request('http://localhost/nothing/4711', { method: 'PROPFIND' }));
    const text = await (await titans.fetch(requestTo('metrics', 'admin'))).text();
    for (const line of [
      'model_predictions_total{model_name="category",status="success"} 101',
      'model_prediction_duration_seconds_count{model_name="category"} 2',
      'api_requests_total{method="POST",endpoint="/predict/category",status_code="200"} 1',
      'api_requests_total{method="OTHER",endpoint="unknown",status_code="404"} 1',
      'active_models_total 4',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toMatch(/api_request_duration_seconds_bucket\{le="0\.001",method="POST"/);
    expect(text).toMatch(/model_accuracy\{model_name="category",metric_type="[^"]+"\} [\d.]+/);
    expect(text).toMatch(/model_memory_usage_bytes\{model_name="category"\} [1-9]/);
    expect(text).not.toMatch(/4711|key/);
    const off = await start({ metrics: false });
    expect((await off.fetch(requestTo('metrics', 'admin'))).status).toBe(404);
  });

  test('readiness names what is missing, liveness does not ask', async () => {
    const broken = { get: () => Promise.reject(new Error('ECONNREFUSED 10.0.0.9')) };
    const store = { ...broken, set: async () => {}, increment: async () => 0, delete: async () => false };
    const titans = await start({
      store: { ...store, compareAndSet: async () => false, close: async () => {} },
    });
    const ready = await titans.fetch(requestTo('healthReady', 'anonymous'));
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { code: 'NOT_READY', detail: 'The service is not ready: store.' },
    ]);
    const health = await (await titans.fetch(requestTo('health', 'anonymous'))).json();
    expect(health).toMatchObject({ status: 'unhealthy', checks: { api: 'healthy', store: 'unhealthy' } });
    expect((await titans.fetch(requestTo('healthLive', 'anonymous'))).status).toBe(200);
  });

  test('without a secret for tokens their routes are not there', async () => {
    const titans = await start({ auth: { apiKeys: keys.admin } });
    expect((await titans.fetch(requestTo('authToken', 'admin'))).status).toBe(404);
  });

  test('closing waits for what is in flight only as long as it is told', async () => {
    const titans = await start({ source: { transactions: () => new Promise(() => undefined) } });
    void titans.fetch(requestTo('predictAnomaly', 'analyst'));
    const started = performance.now();
    await titans.close({ timeoutMs: 50 });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(titans.state).toBe('closed');
    expect((await titans.fetch(requestTo('predictCategory', 'analyst'))).status).toBe(503);
  });

  test('a source that hangs is told to stop, and the prediction is answered 503', async () => {
    const signals: AbortSignal[] = [];
    const source = {
      transactions: (selection?: { signal?: AbortSignal }) => {
        if (selection?.signal) signals.push(selection.signal);
        return new Promise<never>(() => undefined);
      },
    };
    const titans = await start({ source, sourceTimeoutMs: 20 });
    for (const name of ['predictAnomaly', 'predictBatch'] as const) {
      const answer = await titans.fetch(requestTo(name, 'analyst'));
      expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'DATABASE_UNAVAILABLE' }]);
    }
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  });

  test('a store that hangs holds no request for ever, and refuses only where it is told to', async () => {
    const hangs = (): Promise<never> => new Promise(() => undefined);
    const store = {
      ...{ get: hangs, set: hangs, compareAndSet: hangs, increment: hangs, delete: hangs, close: hangs },
    };
    const ask = async (titans: Titans): Promise<Response> =>
      titans.fetch(requestTo('predictCategory', 'analyst'), { clientAddress: '192.0.2.1' });
    expect((await ask(await start({ store }))).status).toBe(200);
    const answer = await ask(await start({ store, limits: { onStoreFailure: 'refuse' } }));
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'STORE_UNAVAILABLE' }]);
  });

  test('a query that is wrong costs what a right one costs', async () => {
    const titans = await start({ limits: { perMinute: 1 } });
    const ask = (days: string): Promise<Response> =>
      titans.fetch(
        new Request(`http://localhost/forecast/cashflow?days_ahead=${days}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${keys.analyst}` },
        }),
      );
    expect((await ask('0')).status).toBe(422);
    expect((await ask('1')).status).toBe(429);
  });

  test('a defect that one transaction of a batch runs into is logged, and the others are answered', async () => {
    const whole = await exampleSuite();
    const defect = new TypeError('Cannot read properties of undefined');
    const amount = {
      ...whole.amount,
      predictBatch: (...[queries, options]: Parameters<typeof whole.amount.predictBatch>) => {
        if (queries.some((query) => query.description === 'poison')) throw defect;
        return whole.amount.predictBatch(queries, options);
      },
    };
    const models = Object.create(whole, { amount: { value: amount } }) as typeof whole;
    const logged: object[] = [];
    const note = (fields: object): void => void logged.push(fields);
    const titans = await start({
      models,
      logger: { debug: note, info: () => undefined, warn: () => undefined, error: note },
    });
    const body = [{ description: 'UBER TRIP' }, { description: 'poison' }];
    const answer = await titans.fetch(requestTo('predictBatch', 'analyst', body as never));
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { results: [{ status: 'success' }, { status: 'failed', code: 'INTERNAL' }] },
    ]);
    expect(logged).toMatchObject([
      {
        requestId: answer.headers.get('x-request-id'),
        route: 'predictBatch',
        err: { name: 'TypeError', message: defect.message },
      },
    ]);
  });

  test('a batch that lacks a model is refused as a whole', async () => {
    const whole = await exampleSuite();
    const models = Object.create(whole, {
      amount: {
        get: () => {
          throw new TitansError('TASK_NOT_TRAINED', 'The suite holds no model for amount.');
        },
      },
      tasks: { value: whole.tasks.filter((task) => task !== 'amount') },
    }) as typeof whole;
    const titans = await start({ models });
    const answer = await titans.fetch(requestTo('predictBatch', 'analyst'));
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'TASK_NOT_TRAINED' }]);
  });

  test('an account without history is answered', async () => {
    const titans = await start({ source: tableSource(tableFromRows([])) });
    expect((await titans.fetch(requestTo('predictAnomaly', 'analyst'))).status).toBe(200);
  });

  test('whatever is sent, the answer is no defect and keeps to the contract', async () => {
    const titans = await start({ source: tableSource(exampleTransactions()), warehouse: exampleStore() });
    const member = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.jsonValue(),
      fc.date().map(String),
    );
    const names = [
      'description',
      'amount',
      'date',
      'time',
      'type',
      'currency',
      'category',
      'payment_method',
      'tags',
      'recurring',
    ];
    const near = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), member, { maxKeys: 6 });
    const valid = fc.record(
      {
        description: fc.string({ maxLength: 500, unit: 'grapheme' }),
        amount: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        date: fc
          .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
          .map((date) => date.toISOString().slice(0, 10)),
        type: fc.constantFrom('Income', 'Expense'),
        currency: fc.constantFrom('USD', 'EUR', 'JPY'),
        payment_method: fc.constantFrom('cash', 'loan', 'unknown'),
        tags: fc.array(fc.string({ maxLength: 60 }), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    const one = fc.oneof(valid, near, fc.jsonValue());
    const list = fc.record({ transactions: fc.array(one, { maxLength: 4 }) });
    const complete = fc.record({
      date: fc.integer({ min: 1, max: 28 }).map((day) => `2024-03-${String(day).padStart(2, '0')}`),
      description: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
      amount: fc.integer({ min: -1e6, max: 1e6 }),
    });
    const some = fc.record({ transactions: fc.array(complete, { minLength: 1, maxLength: 12 }) });
    const bodies: Partial<Record<RouteName, fc.Arbitrary<unknown>>> = {
      predictCategory: one,
      predictAmount: one,
      predictAnomaly: one,
      explain: one,
      predictBatch: fc.oneof(fc.array(one, { maxLength: 3 }), fc.jsonValue()),
      jobCreate: fc.oneof(list, fc.jsonValue()),
      transactionsImport: fc.oneof(list, some, fc.jsonValue()),
      recurringOf: fc.oneof(list, some, fc.jsonValue()),
      drift: fc.oneof(fc.record({ reference: some, current: fc.oneof(list, some) }), fc.jsonValue()),
      forecastCashflow: fc.oneof(
        fc.record(
          {
            history: fc.array(fc.oneof(one, complete), { maxLength: 6 }),
            balance: member,
            below: member,
            scenario: fc.array(fc.record({ kind: fc.constant('end-stream'), stream: fc.string() })),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
    };
    const asked = fc.oneof(
      ...Object.entries(bodies).map(([name, body]) => fc.tuple(fc.constant(name as RouteName), body)),
    );
    const seen = new Map<string, Set<number>>();
    await fc.assert(
      fc.asyncProperty(asked, async ([name, body]) => {
        const answer = await titans.fetch(requestTo(name, 'admin', body));
        seen.set(name, (seen.get(name) ?? new Set()).add(answer.status));
        const text = await answer.text();
        expect([200, 202, 400, 413, 422, 429], text).toContain(answer.status);
        const { response } = routes[name];
        const schema = answer.status < 300 && typeof response === 'object' ? response : problemDetailsSchema;
        expect(schema.safeParse(JSON.parse(text)).error, text).toBeUndefined();
      }),
      { numRuns: 400, seed: 11 },
    );
    for (const [name, statuses] of seen) {
      const { status = 200 } = routes[name as RouteName];
      expect([name, [...statuses]]).toEqual([name, expect.arrayContaining([status, 422])]);
    }
    await titans.close({ timeoutMs: 1_000 });
  });
});
