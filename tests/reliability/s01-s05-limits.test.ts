import { memoryRateLimiter } from '@titans/server-adapter';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRedis, type RedisServer, startRedis } from '../../packages/core/src/testing/redis-server.js';
import { type Crew, savedModels, startCrew } from './asking-crew.js';
import { exhaustQuota } from './s01-rate-limit.js';
import { tryToBypass } from './s02-bypass.js';
import { compareHeaders } from './s03-header-truth.js';
import { takeStoreAway } from './s04-store-outage.js';
import { guess } from './s05-lockout.js';

let models: Awaited<ReturnType<typeof savedModels>>;
beforeAll(async () => {
  models = await savedModels();
});
afterAll(() => models?.remove());

// `npm run test:reliability` does all of these at full length, on PostgreSQL and in memory too.
describe.skipIf(findRedis() === undefined)('three processes on one Redis', () => {
  let server: RedisServer;
  let crew: Crew;
  beforeAll(async () => {
    server = await startRedis();
    crew = await startCrew(3, {
      models: models.directory,
      store: server.url,
      limits: { perMinute: 60, onStoreFailure: 'refuse' },
    });
  });
  afterAll(async () => {
    await crew?.end();
    await server?.stop();
  });

  test('S1: admit exactly the limit', async () => {
    const report = await exhaustQuota(crew, 60, { requests: 400, atOnce: 22 });
    expect(report).toMatchObject({ requests: 1_200, over: 0, under: 0 });
    // On a machine that is too busy to answer in time, some are answered 503 and may have been counted.
    expect(report.admitted).toBeLessThanOrEqual(60);
    expect(report.admitted + report.others).toBeGreaterThanOrEqual(60);
  });

  test('S5: judge five guesses of a hundred at once, and lock nobody else', async () => {
    const report = await guess(crew, 34, false);
    expect(report.guesses).toBe(102);
    expect(report.judged).toBeGreaterThanOrEqual(1);
    expect(report.judged).toBeLessThanOrEqual(5);
    expect([429, 503]).toContain(report.rightFromThere);
  });

  test('S2: judge five of 300 random credentials, and believe nobody’s address', async () => {
    const report = await tryToBypass(crew, 100);
    // The quota of the right key is used up; its owner is told so, and is not locked.
    expect(report).toMatchObject({ guesses: 300, passed: 0, claimsAdmitted: 0 });
    expect([429, 503]).toContain(report.bystander);
    expect(report.judged).toBeLessThanOrEqual(5);
  });
});

test.each(['sliding-window', 'token-bucket'] as const)('S3: headers of a %s are true', async (algorithm) => {
  expect(await compareHeaders(memoryRateLimiter, algorithm, 100, 1)).toMatchObject({
    traces: 100,
    mismatches: 0,
    refusedAgain: 0,
  });
});

test.skipIf(findRedis() === undefined)('S4: a Redis that freezes, and one that is killed', async () => {
  const server = await startRedis();
  const limits = { perMinute: 1_000_000, perHour: 1_000_000, onStoreFailure: 'refuse' } as const;
  const crew = await startCrew(1, { models: models.directory, store: server.url, limits });
  for (const how of ['frozen', 'killed'] as const) {
    const times = { before: 200, outage: 1_000, after: 1_800 };
    const report = await takeStoreAway(crew, server, 'refuse', how, times);
    expect(report).toMatchObject({ false429: 0, againstPolicy: 0 });
    expect(report.recoveryMs).toBeLessThan(1_700);
    expect(report.during[503]).toBeGreaterThan(0);
  }
  await Promise.all([crew.end(), server.stop()]);
});
