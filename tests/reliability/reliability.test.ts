import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPostgres } from '../../packages/core/src/testing/postgres-server.js';
import { crashAtPoints, prepare } from './crash-points.js';
import { embeddedPlace, type Place, serverPlace } from './places.js';
import { loadAtOnce } from './repeated-loads.js';
import { type StatementFiles, writeStatements } from './statements.js';

/** `npm run test:reliability` tries a hundred. */
const points = 1;
const timeoutMs = 300_000;

let directory = '';
let files: StatementFiles;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titans-statements-'));
  files = await writeStatements(directory, 1);
});
afterAll(() => rm(directory, { recursive: true }));

test(
  'an embedded warehouse whose process is killed holds what a clean load leaves, after one more',
  async () => {
    const place = await embeddedPlace();
    await prepare(place, files);
    expect(await crashAtPoints(place, files, 'loader', points, 2)).toMatchObject({
      equal: points,
      failures: [],
    });
    await place.close();
  },
  timeoutMs,
);

describe.skipIf(findPostgres() === undefined)('on a server', () => {
  let place: Place;
  beforeAll(async () => {
    place = await serverPlace();
    await prepare(place, files);
  }, timeoutMs);
  afterAll(() => place?.close());

  test.each(['loader', 'server'] as const)(
    'a warehouse whose %s is killed holds what a clean load leaves, after one more',
    async (victim) => {
      expect(await crashAtPoints(place, files, victim, points, 3)).toMatchObject({
        equal: points,
        failures: [],
      });
    },
    timeoutMs,
  );

  test(
    'two processes that load the same files at once leave what one leaves',
    async () => {
      expect(await loadAtOnce(place, files, 2)).toBe(true);
    },
    timeoutMs,
  );
});
