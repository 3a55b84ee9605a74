import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, retryAfterMs } from './retry.js';

const now = Date.parse('2025-01-01T00:00:00Z');

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['Wed, 01 Jan 2025 00:01:30 GMT', 90_000],
    ['Tue, 31 Dec 2024 23:59:00 GMT', 0],
  ])('%j is %i ms', (value, expected) => {
    expect(retryAfterMs(new Headers({ 'retry-after': value }), now)).toBe(expected);
  });

  test.each(['', 'soon', '-5', '1.5.0', '1e3x'])('%j says nothing', (value) => {
    expect(retryAfterMs(new Headers({ 'retry-after': value }), now)).toBeUndefined();
  });

  test('a missing header says nothing', () => {
    expect(retryAfterMs(new Headers(), now)).toBeUndefined();
  });

  test('a date counts from the date of the answer, whatever the clock says', () => {
    const headers = new Headers({
      date: 'Wed, 01 Jan 2025 10:00:00 GMT',
      'retry-after': 'Wed, 01 Jan 2025 10:00:05 GMT',
    });
    expect(retryAfterMs(headers, now)).toBe(5_000);
  });
});

describe('backoff', () => {
  const policy = { retries: 9, initialDelayMs: 300, maxDelayMs: 5_000 };

  test('doubles up to its limit', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7].map((retry) => backoffMs(policy, retry, 1));
    expect(ceilings).toEqual([300, 600, 1_200, 2_400, 4_800, 5_000, 5_000]);
  });

  test('lies in the upper half of its ceiling', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), (retry) => {
        const wait = backoffMs(policy, retry);
        const ceiling = backoffMs(policy, retry, 1);
        return wait >= ceiling / 2 && wait < ceiling;
      }),
    );
  });
});
