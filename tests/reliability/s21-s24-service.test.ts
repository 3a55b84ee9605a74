import { expect, test } from 'vitest';
import { findRedis } from '../../packages/core/src/testing/redis-server.js';
import { repeatRequests } from './s21-idempotency.js';
import { findNginx, replaceUnderLoad } from './s22-shutdown.js';

const timeoutMs = 120_000;

test.skipIf(findRedis() === undefined)(
  'a request that is sent ten times at once has one effect and one answer (S21)',
  async () => {
    // `npm run test:reliability` sends a thousand, and kills the process meanwhile.
    expect(await repeatRequests(20, 10, 0, 1)).toMatchObject({ answered: 20, unknown: 0, failures: [] });
  },
  timeoutMs,
);

test.skipIf(findNginx() === undefined)(
  'no request is lost when a process is replaced under load (S22)',
  async () => {
    // `npm run test:reliability` replaces fifty, at 500 requests a second.
    const report = await replaceUnderLoad(1, 50);
    expect(report).toMatchObject({ failed: 0, failures: [] });
    expect(report.exitMs).toBeLessThan(10_000);
  },
  timeoutMs,
);
