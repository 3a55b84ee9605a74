import { expect, test } from 'vitest';
import { tamperRegistry } from './s20-tampering.js';

/** `npm run test:reliability` tries ten thousand. */
const trials = 500;

test('nothing that was changed is loaded', async () => {
  expect(await tamperRegistry(trials, 1)).toMatchObject({ refused: trials, failures: [] });
}, 60_000);
