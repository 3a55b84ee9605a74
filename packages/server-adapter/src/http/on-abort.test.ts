import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { onAbort } from './on-abort.js';

test('many are told by one listener, each once, and none that has ended it', () => {
  const controller = new AbortController();
  const told: number[] = [];
  const ends = Array.from({ length: 100 }, (_, index) => onAbort(controller.signal, () => told.push(index)));
  // Node warns of a leak from the eleventh on.
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  for (const end of ends.slice(2)) end();
  controller.abort();
  controller.abort();
  expect(told).toEqual([0, 1]);
});

test('the same may be told twice, and ending one leaves the other', () => {
  const controller = new AbortController();
  let calls = 0;
  const tell = (): void => void calls++;
  const end = onAbort(controller.signal, tell);
  onAbort(controller.signal, tell);
  end();
  controller.abort();
  expect(calls).toBe(1);
});
