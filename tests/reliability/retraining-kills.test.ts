import { expect, test } from 'vitest';
import { findPostgres } from '../../packages/core/src/testing/postgres-server.js';
import { killRetrainings } from './retraining-kills.js';

/** `npm run test:reliability` tries a hundred. */
const points = 2;

test.skipIf(findPostgres() === undefined)(
  'a run is ended once, with one promotion, whenever a process that retrains is killed',
  async () => {
    expect(await killRetrainings(points, 1)).toMatchObject({ sound: points, failures: [] });
  },
  120_000,
);
