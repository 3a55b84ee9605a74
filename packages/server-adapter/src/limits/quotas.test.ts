import { memoryKeyValueStore, TitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { anonymous, type Principal } from '../auth/principal.js';
import type { TitansConfiguration } from '../config/configuration.js';
import { storeCircuit } from '../config/store-circuit.js';
import { exampleStore } from '../conformance/example-store.js';
import { silentLogger } from '../logging/logger.js';
import { keys, requestTo, start } from '../testing/service.js';
import type { LimitSettings } from './limit-settings.js';
import { memoryRateLimiter } from './memory-rate-limiter.js';
import { createQuotas, type Quotas } from './quotas.js';
import type { RateLimiter } from './rate-limiter.js';
import type { SharedStore } from './shared-store.js';

const clock = { now: () => 1_750_000_000_000 };
const principal = (id: string, tenant = 'default'): Principal => ({
  id,
  tenant,
  kind: 'api-key',
  permissions: new Set(),
});

/** A shared store that can be switched off. */
function switchable() {
  const state = { isUp: true };
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!state.isUp) throw new TitansError('STORE_UNAVAILABLE', 'It is off.');
    return work();
  };
  const memory = memoryKeyValueStore();
  const store: SharedStore = {
    ...memory,
    get: (key) => guard(() => memory.get(key)),
    increment: (key, by, options) => guard(() => memory.increment(key, by, options)),
    rateLimiter(settings): RateLimiter {
      const limiter = memoryRateLimiter({ ...settings, clock });
      return {
        take: (keys, units) => guard(() => limiter.take(keys, units)),
        peek: (keys, units) => guard(() => limiter.peek(keys, units)),
      };
    },
  };
  return { state, store };
}

async function admitted(
  quotas: Quotas,
  who: Principal,
  count: number,
  clientAddress?: string,
): Promise<number> {
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const decision = await quotas.charge({ principal: who, clientAddress }, 'standard', 1, 'take');
    if (decision.admitted) sum++;
  }
  return sum;
}

