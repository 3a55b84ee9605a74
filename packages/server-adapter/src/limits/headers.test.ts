import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateLimitOracle } from '../conformance/rate-limit-oracle.js';
import { rateLimited, rateLimitHeaders } from './headers.js';
import { bulkWindows, standardWindows } from './limit-settings.js';
import { memoryRateLimiter } from './memory-rate-limiter.js';

test('say what is left, and Retry-After is rounded up to whole seconds', async () => {
  let now = 0;
  const limiter = memoryRateLimiter({
    windows: standardWindows({ perMinute: 2, perHour: 10, perAddress: { perHour: 50 } }),
    clock: { now: () => now },
  });
  const take = () => limiter.take({ caller: 'k', address: '192.0.2.1' }, 1);
  now = 500;
  expect(rateLimitHeaders(await take())).toEqual({
    'x-ratelimit-limit-minute': '2',
    'x-ratelimit-remaining-minute': '1',
    'x-ratelimit-limit-hour': '10',
    'x-ratelimit-remaining-hour': '9',
    'ratelimit-policy': '"minute";q=2;w=60, "hour";q=10;w=3600, "address-hour";q=50;w=3600',
    ratelimit: '"minute";r=1;t=60',
  });
  await take();
  now = 58_999;
  const refused = await take();
  expect(rateLimited(refused)).toMatchObject({
    code: 'RATE_LIMITED',
    details: { headers: { 'retry-after': '2' } },
  });
  expect(rateLimitHeaders(refused)).toMatchObject({ ratelimit: '"minute";r=0;t=2' });
});

test('of rows in bulk, the headers of ordinary requests say nothing', async () => {
  const limiter = memoryRateLimiter({ windows: bulkWindows({}), clock: { now: () => 0 } });
  expect(rateLimitHeaders(await limiter.take({ caller: 'k' }, 9_000))).toEqual({
    'ratelimit-policy': '"bulk-minute";q=10000;w=60, "bulk-hour";q=100000;w=3600',
    ratelimit: '"bulk-minute";r=1000;t=60',
  });
});

describe.each(['sliding-window', 'token-bucket'] as const)('of a %s', (algorithm) => {
  const steps = fc.array(
    fc.record({
      wait: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 60_001 })),
      units: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 12 })),
    }),
    { minLength: 1, maxLength: 30 },
  );

  test('r, t and Retry-After are true, and obeying Retry-After is always admitted', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 9 }), async (asked, perMinute) => {
        let now = 0;
        const windows = standardWindows({ perMinute, perHour: 25 });
        const limiter = memoryRateLimiter({ algorithm, windows, clock: { now: () => now } });
        const oracle = rateLimitOracle(algorithm, windows);
        for (const { wait, units } of asked) {
          now += wait;
          const isAdmitted = oracle.admits(now, units, true);
          const decision = await limiter.take({ caller: 'k' }, units);
          const headers = rateLimitHeaders(decision);
          const [, name = '', r, t] = /^"([a-z]+)";r=(\d+);t=(\d+)$/.exec(headers.ratelimit ?? '') ?? [];
          expect(Number(r)).toBe(oracle.remaining(name, now));
          expect(Number(t)).toBe(Math.ceil((oracle.moreFrom(name, now) - now) / 1_000));
          if (isAdmitted) continue;
          const { details } = rateLimited(decision) as Error & {
            details: { headers: Record<string, string> };
          };
          const retryAfter = Number(details.headers['retry-after']);
          expect(retryAfter).toBeGreaterThanOrEqual(Number(t));
          now += retryAfter * 1_000;
          expect((await limiter.peek({ caller: 'k' }, units)).admitted).toBe(true);
        }
      }),
      { numRuns: 300, seed: 9 },
    );
  });
});
