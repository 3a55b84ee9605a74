import { memoryQueue, TitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { watchedQueue } from './dependencies.js';
import { type Dependency, healthOf } from './health.js';

const clock = { now: () => 0 };
const dependency = (name: string, check: Dependency['check'], isRequired = true): Dependency => ({
  name,
  isRequired,
  check,
});
const works = async (): Promise<void> => undefined;
const fails = (): Promise<never> =>
  Promise.reject(new TitansError('DATABASE_UNAVAILABLE', 'No route to 10.0.0.9.'));

function health(
  dependencies: readonly Dependency[],
  parts: { isDraining?: boolean; blockedMs?: number } = {},
) {
  return healthOf({
    dependencies: () => dependencies,
    isDraining: () => parts.isDraining ?? false,
    longestBlockMs: () => parts.blockedMs ?? 0,
    version: '1',
    clock,
  });
}

describe('health', () => {
  test('is as good as the worst of what is required', async () => {
    const report = await health([
      dependency('a', works),
      dependency('b', fails),
      dependency('c', fails, false),
    ]).report();
    expect(report).toMatchObject({
      status: 'unhealthy',
      checks: { api: 'healthy', a: 'healthy', b: 'unhealthy', c: 'degraded' },
    });
    expect(JSON.stringify(report)).not.toContain('10.0.0.9');
  });

  test('without what is not required is degraded, and ready', async () => {
    const state = health([dependency('queue', fails, false)]);
    expect(await state.ready()).toMatchObject({ status: 'degraded', checks: { queue: 'degraded' } });
  });

  test('names everything that is missing, once', async () => {
    const state = health([
      dependency('b', fails),
      dependency('a', works),
      dependency('c', fails),
      dependency('b', works),
    ]);
    await expect(state.ready()).rejects.toMatchObject({
      code: 'NOT_READY',
      message: 'The service is not ready: b, c.',
    });
  });

  test('gives up on a check that hangs, and tells it to stop', async () => {
    let isTold = false;
    const hangs = (signal: AbortSignal): Promise<never> =>
      new Promise(() => signal.addEventListener('abort', () => (isTold = true)));
    const began = performance.now();
    await expect(health([dependency('db', hangs)]).ready()).rejects.toMatchObject({ code: 'NOT_READY' });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(isTold).toBe(true);
  });

  test('asks once, however many ask', async () => {
    let asked = 0;
    const state = health([dependency('db', async () => void asked++)]);
    await Promise.all(Array.from({ length: 1_000 }, () => state.report()));
    await state.ready();
    expect(asked).toBe(1);
  });

  test('life depends on nothing but the event loop', () => {
    expect(health([dependency('db', fails)], { isDraining: true }).alive().status).toBe('healthy');
    expect(health([], { blockedMs: 4_999 }).alive().status).toBe('healthy');
    expect(() => health([], { blockedMs: 5_000 }).alive()).toThrow(
      expect.objectContaining({
        code: 'NOT_READY',
        message: 'The event loop was blocked for 5.0 s a moment ago.',
      }),
    );
  });

  test('while it stops it is not ready, at once and whatever hangs', async () => {
    const hangs = (): Promise<never> => new Promise(() => undefined);
    await expect(health([dependency('db', hangs)], { isDraining: true }).ready()).rejects.toMatchObject({
      code: 'SHUTTING_DOWN',
    });
  });

  test('a queue is as it was when something was last sent', async () => {
    const real = memoryQueue({ maxMessages: 1 });
    const { queue, dependency: watched } = watchedQueue(real);
    const isWorking = (): Promise<boolean> =>
      watched.check(new AbortController().signal).then(
        () => true,
        () => false,
      );
    expect(await isWorking()).toBe(true);
    await queue.send('t', '1');
    await expect(queue.send('t', '2')).rejects.toThrow();
    expect(await isWorking()).toBe(false);
    const stop = queue.consume('t', async () => undefined);
    await expect
      .poll(() =>
        queue.send('t', '3').then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    expect(await isWorking()).toBe(true);
    await stop();
    await queue.close();
  });
});
