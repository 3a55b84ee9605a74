import { expect, test } from 'vitest';
import { fuzzServedDocument } from './s11-openapi-fuzz.js';

/** `npm run test:reliability` asks a hundred thousand. */
const cases = 500;

test('whatever is asked of the served document has a declared answer, none of them 500', async () => {
  const { failures, statuses } = await fuzzServedDocument(cases, 11);
  expect(failures).toEqual([]);
  // Requests that are all refused, or all taken, would prove little.
  expect(statuses['200']).toBeGreaterThan(cases / 10);
  expect(statuses['422']).toBeGreaterThan(cases / 20);
}, 60_000);
