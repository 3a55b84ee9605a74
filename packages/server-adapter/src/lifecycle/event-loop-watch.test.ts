import { expect, test, vi } from 'vitest';
import { memoryMs, watchEventLoop } from './event-loop-watch.js';

test('a block of the event loop is told afterwards, as long as it is remembered', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  try {
    const watch = watchEventLoop();
    vi.advanceTimersByTime(3_000);
    expect(watch.longestBlockMs()).toBe(0);
    const now = performance.now();
    // Time passes, and no timer fires.
    const blocked = vi.spyOn(performance, 'now').mockReturnValue(now + 7_000);
    expect(watch.longestBlockMs()).toBe(6_500);
    blocked.mockReturnValue(now + 7_000 + memoryMs);
    expect(watch.longestBlockMs()).toBeGreaterThan(6_500);
    watch.close();
  } finally {
    vi.restoreAllMocks();
    vi.useRealTimers();
  }
});

test('a loop that is really blocked is seen by who waited behind it', async () => {
  const watch = watchEventLoop();
  const until = performance.now() + 1_600;
  while (performance.now() < until);
  expect(watch.longestBlockMs()).toBeGreaterThan(1_000);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(watch.longestBlockMs()).toBeGreaterThan(1_000);
  watch.close();
});
