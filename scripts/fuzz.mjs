/**
 * Reads a million random CSV documents, or as many as told: `npm run test:fuzz -- 10000`. The tests read some
 * thousands of the same ones.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const documents = process.argv[2] ?? '1000000';
const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', 'packages/etl/src/extract/csv/round-trip.test.ts', '--reporter=verbose'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TITANS_FUZZ_DOCUMENTS: documents } },
);
process.exitCode = status ?? 1;
