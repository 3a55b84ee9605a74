import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deadlines } from './deadlines.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  { isAlone: false, timers: 1 },
  { isAlone: true, timers: 2 },
])(
  'those that are not cleared are told once the time has passed: $timers timers for two',
  ({ isAlone, timers }) => {
    const late: string[] = [];
    const watch = deadlines(1_000, isAlone);
    watch.start(() => late.push('first'));
    vi.advanceTimersByTime(500);
    const second = watch.start(() => late.push('second'));
    expect(vi.getTimerCount()).toBe(timers);
    vi.advanceTimersByTime(600);
    expect(late).toEqual(['first']);
    second.clear();
    vi.advanceTimersByTime(2_000);
    expect(late).toEqual(['first']);
  },
);
