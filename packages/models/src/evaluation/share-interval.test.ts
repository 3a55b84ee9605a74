import { expect, test } from 'vitest';
import { shareInterval } from './index.js';
import { codeOf } from './testing/code-of.js';

test('equals binomtest(k, n).proportion_ci(method="exact") of scipy 1.17.1', () => {
  // The lower end of 1 of 1000 is 1 − (1 − 0.005)^(1 ÷ 1000), by log1p and expm1; scipy is off by 2e-12 there.
  const rows = [
    [20, 25, 0.95, 0.5929625677208574, 0.9316885359874627],
    [0, 10, 0.95, 0, 0.30849710781876294],
    [10, 10, 0.9, 0.7411344491066528, 1],
    [1, 1000, 0.99, 5.01252926077751e-6, 0.007406286938353162],
    [4500, 5000, 0.95, 0.8913495826950084, 0.9081801229121069],
  ] as const;
  for (const [count, n, level, lower, upper] of rows) {
    const found = shareInterval(count, n, level);
    expect(found).toMatchObject({ estimate: count / n, level });
    expect(Math.abs(found.lower - lower)).toBeLessThanOrEqual(1e-12 * lower);
    expect(Math.abs(found.upper - upper)).toBeLessThanOrEqual(1e-12 * upper);
  }
});

test('what is no share is refused', () => {
  for (const [count, n, level] of [
    [0, 0, 0.9],
    [3, 2, 0.9],
    [1.5, 2, 0.9],
    [1, 2, 1],
  ] as const) {
    expect(codeOf(() => shareInterval(count, n, level))).toBe('INVALID_ARGUMENT');
  }
});
