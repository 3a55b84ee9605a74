/**
 * Looks for cases that `npm test` has not drawn: it draws the same in every run.
 *
 * - `npm run test:fuzz -- documents 10000` reads so many random CSV documents, a million unless told. The tests read the
 *   first thousands of them.
 * - `npm run test:fuzz -- properties 5` runs the files with properties five times, three unless told, each time with
 *   another seed and ten times the cases of those properties that do not say how many they want. It ends at the first run
 *   that fails, and says how its cases are drawn again.
 * - `npm run test:fuzz` does both.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

const [what, count] = process.argv.slice(2);
const parts = {
  documents: () => readDocuments(count ?? '1000000'),
  properties: () => drawCases(Number(count ?? 3)),
};
if (what !== undefined && !Object.hasOwn(parts, what)) {
  console.error(`There is no part '${what}': say ${Object.keys(parts).join(' or ')}, or nothing for both.`);
  process.exitCode = 1;
} else {
  const chosen = what === undefined ? Object.values(parts) : [parts[what]];
  if (!chosen.every((run) => run())) process.exitCode = 1;
}

function readDocuments(documents) {
  const file = 'packages/etl/src/extract/csv/round-trip.test.ts';
  return vitest([file, '--reporter=verbose'], { TITANS_FUZZ_DOCUMENTS: documents });
}

function drawCases(runs) {
  const files = filesWithProperties();
  for (let run = 1; run <= runs; run++) {
    const environment = { TITANS_PROPERTY_SEED: String(randomInt(2 ** 31)), TITANS_PROPERTY_RUNS: '1000' };
    const words = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    console.log(`\nRun ${run} of ${runs}: ${words.join(' ')}`);
    if (!vitest([...files, '--testTimeout=600000', '--reporter=dot'], environment)) {
      console.error(`\nDrawn again by: ${words.join(' ')} npx vitest run <file>`);
      return false;
    }
  }
  return true;
}

function filesWithProperties() {
  return readdirSync(`${root}packages`, { recursive: true })
    .map((path) => `packages/${path.replaceAll('\\', '/')}`)
    .filter((path) => /^packages\/[^/]+\/src\/.*\.test\.ts$/.test(path))
    .filter((path) => /\bfc\.(assert|check)\(/.test(readFileSync(`${root}${path}`, 'utf8')));
}

function vitest(args, environment) {
  const { status } = spawnSync(process.execPath, [program, 'run', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return status === 0;
}
