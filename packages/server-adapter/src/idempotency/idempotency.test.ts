import { type KeyValueStore, memoryKeyValueStore, TitansError } from '@titans/core';
import { problemDetailsSchema } from '@titans/core/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PluginRoute } from '../plugins/server-plugin.js';
import type { Exchange } from '../routes/handlers.js';
import { keys, start } from '../testing/service.js';
import type { Titans } from '../titans.js';
import { idempotencyKeyOf } from './idempotency-key.js';

let effects: unknown[] = [];
let outcome: (exchange: Exchange<unknown, unknown, unknown>) => Promise<object> = async () => ({});
beforeEach(() => {
  effects = [];
  outcome = async ({ headers, requestId }) => {
    headers.location = `/effects/${effects.length}`;
    return { made: effects.length, by: requestId };
  };
});

const route: Omit<PluginRoute, 'handle' | 'path'> = {
  method: 'POST',
  summary: 'Has an effect.',
  tag: 'test',
  access: 'authenticated',
  cost: 1,
  limitClass: 'standard',
  idempotency: 'key',
  isCacheable: false,
  status: 201,
  response: 'text/plain',
};

async function service(options: { store?: KeyValueStore; now?: () => number } = {}): Promise<Titans> {
  const answer = async (exchange: Exchange<unknown, unknown, unknown>): Promise<{ text: string }> => {
    effects.push(exchange.requestId);
    return { text: JSON.stringify(await outcome(exchange)) };
  };
  return start({
    ...(options.store === undefined ? {} : { store: options.store }),
    ...(options.now === undefined ? {} : { clock: { now: options.now } }),
    plugins: [
      {
        name: 'effects',
        routes: {
          one: { ...route, path: '/effects', handle: answer },
          other: { ...route, path: '/others', handle: answer },
          stream: {
            ...route,
            path: '/streams',
            body: 'application/octet-stream',
            handle: async (exchange) => {
              effects.push(exchange.requestId);
              let bytes = 0;
              for await (const piece of exchange.body as AsyncIterable<Uint8Array>) bytes += piece.length;
              return { text: String(bytes) };
            },
          },
        },
      },
    ],
  });
}

