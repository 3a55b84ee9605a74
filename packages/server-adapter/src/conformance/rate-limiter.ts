import assert from 'node:assert/strict';
import { createRandom, type Random } from '@titans/core';
import type { ConformanceCase, Create } from '@titans/core/conformance';
import type {
  RateLimitAlgorithm,
  RateLimitDecision,
  RateLimiter,
  RateLimiterSettings,
  RateLimitWindow,
} from '../limits/rate-limiter.js';
import { rateLimitOracle } from './rate-limit-oracle.js';

/** Makes a limiter with these settings; its keys are random, so it need not be empty. */
export type CreateRateLimiter = (settings: RateLimiterSettings) => ReturnType<Create<RateLimiter>>;

/** How a suite of limiters is run. */
export interface RateLimiterConformanceOptions {
  /** Random sequences of requests that are compared with the definition, 40 unless told. */
  readonly traces?: number;
}

const minute: RateLimitWindow = { name: 'minute', limit: 60, windowSeconds: 60 };
const hour: RateLimitWindow = { name: 'hour', limit: 1_000, windowSeconds: 3_600 };
const start = 1_750_000_000_000;

/**
 * What every {@link RateLimiter} must do with an algorithm.
 *
 * @example
 * ```ts
 * import { memoryRateLimiter } from '@titans/server-adapter';
 * import { rateLimiterConformance } from '@titans/server-adapter/conformance';
 *
 * for (const check of rateLimiterConformance(memoryRateLimiter, 'token-bucket')) await check.run();
 * ```
 */
