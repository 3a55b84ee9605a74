import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rateLimited, rateLimitHeaders } from './headers.js';
import { slidingWindow } from './sliding-window.js';

const minute = 60_000;
const hour = 3_600_000;

interface Used {
  readonly at: number;
  readonly minuteUnits: number;
  readonly hourUnits: number;
}

/** The definition, computed the slow way: what was admitted in (now − window, now]. */
function oracle(perMinute: number, perHour: number): (now: number, units: number) => boolean {
  const used: Used[] = [];
  const sum = (now: number, windowMs: number, of: 'minuteUnits' | 'hourUnits'): number =>
    used.filter((use) => use.at > now - windowMs && use.at <= now).reduce((total, use) => total + use[of], 0);
  return (now, units) => {
    const minuteUnits = Math.min(units, perMinute);
    const hourUnits = Math.min(units, perHour);
    const admitted =
      sum(now, minute, 'minuteUnits') + minuteUnits <= perMinute &&
      sum(now, hour, 'hourUnits') + hourUnits <= perHour;
    if (admitted) used.push({ at: now, minuteUnits, hourUnits });
    return admitted;
  };
}

const trace = fc.array(
  fc.record({
    wait: fc.oneof(
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 0, max: minute }),
      fc.constantFrom(minute - 1, minute, minute + 1, hour - 1, hour),
    ),
    units: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 30 })),
  }),
  { minLength: 1, maxLength: 150, size: 'max' },
);

describe('sliding window', () => {
  test('admits exactly what the definition admits, over 5,000 random traces', async () => {
    let decisions = 0;
    await fc.assert(
      fc.asyncProperty(
        trace,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 60 }),
        async (steps, perMinute, perHour) => {
          let now = 1_700_000_000_000;
          const limiter = slidingWindow({ perMinute, perHour, clock: { now: () => now } });
          const isAdmitted = oracle(perMinute, perHour);
          for (const { wait, units } of steps) {
            now += wait;
            const decision = await limiter.take('caller', units);
            decisions++;
            expect(decision.admitted).toBe(isAdmitted(now, units));
          }
        },
      ),
      { numRuns: 5_000, seed: 3 },
    );
    expect(decisions).toBeGreaterThan(100_000);
  });

  test('waiting as told is always enough, and one millisecond less never is', async () => {
    await fc.assert(
      fc.asyncProperty(trace, fc.integer({ min: 1, max: 20 }), async (steps, perMinute) => {
        let now = 0;
        const limiter = slidingWindow({ perMinute, perHour: 40, clock: { now: () => now } });
        for (const { wait, units } of steps) {
          now += wait;
          const { admitted, retryAfterMs } = await limiter.take('caller', units);
          expect(retryAfterMs > 0).toBe(!admitted);
          if (admitted) continue;
          now += retryAfterMs - 1;
          expect((await limiter.peek('caller', units)).admitted).toBe(false);
          now += 1;
          expect((await limiter.peek('caller', units)).admitted).toBe(true);
        }
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  test('a client that keeps asking while it is refused recovers as soon as one that waits', async () => {
    let now = 0;
    const limiter = slidingWindow({ perMinute: 60, perHour: 1_000, clock: { now: () => now } });
    for (let index = 0; index < 60; index++) expect((await limiter.take('k', 1)).admitted).toBe(true);
    for (now = 1; now < minute; now += 100) expect((await limiter.take('k', 1)).admitted).toBe(false);
    now = minute;
    const { admitted, windows } = await limiter.take('k', 1);
    expect(admitted).toBe(true);
    expect(windows).toEqual([
      { name: 'minute', limit: 60, remaining: 59 },
      { name: 'hour', limit: 1_000, remaining: 939 },
    ]);
  });

  test('10,000 requests at once, 64 in flight, are admitted exactly 60 times', async () => {
    const limiter = slidingWindow({ clock: { now: () => 0 } });
    let admitted = 0;
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next++ < 10_000) if ((await limiter.take('k', 1)).admitted) admitted++;
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    expect(admitted).toBe(60);
  });

  test('a request of more units than the window holds takes the whole window', async () => {
    let now = 0;
    const limiter = slidingWindow({ perMinute: 60, perHour: 1_000, clock: { now: () => now } });
    const first = await limiter.take('k', 100);
    expect(first.admitted).toBe(true);
    expect(first.windows.map((window) => window.remaining)).toEqual([0, 900]);
    now = 30_000;
    expect(await limiter.take('k', 100)).toMatchObject({ admitted: false, retryAfterMs: 30_000 });
  });

  test('callers do not share a quota, and the one seen longest ago is forgotten first', async () => {
    const limiter = slidingWindow({ perMinute: 1, maxKeys: 2, clock: { now: () => 0 } });
    const take = async (key: string): Promise<boolean> => (await limiter.take(key, 1)).admitted;
    expect([await take('a'), await take('b'), await take('a')]).toEqual([true, true, false]);
    expect([await take('c'), await take('a'), await take('b')]).toEqual([true, false, true]);
  });
});

test('the headers say what is left, and Retry-After is rounded up to whole seconds', async () => {
  let now = 0;
  const limiter = slidingWindow({ perMinute: 2, perHour: 10, clock: { now: () => now } });
  expect(rateLimitHeaders(await limiter.take('k', 1))).toEqual({
    'x-ratelimit-limit-minute': '2',
    'x-ratelimit-remaining-minute': '1',
    'x-ratelimit-limit-hour': '10',
    'x-ratelimit-remaining-hour': '9',
  });
  await limiter.take('k', 1);
  now = 58_999;
  expect(rateLimited(await limiter.take('k', 1))).toMatchObject({
    code: 'RATE_LIMITED',
    details: { headers: { 'retry-after': '2' } },
  });
});
