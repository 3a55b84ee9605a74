import { expect, test } from 'vitest';
import { pollutePrototypes } from './s14-prototype-pollution.js';

test('names of prototypes change nothing, crash nothing, and come back as they were sent (S14)', async () => {
  // `npm run test:reliability` sends 20,000.
  const report = await pollutePrototypes(300, 1);
  expect(report.crashes).toEqual([]);
  expect(report.changes).toEqual([]);
  expect(report.lost).toEqual([]);
  expect(report.refused).toBeGreaterThan(300);
});
