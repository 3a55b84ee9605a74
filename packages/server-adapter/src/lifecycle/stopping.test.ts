import { expect, test } from 'vitest';
import { createStopper, signalOf } from './stopping.js';

test('each who asks is told once, and none that has let go', () => {
  const stopper = createStopper();
  const told: number[] = [];
  const ends = Array.from({ length: 4 }, (_, index) => stopper.onStop(() => told.push(index)));
  for (const end of ends.slice(2)) end();
  expect(stopper.isStopping).toBe(false);
  stopper.stop();
  stopper.stop();
  expect([stopper.isStopping, told]).toEqual([true, [0, 1]]);
});

test('a signal for one piece of work is raised with it, and at once where it has stopped', () => {
  const stopper = createStopper();
  const [held, released] = [signalOf(stopper), signalOf(stopper)];
  released.release();
  stopper.stop();
  expect([held.signal.aborted, released.signal.aborted, signalOf(stopper).signal.aborted]).toEqual([
    true,
    false,
    true,
  ]);
});
