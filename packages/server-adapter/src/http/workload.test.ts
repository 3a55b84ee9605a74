import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { type Workload, workload } from './workload.js';

const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const limits = { max: 2, maxQueued: 1, maxStreams: 1, handlerMs: 60_000 } as const;

/** Work that ends when it is told to. */
function job(load: Workload, log: string[], name: string) {
  let finish = (): void => undefined;
  const result = load.run({ onLate: () => log.push(`${name} late`) }, async () => {
    log.push(`${name} begun`);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return name;
  });
  return { result, finish: () => finish() };
}

test('so many at once, so many wait in turn, and the next is refused with when to come again', async () => {
  const load = workload(limits);
  const log: string[] = [];
  const first = job(load, log, 'first');
  const second = job(load, log, 'second');
  const third = job(load, log, 'third');
  expect(() => job(load, log, 'fourth')).toThrow(
    expect.objectContaining({
      code: 'OVERLOADED',
      details: expect.objectContaining({ headers: { 'retry-after': '1' } }),
    }),
  );
  expect(log).toEqual(['first begun', 'second begun']);
  second.finish();
  expect(await second.result).toBe('second');
  expect(log).toEqual(['first begun', 'second begun', 'third begun']);
  first.finish();
  third.finish();
  expect(await Promise.all([first.result, third.result])).toEqual(['first', 'third']);
  const failing = load.run({ onLate: null }, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
});

test('what takes too long is given up, told so, and leaves its room to others', async () => {
  const load = workload({ ...limits, max: 1, maxQueued: 2, handlerMs: 40 });
  const log: string[] = [];
  const slow = job(load, log, 'slow');
  const waiting = job(load, log, 'waiting');
  await expect(slow.result).rejects.toEqual(code('HANDLER_TIMEOUT'));
  expect(log[1]).toBe('slow late');
  await expect(waiting.result).rejects.toEqual(code('HANDLER_TIMEOUT'));
  // What ends after its time frees nothing twice.
  slow.finish();
  await pause(1);
  const after = job(load, log, 'after');
  const queued = job(load, log, 'queued');
  expect(log.filter((line) => line.endsWith('begun'))).not.toContain('queued begun');
  after.finish();
  await after.result;
  await vi.waitFor(() => expect(log).toContain('queued begun'));
  queued.finish();
  expect(await queued.result).toBe('queued');
});

test('streams have their own room, freed once', () => {
  const load = workload(limits);
  const close = load.openStream();
  expect(() => load.openStream()).toThrow(code('OVERLOADED'));
  close();
  close();
  load.openStream();
  expect(() => load.openStream()).toThrow(code('OVERLOADED'));
});
