import { describe, expect, test } from 'vitest';
import { silentLogger } from '../logging/logger.js';
import { type Lifecycle, lifecycle } from './lifecycle.js';

function begin(): { readonly life: Lifecycle; readonly steps: string[] } {
  const steps: string[] = [];
  const life = lifecycle({
    logger: {
      ...silentLogger,
      warn: (fields) => steps.push(`warned ${JSON.stringify(fields)}`),
      flush: (done) => {
        steps.push('log flushed');
        done?.();
      },
    },
    stop: async () => steps.push('stopped'),
    flush: async () => steps.push('flushed'),
  });
  return { life, steps };
}

describe('a service that stops', () => {
  test('is unready at once, refuses after the delay, finishes what runs, and flushes', async () => {
    const { life, steps } = begin();
    const leave = life.enter();
    const stopped = life.stop({ drainDelayMs: 30 }).then(() => steps.push('closed'));
    expect([life.state, life.stopping.isStopping]).toEqual(['draining', false]);
    const late = life.enter();
    await expect.poll(() => life.stopping.isStopping).toBe(true);
    leave();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([life.state, steps]).toEqual(['draining', ['stopped']]);
    late();
    await stopped;
    expect(life.state).toBe('closed');
    expect(steps).toEqual(['stopped', 'flushed', 'log flushed', 'closed']);
  });

  test('waits only so long, and says what it left', async () => {
    const { life, steps } = begin();
    life.enter();
    await life.stop({ timeoutMs: 10 });
    expect(life.state).toBe('closed');
    expect(steps).toEqual(['stopped', 'warned {"inFlight":1}', 'log flushed']);
  });

  test('waits for ever where it is told so, and not at all for what is no time', async () => {
    const { life, steps } = begin();
    const leave = life.enter();
    for (const wrong of [{ timeoutMs: Number.NaN }, { drainDelayMs: -1 }]) {
      await expect(life.stop(wrong)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    expect(life.state).toBe('ready');
    const stopped = life.stop({ timeoutMs: Number.POSITIVE_INFINITY });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(life.state).toBe('draining');
    leave();
    await stopped;
    expect(steps).toEqual(['stopped', 'flushed', 'log flushed']);
  });

  test('stops once', async () => {
    const { life, steps } = begin();
    expect(life.stop()).toBe(life.stop({ timeoutMs: 1 }));
    await life.stop();
    expect(steps).toEqual(['stopped', 'flushed', 'log flushed']);
  });

  test('that fails to flush is closed nevertheless, and says so', async () => {
    const life = lifecycle({
      logger: silentLogger,
      stop: async () => undefined,
      flush: () => Promise.reject(new Error('disk full')),
    });
    await expect(life.stop()).rejects.toThrow('disk full');
    expect(life.state).toBe('closed');
  });
});
