import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, expect, test, vi } from 'vitest';
import { silentLogger } from './logging/logger.js';
import { keys, requestTo, start } from './testing/service.js';

afterEach(() => {
  vi.useRealTimers();
});

test('a request that came before the service stopped is answered', async () => {
  const titans = await start();
  const before = titans.fetch(requestTo('predictCategory', 'analyst'));
  const closed = titans.close();
  const after = titans.fetch(requestTo('predictCategory', 'analyst'));
  expect([(await before).status, (await after).status]).toEqual([200, 503]);
  await closed;
});

test('what is recorded of a request is recorded in its own context, as the logger of the host reads it', async () => {
  const trace = new AsyncLocalStorage<string>();
  const lines: (readonly [path: string, trace: string | undefined])[] = [];
  const titans = await start({
    logger: {
      ...silentLogger,
      isLevelEnabled: (level) => level === 'info',
      info: (fields, message) => {
        const { route } = fields as { readonly route?: string };
        if (message === 'request') lines.push([route ?? '', trace.getStore()]);
      },
    },
  });
  const names = ['predictCategory', 'predictAmount', 'predictAnomaly'] as const;
  await Promise.all(names.map((name) => trace.run(name, () => titans.fetch(requestTo(name, 'analyst')))));
  await titans.close();
  expect(lines).toEqual(names.map((name) => [name, name]));
});

test('metrics asked for after an answer count it, whoever had begun to wait before that answer', async () => {
  const titans = await start();
  let other: Promise<Response> | undefined;
  const { status } = await titans.handle({
    method: 'GET',
    target: '/models',
    headers: {
      get(name) {
        other ??= titans.fetch(requestTo('healthLive', 'anonymous'));
        return name === 'authorization' ? `Bearer ${keys.viewer}` : null;
      },
    },
    body: { kind: 'none' },
  });
  const metrics = await (await titans.fetch(requestTo('metrics', 'admin'))).text();
  expect([status, (await other)?.status]).toEqual([200, 200]);
  expect(metrics).toMatch(/^api_requests_total\{[^}]*"\/models"[^}]*\} 1$/m);
  await titans.close();
});

test('answers come where a test has replaced all timers', async () => {
  const titans = await start();
  vi.useFakeTimers();
  for (const name of ['predictCategory', 'predictBatch', 'modelsStatus', 'metrics'] as const) {
    expect([name, (await titans.fetch(requestTo(name, 'admin'))).status]).toEqual([name, 200]);
  }
  await titans.close();
  expect(titans.state).toBe('closed');
});
