import { expect, test } from 'vitest';
import { forgeTokens } from './s06-forged-tokens.js';
import { timeComparisons } from './s07-comparison-timing.js';

test('no forged token is accepted, and every one is answered 401 (S6)', async () => {
  // `npm run test:reliability` tries 10,000 mutations.
  const report = await forgeTokens(600, 1);
  expect(report.kinds).toBeGreaterThanOrEqual(60);
  expect(report).toMatchObject({ accepted: [], otherAnswers: [], refusedGenuine: [] });
});

test('the time of a comparison is measured well enough to find one that stops early (S7)', async () => {
  // `npm run test:reliability` takes a million samples and holds |t| below 4.5; so few would often be wrong on a busy machine.
  const { results, control } = await timeComparisons(30_000, 1);
  expect(Math.abs(control.t)).toBeGreaterThan(4.5);
  for (const { what, differenceNs } of results) expect(Math.abs(differenceNs), what).toBeLessThan(1_000);
});
