import { TitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { Logger } from '../logging/logger.js';
import { storeCircuit } from './store-circuit.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A store that answers, fails or hangs, as it is told. */
function setUp(timeoutMs = 20, retryMs = 30) {
  const lines: string[] = [];
  const write = (level: string) => (_: unknown, message?: string) => {
    lines.push(`${level}: ${message}`);
  };
  const logger: Logger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  const store = { state: 'up' as 'up' | 'failing' | 'hanging', asked: 0 };
  const ask = async (): Promise<string> => {
    store.asked++;
    if (store.state === 'hanging') return new Promise(() => undefined);
    if (store.state === 'failing') throw new Error('lost connection to 10.0.0.7');
    return 'answer';
  };
  return {
    lines,
    store,
    ask,
    circuit: storeCircuit({ probe: ask, logger, timeoutMs, retryMs, longestMs: 500 }),
  };
}

describe('a circuit around a store', () => {
  test('hands on what the store answers and what it says of wrong arguments', async () => {
    const { circuit, ask, lines } = setUp();
    expect(await circuit.run(ask)).toBe('answer');
    const wrong = new TitansError('INVALID_ARGUMENT', 'units must be a whole number.');
    await expect(circuit.run(() => Promise.reject(wrong))).rejects.toBe(wrong);
    expect([circuit.isOpen, lines]).toEqual([false, []]);
  });

  test('after the first failure nobody waits, and the store is asked again only beside requests', async () => {
    const { circuit, ask, store, lines } = setUp();
    await circuit.run(ask);
    store.state = 'hanging';
    const begun = performance.now();
    await expect(circuit.run(ask)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(performance.now() - begun).toBeLessThan(5_000);
    const opened = performance.now();
    for (let index = 0; index < 1_000; index++) await circuit.run(ask).catch(() => undefined);
    // Each would wait for 20 ms.
    expect(performance.now() - opened).toBeLessThan(5_000);
    expect(store.asked).toBeLessThan(10);
    expect(lines).toEqual(['error: The shared store cannot be used. This is logged once until it is back.']);
  });

  test('a store that is back is used again, and the outage logged twice in all', async () => {
    const { circuit, ask, store, lines } = setUp();
    store.state = 'failing';
    for (let index = 0; index < 5; index++) {
      await circuit.run(ask).catch(() => undefined);
      await pause(35);
    }
    store.state = 'up';
    await circuit.run(ask).catch(() => undefined);
    await pause(35);
    expect(await circuit.run(ask)).toBe('answer');
    expect(lines).toEqual([
      'error: The shared store cannot be used. This is logged once until it is back.',
      'info: The shared store is back.',
    ]);
  });

  test('an answer that came while this process was busy is not late', async () => {
    const { circuit } = setUp(20);
    const answer = circuit.run(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return 'answer';
    });
    const end = performance.now() + 60;
    while (performance.now() < end);
    expect(await answer).toBe('answer');
  });

  test('a store that answers others is not down, however slow it is', async () => {
    const { circuit, ask, lines } = setUp(20);
    const slow = circuit.run(() => pause(120).then(() => 'slow'));
    for (let index = 0; index < 15; index++) {
      expect(await circuit.run(ask)).toBe('answer');
      await pause(10);
    }
    expect(await slow).toBe('slow');
    expect(lines).toEqual([]);
  });

  test('the first answer may take longer, since a connection has to be made', async () => {
    const { circuit, lines } = setUp(20);
    expect(await circuit.run(() => pause(100).then(() => 'first'))).toBe('first');
    await expect(circuit.run(() => pause(300))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(lines).toHaveLength(1);
  });
});