describe('quotas', () => {
  test('tenants and credentials are counted apart, and so are rows in bulk', async () => {
    const quotas = createQuotas({ perMinute: 3 }, { clock, shared: null });
    expect(await admitted(quotas, principal('key'), 5)).toBe(3);
    expect(await admitted(quotas, principal('key', 'other'), 5)).toBe(3);
    expect(await admitted(quotas, principal('other'), 5)).toBe(3);
    const caller = { principal: principal('key'), clientAddress: undefined };
    expect(await quotas.charge(caller, 'bulk', 10_000, 'take')).toMatchObject({
      admitted: true,
      windows: [{ name: 'bulk-minute', remaining: 0 }, { remaining: 90_000 }],
    });
  });

  test('an address holds all its credentials together, in its network, and what it refuses costs them nothing', async () => {
    const quotas = createQuotas({ perMinute: 3, perAddress: { perMinute: 4 } }, { clock, shared: null });
    expect(await admitted(quotas, principal('one'), 3, '2001:db8:1:2::1')).toBe(3);
    expect(await admitted(quotas, principal('two'), 3, '2001:db8:1:2::2')).toBe(1);
    expect(await admitted(quotas, principal('two'), 3, '192.0.2.1')).toBe(2);
  });

  test('where all are let in, an address is the caller', async () => {
    const quotas = createQuotas({ perMinute: 3 }, { clock, shared: null });
    expect(await admitted(quotas, anonymous, 5, '192.0.2.1')).toBe(3);
    expect(await admitted(quotas, anonymous, 5, '192.0.2.2')).toBe(3);
    expect(await admitted(quotas, anonymous, 5)).toBe(3);
  });

  const withStore = (settings: LimitSettings) => {
    const { state, store } = switchable();
    const circuit = storeCircuit({ probe: () => store.get('probe'), logger: silentLogger, retryMs: 0 });
    return { state, quotas: createQuotas(settings, { clock, shared: { store, circuit } }) };
  };

  test('without the store each process keeps the limits, from where the store ended', async () => {
    const { state, quotas } = withStore({ perMinute: 5 });
    expect(await admitted(quotas, principal('key'), 2)).toBe(2);
    state.isUp = false;
    expect(await admitted(quotas, principal('key'), 9)).toBe(3);
    expect(await admitted(quotas, principal('new'), 9)).toBe(5);
    state.isUp = true;
    // The first request finds out; the store knows of two units.
    await quotas.charge({ principal: principal('key'), clientAddress: undefined }, 'standard', 1, 'peek');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await admitted(quotas, principal('key'), 9)).toBe(3);
  });

  test('what the store refuses is refused, although the process alone would admit it', async () => {
    const { store } = switchable();
    const windows = [
      { name: 'minute', limit: 5, windowSeconds: 60 },
      { name: 'hour', limit: 1_000, windowSeconds: 3_600 },
    ];
    const other = store.rateLimiter({ windows });
    const shared: SharedStore = { ...store, rateLimiter: () => other };
    const circuit = storeCircuit({ probe: () => store.get('probe'), logger: silentLogger });
    const quotas = createQuotas({ perMinute: 5 }, { clock, shared: { store: shared, circuit } });
    await other.take({ caller: 'default:key' }, 5);
    expect(await admitted(quotas, principal('key'), 3)).toBe(0);
    expect(circuit.isOpen).toBe(false);
  });

  test('or everything that would be counted is refused, and nothing is called a quota', async () => {
    const { state, quotas } = withStore({ perMinute: 5, onStoreFailure: 'refuse' });
    state.isUp = false;
    const caller = { principal: principal('key'), clientAddress: undefined };
    await expect(quotas.charge(caller, 'standard', 1, 'take')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});

describe('a service', () => {
  const ask = async (configuration: Partial<TitansConfiguration>, isUp: boolean): Promise<unknown[]> => {
    const { state, store } = switchable();
    const titans = await start({ store, ...configuration });
    state.isUp = isUp;
    const answers = [];
    for (let index = 0; index < 3; index++) {
      const request = requestTo('predictCategory', 'analyst');
      const answer = await titans.fetch(request, { clientAddress: '192.0.2.1' });
      answers.push([answer.status, answer.headers.get('ratelimit')]);
    }
    return answers;
  };
  const limited = [
    [200, '"minute";r=1;t=60'],
    [200, '"minute";r=0;t=60'],
    [429, '"minute";r=0;t=60'],
  ];

  test('counts in the store, and in the process while the store is down', async () => {
    expect(await ask({ limits: { perMinute: 2 } }, true)).toEqual(limited);
    expect(await ask({ limits: { perMinute: 2 } }, false)).toEqual(limited);
  });

  test('answers 503 while the store is down where it is told to', async () => {
    const limits = { perMinute: 2, onStoreFailure: 'refuse' } as const;
    expect(await ask({ limits }, true)).toEqual(limited);
    expect(await ask({ limits }, false)).toEqual([
      [503, null],
      [503, null],
      [503, null],
    ]);
  });

  test('a batch costs as many units as it has items, a refused or oversized one none of them', async () => {
    const titans = await start({ limits: { perMinute: 60, perHour: 1_000 } });
    const remaining = async (items: number): Promise<[number, string | null]> => {
      const batch = Array.from({ length: items }, () => ({ description: 'UBER TRIP' }));
      const answer = await titans.fetch(requestTo('predictBatch', 'analyst', batch));
      return [answer.status, answer.headers.get('x-ratelimit-remaining-minute')];
    };
    expect(await remaining(40)).toEqual([200, '20']);
    expect(await remaining(30)).toEqual([429, '20']);
    expect(await remaining(101)).toEqual([413, '19']);
    expect(await remaining(19)).toEqual([200, '0']);
    expect(await remaining(1)).toEqual([429, '0']);
  });

  test('rows cost one unit at least, also where there are none, or the answer is given again', async () => {
    const titans = await start({ warehouse: exampleStore(), limits: { bulk: { perMinute: 100 } } });
    const send = async (path: string, body: string, key?: string): Promise<[number, string | null]> => {
      const type = path === '/predict/stream' ? 'application/x-ndjson' : 'application/octet-stream';
      const headers = { authorization: `Bearer ${keys.editor}`, 'content-type': type };
      const request = new Request(`http://localhost${path}`, {
        method: 'POST',
        headers: key === undefined ? headers : { ...headers, 'idempotency-key': key },
        body,
      });
      const answer = await titans.fetch(request);
      await answer.text();
      const { headers: after } = await titans.fetch(
        requestTo('jobCreate', 'editor', { transactions: 'none' }),
      );
      return [answer.status, /r=(\d+)/.exec(after.get('ratelimit') ?? '')?.[1] ?? null];
    };
    const csv = 'date,description,amount\n2024-09-02,A,-1.00\n2024-09-02,B,-2.00\n2024-09-02,C,-3.00\n';
    const row = `${JSON.stringify({ description: 'UBER TRIP', amount: -5, date: '2024-09-02' })}\n`;
    // Each question after it costs one more: 100 − 3 − 1, and so on.
    expect(await send('/transactions/file', csv, '"first"')).toEqual([200, '96']);
    expect(await send('/transactions/file', csv, '"first"')).toEqual([200, '94']);
    expect(await send('/transactions/file', 'neither this nor that')).toEqual([422, '92']);
    expect(await send('/predict/stream', row)).toEqual([200, '90']);
    expect(await send('/predict/stream', row + row)).toEqual([200, '87']);
    expect(await send('/predict/stream', '\n\n\n')).toEqual([200, '85']);
  });

  test('64 requests at once under a limit of 60 give exactly 60 answers', async () => {
    const titans = await start({ limits: { perMinute: 60 } });
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => titans.fetch(requestTo('predictCategory', 'analyst'))),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(60);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(4);
  });
});