export function rateLimiterConformance(
  create: CreateRateLimiter,
  algorithm: RateLimitAlgorithm,
  { traces = 40 }: RateLimiterConformanceOptions = {},
): readonly ConformanceCase[] {
  const bed = async (windows: readonly RateLimitWindow[]): Promise<Bed> => {
    const clock = { time: start, now: () => clock.time };
    const limiter = await create({ algorithm, windows, clock });
    const caller = randomKey();
    return { clock, limiter, caller, take: (units = 1) => limiter.take({ caller }, units) };
  };

  return [
    {
      name: 'admits, counts and tells waits as the definition says, over random requests',
      async run() {
        const random = createRandom(5);
        for (let trace = 0; trace < traces; trace++) await compareTrace(random);
      },
    },
    {
      name: 'of many requests at once exactly as many are admitted as there are units',
      async run() {
        const { take } = await bed([minute, hour]);
        const decisions = await Promise.all(Array.from({ length: 300 }, () => take()));
        assert.equal(decisions.filter(({ admitted }) => admitted).length, 60);
        const left = decisions
          .filter(({ admitted }) => admitted)
          .map((decision) => remaining(decision, 'minute'));
        assert.deepEqual(
          left.sort((a, b) => a - b),
          Array.from({ length: 60 }, (_, index) => index),
        );
      },
    },
    {
      name: 'a refused request uses nothing, in no window, however often it is repeated',
      async run() {
        const { clock, take } = await bed([minute, { ...hour, limit: 70 }]);
        for (let index = 0; index < 60; index++) assert.ok((await take()).admitted);
        for (let index = 0; index < 50; index++) assert.ok(!(await take()).admitted);
        clock.time += 60_000;
        const after = await take();
        assert.ok(after.admitted);
        // A bucket has got one unit of the hour back meanwhile, a sliding window none.
        assert.equal(remaining(after, 'hour'), algorithm === 'token-bucket' ? 10 : 9);
      },
    },
    {
      name: 'a request of more units than fit takes what there is, and is not refused for ever',
      async run() {
        const { clock, take } = await bed([minute, hour]);
        const first = await take(100);
        assert.ok(first.admitted);
        assert.deepEqual([remaining(first, 'minute'), remaining(first, 'hour')], [0, 900]);
        clock.time += 30_000;
        assert.deepEqual(pick(await take(100)), {
          admitted: false,
          retryAfterMs: 30_000,
          tightest: 'minute',
        });
        clock.time += 30_000;
        assert.ok((await take(100)).admitted);
      },
    },
    {
      name: 'asking what would be uses nothing',
      async run() {
        const { limiter, caller, take } = await bed([{ ...minute, limit: 2 }]);
        for (let index = 0; index < 5; index++) assert.ok((await limiter.peek({ caller }, 2)).admitted);
        assert.equal((await limiter.peek({ caller }, 1)).windows[0]?.resetSeconds, 0);
        assert.equal(remaining(await take(2), 'minute'), 0);
        assert.ok(!(await limiter.peek({ caller }, 1)).admitted);
      },
    },
    {
      name: 'callers and partitions are counted apart, and a refusal of one uses nothing of the other',
      async run() {
        const { limiter } = await bed([
          { ...minute, limit: 3 },
          { name: 'address-minute', limit: 4, windowSeconds: 60, partition: 'address' },
        ]);
        const [one, two, three, address] = [randomKey(), randomKey(), randomKey(), randomKey()];
        for (const caller of [one, one, one, two]) {
          assert.ok((await limiter.take({ caller, address }, 1)).admitted);
        }
        const refused = await limiter.take({ caller: three, address }, 1);
        assert.deepEqual([refused.admitted, refused.tightest], [false, 'address-minute']);
        assert.equal(remaining(await limiter.peek({ caller: three }, 1), 'minute'), 3);
        assert.deepEqual((await limiter.take({ caller: three }, 1)).windows.length, 1);
        assert.equal((await limiter.take({ caller: one, address: randomKey() }, 1)).tightest, 'minute');
        assert.deepEqual(await limiter.take({}, 1), {
          admitted: true,
          windows: [],
          tightest: '',
          retryAfterMs: 0,
        });
      },
    },
    {
      name: 'a clock that steps back gives nothing away',
      async run() {
        const { clock, take } = await bed([{ ...minute, limit: 3 }]);
        for (let index = 0; index < 3; index++) assert.ok((await take()).admitted);
        clock.time -= 7_200_000;
        assert.ok(!(await take()).admitted);
        clock.time = start + 60_000;
        assert.ok((await take()).admitted);
      },
    },
    {
      name: 'a clock that steps back keeps nobody waiting longer than a window',
      async run() {
        const { clock, take } = await bed([{ ...minute, limit: 3 }]);
        for (let index = 0; index < 3; index++) {
          assert.ok((await take()).admitted);
          clock.time += 1_000;
        }
        // What was used 3, 2 and 1 seconds ago counts as used now, since how long ago it was can no longer be told.
        clock.time -= 7_200_000;
        const { admitted, retryAfterMs, windows } = await take();
        // A bucket has got 2/60 of 3 units back before, and nothing since.
        const wait = algorithm === 'token-bucket' ? 18_000 : 60_000;
        assert.deepEqual([admitted, retryAfterMs], [false, wait]);
        assert.deepEqual([windows[0]?.remaining, windows[0]?.resetSeconds], [0, wait / 1_000]);
        clock.time += wait - 1;
        assert.ok(!(await take()).admitted);
        clock.time += 1;
        assert.ok((await take()).admitted);
        assert.equal((await take(2)).admitted, algorithm === 'sliding-window');
        assert.ok(!(await take()).admitted);
      },
    },
    {
      name: 'the clock of the store does where none is given',
      async run() {
        const limiter = await create({ algorithm, windows: [{ ...minute, limit: 2, windowSeconds: 1 }] });
        const caller = randomKey();
        const begun = performance.now();
        await limiter.take({ caller }, 2);
        const { admitted, retryAfterMs } = await limiter.take({ caller }, 2);
        assert.ok(!admitted);
        assert.ok(retryAfterMs > 0 && retryAfterMs <= 1_000, `wait of ${retryAfterMs} ms`);
        await new Promise((resolve) => setTimeout(resolve, retryAfterMs + 2));
        assert.ok((await limiter.take({ caller }, 2)).admitted);
        assert.ok(performance.now() - begun >= 995);
      },
    },
    {
      name: 'keys of any characters are told apart',
      async run() {
        const { limiter, caller } = await bed([{ ...minute, limit: 1 }]);
        for (const end of ['', '"', "'", '\\', '{a,b}', 'NULL', ',', ' ', '😀', '%s', ':hour/3600:x']) {
          assert.ok((await limiter.take({ caller: caller + end }, 1)).admitted, end);
          assert.ok(!(await limiter.take({ caller: caller + end }, 1)).admitted, end);
        }
      },
    },
    {
      name: 'units that are no whole number from 1, and keys that are none, are refused',
      async run() {
        const { limiter, caller } = await bed([minute]);
        for (const units of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
          await assert.rejects(limiter.take({ caller }, units), { code: 'INVALID_ARGUMENT' });
        }
        for (const key of ['', 'a\0b', '\ud800', 'x'.repeat(601)]) {
          await assert.rejects(limiter.take({ caller: key }, 1), { code: 'KEY_INVALID' });
        }
      },
    },
  ];

  /** One random policy, asked at random moments; every number is compared with the definition. */
  async function compareTrace(random: Random): Promise<void> {
    const below = (end: number): number => random.integer(end);
    const windows: readonly RateLimitWindow[] = [
      { ...minute, limit: 1 + below(20), ...(algorithm === 'token-bucket' ? { burst: 1 + below(30) } : {}) },
      { ...hour, limit: 1 + below(60) },
    ];
    const { clock, limiter, caller } = await bed(windows);
    const oracle = rateLimitOracle(algorithm, windows);
    for (let step = 0; step < 40; step++) {
      clock.time += [0, 0, below(50), below(60_000), 59_999, 60_000, 60_001, 3_600_000][below(8)] ?? 0;
      const units = random.float() < 0.6 ? 1 : 1 + below(30);
      const how = random.float() < 0.8 ? 'take' : 'peek';
      const now = clock.time;
      const decision = await limiter[how]({ caller }, units);
      const place = `${JSON.stringify(windows)}, step ${step}`;
      assert.equal(decision.admitted, oracle.admits(now, units, how === 'take'), place);
      const wait = decision.admitted ? 0 : oracle.admittedFrom(now, units) - now;
      assert.equal(decision.retryAfterMs, wait, `wait, ${place}`);
      assert.deepEqual(
        decision.windows,
        windows.map(({ name, limit, windowSeconds }) => ({
          name,
          limit,
          windowSeconds,
          remaining: oracle.remaining(name, now),
          resetSeconds: Math.ceil((oracle.moreFrom(name, now) - now) / 1_000),
        })),
        place,
      );
    }
  }
}

interface Bed {
  readonly clock: { time: number };
  readonly limiter: RateLimiter;
  readonly caller: string;
  take(units?: number): Promise<RateLimitDecision>;
}

function randomKey(): string {
  return `conformance:${globalThis.crypto.randomUUID()}`;
}

function remaining({ windows }: RateLimitDecision, name: string): number {
  return windows.find((window) => window.name === name)?.remaining ?? Number.NaN;
}

function pick({ admitted, retryAfterMs, tightest }: RateLimitDecision): Partial<RateLimitDecision> {
  return { admitted, retryAfterMs, tightest };
}