interface Sent {
  readonly path?: string;
  readonly key?: string;
  readonly caller?: keyof typeof keys;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

async function post(
  titans: Titans,
  { path = '/effects', key, caller = 'editor', body, signal }: Sent,
): Promise<Response> {
  const headers = new Headers({ authorization: `Bearer ${keys[caller]}` });
  if (key !== undefined) headers.set('idempotency-key', key);
  if (body !== undefined) headers.set('content-type', 'application/octet-stream');
  return titans.fetch(
    new Request(`http://localhost${path}`, {
      method: 'POST',
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    }),
  );
}

async function codeOf(answer: Response): Promise<readonly [number, string]> {
  return [answer.status, problemDetailsSchema.parse(await answer.json()).code];
}

describe('a request with a key', () => {
  test('has its effect once, and status, headers and body are given again', async () => {
    const titans = await service();
    const first = await post(titans, { key: '"a-1"' });
    const again = await post(titans, { key: '"a-1"' });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.text()).toBe(await first.text());
    expect(again.headers.get('location')).toBe('/effects/1');
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(effects).toHaveLength(1);
  });

  test('without one every request has its effect', async () => {
    const titans = await service();
    await post(titans, {});
    await post(titans, {});
    expect(effects).toHaveLength(2);
  });

  test('keys of other credentials and other routes are other keys', async () => {
    const titans = await service();
    const all = [
      await post(titans, { key: 'same' }),
      await post(titans, { key: 'same', caller: 'admin' }),
      await post(titans, { key: 'same', path: '/others' }),
    ];
    expect(all.map((answer) => answer.headers.get('idempotency-replayed'))).toEqual([null, null, null]);
    expect(effects).toHaveLength(3);
  });

  test('with another query or body is refused', async () => {
    const titans = await service();
    await post(titans, { key: 'q', path: '/effects?a=1' });
    expect(await codeOf(await post(titans, { key: 'q', path: '/effects?a=2' }))).toEqual([
      422,
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    await post(titans, { key: 's', path: '/streams', body: 'first' });
    expect(await codeOf(await post(titans, { key: 's', path: '/streams', body: 'other' }))).toEqual([
      422,
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    expect(await (await post(titans, { key: 's', path: '/streams', body: 'first' })).text()).toBe('5');
    expect(effects).toHaveLength(2);
  });

  test('while it runs, asking again is told to wait', async () => {
    const titans = await service();
    let finish = (): void => undefined;
    outcome = () => new Promise((resolve) => (finish = () => resolve({ done: true })));
    const first = post(titans, { key: 'slow' });
    await expect.poll(() => effects.length).toBe(1);
    const second = await post(titans, { key: 'slow' });
    expect(second.headers.get('retry-after')).toBe('1');
    expect(await codeOf(second)).toEqual([409, 'REQUEST_IN_PROGRESS']);
    finish();
    expect((await first).status).toBe(201);
    expect((await post(titans, { key: 'slow' })).headers.get('idempotency-replayed')).toBe('true');
  });

  test('goes on when its client goes away, who finds the answer later', async () => {
    const titans = await service();
    const client = new AbortController();
    let finish = (): void => undefined;
    let isAborted: boolean | undefined;
    outcome = ({ signal }) =>
      new Promise((resolve) => {
        finish = () => {
          isAborted = signal?.aborted;
          resolve({ done: true });
        };
      });
    const first = post(titans, { key: 'gone', signal: client.signal });
    await expect.poll(() => effects.length).toBe(1);
    client.abort();
    finish();
    await first;
    expect(isAborted).toBe(false);
    expect(await (await post(titans, { key: 'gone' })).text()).toBe('{"done":true}');
  });
});

describe('a request that failed', () => {
  test('before it had an effect can be sent again', async () => {
    const titans = await service();
    outcome = () => Promise.reject(new TitansError('NOT_FOUND', 'There is none.'));
    expect(await codeOf(await post(titans, { key: 'k' }))).toEqual([404, 'NOT_FOUND']);
    outcome = async () => ({ made: true });
    expect((await post(titans, { key: 'k' })).status).toBe(201);
  });

  test.each([
    ['a defect', new TypeError('x is undefined'), 500],
    ['a database that went away', new TitansError('DATABASE_UNAVAILABLE', 'gone'), 503],
  ])('for %s may have had an effect, and is not done again', async (_name, error, status) => {
    const titans = await service();
    outcome = () => Promise.reject(error);
    expect((await post(titans, { key: 'k' })).status).toBe(status);
    outcome = async () => ({});
    expect(await codeOf(await post(titans, { key: 'k' }))).toEqual([409, 'OUTCOME_UNKNOWN']);
    expect(effects).toHaveLength(1);
  });

  test('because its process ended is in progress for half a minute, then of unknown outcome', async () => {
    const store = memoryKeyValueStore();
    let now = 0;
    const crashed = await service({ store, now: () => now });
    outcome = () => new Promise(() => undefined);
    void post(crashed, { key: 'k' });
    await expect.poll(() => effects.length).toBe(1);
    const next = await service({ store, now: () => now });
    now = 29_999;
    expect(await codeOf(await post(next, { key: 'k' }))).toEqual([409, 'REQUEST_IN_PROGRESS']);
    now = 30_000;
    expect(await codeOf(await post(next, { key: 'k' }))).toEqual([409, 'OUTCOME_UNKNOWN']);
    expect(effects).toHaveLength(1);
  });

  test('because the store is away has no effect at all', async () => {
    const down = (): Promise<never> => Promise.reject(new TitansError('STORE_UNAVAILABLE', 'away'));
    const titans = await service({
      store: {
        get: down,
        set: down,
        compareAndSet: down,
        increment: down,
        delete: down,
        close: async () => undefined,
      },
    });
    expect((await post(titans, { key: 'k' })).status).toBe(503);
    expect(effects).toEqual([]);
  });
});

test('an answer that is too long is not kept, and its request not done again', async () => {
  const titans = await service();
  outcome = async () => ({ long: 'x'.repeat(300_000) });
  expect((await post(titans, { key: 'k' })).status).toBe(201);
  const again = await post(titans, { key: 'k' });
  expect(await codeOf(again)).toEqual([409, 'OUTCOME_UNKNOWN']);
  expect(effects).toHaveLength(1);
});

test('ten at once have one effect', async () => {
  const titans = await service();
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(titans, { key: 'k' })));
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  expect(effects).toHaveLength(1);
});

describe('the header', () => {
  const keyOf = (header: string): string | null =>
    idempotencyKeyOf(new Headers({ 'idempotency-key': header }));

  // Examples of draft-07, 2.1, and of RFC 8941, 3.3.3.
  test.each([
    ['"8e03978e-40d5-43e8-bc93-6894a57f9324"', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
    ['8e03978e-40d5-43e8-bc93-6894a57f9324', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
    ['"a \\"b\\" \\\\"', 'a "b" \\'],
    [`"${'k'.repeat(255)}"`, 'k'.repeat(255)],
  ])('%s is a key', (header, key) => {
    expect(keyOf(header)).toBe(key);
  });

  test.each(['', '""', '"a', 'a b', '"a", "b"', '"a\\b"', '"ä"', `"${'k'.repeat(256)}"`, '"a";b=1'])(
    '%j is none',
    async (header) => {
      expect(() => keyOf(header)).toThrow(expect.objectContaining({ code: 'IDEMPOTENCY_KEY_INVALID' }));
    },
  );

  test('that is wrong is refused, and has no effect', async () => {
    const titans = await service();
    expect(await codeOf(await post(titans, { key: '"open' }))).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
    expect(effects).toEqual([]);
  });
});

test('a body with a number that no double holds has a key like any other', async () => {
  const titans = await start();
  const ask = (amount: string): Promise<Response> =>
    titans.fetch(
      new Request('http://localhost/jobs', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${keys.editor}`,
          'content-type': 'application/json',
          'idempotency-key': 'large',
        },
        body: `{"transactions":[{"description":"UBER TRIP","amount":${amount}}]}`,
      }),
    );
  const first = await ask('1e999');
  const again = await ask('1e999');
  expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 202, 'true']);
  expect(await again.json()).toEqual(await first.json());
  expect(await codeOf(await ask('-1e999'))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  await titans.close({ timeoutMs: 1_000 });
});
