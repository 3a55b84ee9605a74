import { expect, test } from 'vitest';
import { plantSecrets } from './s16-masking.js';

test('no planted secret is written, and ordinary values are left as they are (S16)', () => {
  // `npm run test:reliability` writes 100,000 lines.
  const report = plantSecrets(5_000, 1);
  expect(report.leaks).toEqual([]);
  expect(report.falselyMasked).toBeLessThanOrEqual(0.001);
});
