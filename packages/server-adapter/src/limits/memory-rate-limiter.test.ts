import { describe, expect, test } from 'vitest';
import { rateLimiterConformance } from '../conformance/rate-limiter.js';
import { memoryRateLimiter } from './memory-rate-limiter.js';

const minute = { name: 'minute', limit: 60, windowSeconds: 60 } as const;

describe.each(['sliding-window', 'token-bucket'] as const)('a %s in memory conforms', (algorithm) => {
  for (const { name, run } of rateLimiterConformance(memoryRateLimiter, algorithm, { traces: 400 })) {
    test(name, run);
  }
});

describe('a sliding window', () => {
  test('10,000 requests at once, 64 in flight, are admitted exactly 60 times', async () => {
    const limiter = memoryRateLimiter({ windows: [minute], clock: { now: () => 0 } });
    let admitted = 0;
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next++ < 10_000) if ((await limiter.take({ caller: 'k' }, 1)).admitted) admitted++;
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    expect(admitted).toBe(60);
  });

  test('keeps no more than its limit, however long it is used', async () => {
    let now = 0;
    const limiter = memoryRateLimiter({ windows: [{ ...minute, limit: 100 }], clock: { now: () => now } });
    const times: number[] = [];
    for (; now < 3_600_000; now += 100) {
      if ((await limiter.take({ caller: 'k' }, 1)).admitted) times.push(now);
    }
    // The definition, over every admission: never more than 100 within 60 seconds, and never fewer than could be.
    expect(times).toHaveLength(60 * 100);
    for (let index = 100; index < times.length; index++) {
      expect((times[index] as number) - (times[index - 100] as number)).toBeGreaterThanOrEqual(60_000);
    }
  });
});

describe('a token bucket', () => {
  // By hand: 60 units a minute are one a second; 10 fit.
  test('gives a burst at once, then one unit a second', async () => {
    let now = 0;
    const limiter = memoryRateLimiter({
      algorithm: 'token-bucket',
      windows: [{ ...minute, burst: 10 }],
      clock: { now: () => now },
    });
    const take = () => limiter.take({ caller: 'k' }, 1);
    for (let index = 0; index < 10; index++) expect((await take()).admitted).toBe(true);
    expect(await take()).toMatchObject({ admitted: false, retryAfterMs: 1_000 });
    now = 999;
    expect(await take()).toMatchObject({ admitted: false, retryAfterMs: 1 });
    now = 1_000;
    expect(await take()).toMatchObject({
      admitted: true,
      windows: [{ remaining: 0, resetSeconds: 1 }],
    });
    now = 3_500;
    expect((await limiter.peek({ caller: 'k' }, 1)).windows).toEqual([
      { name: 'minute', limit: 60, windowSeconds: 60, remaining: 2, resetSeconds: 1 },
    ]);
  });
});

describe('settings that are none are refused', () => {
  test.each([
    ['windows', { windows: [] }],
    ['windows', { windows: [minute, minute] }],
    ['windows.0.limit', { windows: [{ ...minute, limit: 0 }] }],
    ['windows.0.limit', { windows: [{ ...minute, limit: 1e9, windowSeconds: 604_800 }] }],
    ['windows.0.windowSeconds', { windows: [{ ...minute, windowSeconds: 0.5 }] }],
    ['windows.0.name', { windows: [{ ...minute, name: 'a"b' }] }],
    ['windows.0.burst', { windows: [{ ...minute, burst: 5 }] }],
    ['algorithm', { algorithm: 'leaky', windows: [minute] }],
  ])('%s', (field, settings) => {
    expect(() => memoryRateLimiter(settings as Parameters<typeof memoryRateLimiter>[0])).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field } }),
    );
  });
});

test('the callers seen last are remembered, and no more than told', async () => {
  const limiter = memoryRateLimiter({
    windows: [{ ...minute, limit: 1 }],
    maxKeys: 4,
    clock: { now: () => 0 },
  });
  const take = async (caller: string): Promise<boolean> => (await limiter.take({ caller }, 1)).admitted;
  expect([await take('a'), await take('b'), await take('a'), await take('b')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([await take('c'), await take('d'), await take('d'), await take('c')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([await take('e'), await take('f'), await take('a')]).toEqual([true, true, true]);
});
