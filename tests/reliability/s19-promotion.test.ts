import { expect, test } from 'vitest';
import { killPromotions } from './s19-promotion.js';

/** `npm run test:reliability` tries a hundred. */
const points = 2;

test('a champion is whole, and moved once for one expected version, whenever a process that promotes is killed', async () => {
  const report = await killPromotions(points, 1);
  expect(report).toMatchObject({ sound: points, failures: [] });
  expect(report.moves).toBeGreaterThan(points);
}, 120_000);
