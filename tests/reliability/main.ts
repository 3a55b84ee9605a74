/**
 * `npm run test:reliability`: kills loads and databases at random points and checks what is left. `--points 20` kills
 * at 20 points instead of 100, `--seed 7` at others, `--only 'server killed'` does the parts of that name alone,
 * `--soak 3600` asks for an hour instead of a minute. Ends with an error where anything differs from a clean load.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPostgres } from '../../packages/core/src/testing/postgres-server.js';
import { type CrashReport, crashAtPoints, prepare, type Victim } from './crash-points.js';
import { embeddedPlace, type Place, serverPlace } from './places.js';
import { loadAtOnce, loadThrice } from './repeated-loads.js';
import { killRetrainings } from './retraining-kills.js';
import { limitsHold } from './s01-s05-limits.js';
import { credentialsHold } from './s06-s08-credentials.js';
import { requestsAreBorne } from './s09-s14-requests.js';
import { plantSecrets } from './s16-masking.js';
import { killPromotions } from './s19-promotion.js';
import { tamperRegistry } from './s20-tampering.js';
import { servicesHold } from './s21-s24-service.js';
import { writeStatements } from './statements.js';

const { values } = parseArgs({
  options: {
    points: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    soak: { type: 'string' },
  },
});
const points = Number(values.points ?? 100);
const seed = Number(values.seed ?? 1);
const directory = await mkdtemp(join(tmpdir(), 'titans-statements-'));
const files = await writeStatements(directory, seed);
const failures: string[] = [];
console.log(`seed ${seed}, ${points} points each`);

await at(await embeddedPlace(), ['loader']);
if (findPostgres() === undefined) console.log('PostgreSQL is not installed: its part is left out.');
else await at(await serverPlace(), ['loader', 'server']);

await part('S19, promoter killed', async (what) => {
  const { sound, moves, lost, interrupted, failures: broken } = await killPromotions(points, seed);
  console.log(
    `${what}: ${sound} of ${points} with a verified champion and no move twice (${moves} moves, ${lost} refused, ${interrupted} interrupted)`,
  );
  failures.push(...broken.map((failure) => `${what}: ${failure}`));
});

if (findPostgres() !== undefined) {
  await part('S19, retrainer killed', async (what) => {
    const { sound, interrupted, takenUp, failures: broken } = await killRetrainings(points, seed);
    console.log(
      `${what}: ${sound} of ${points} runs ended once, with one promotion (${interrupted} interrupted, ${takenUp} taken up)`,
    );
    failures.push(...broken.map((failure) => `${what}: ${failure}`));
  });
}

await part('S20, registry changed', async (what) => {
  const { trials, refused, msPerMegabyte, failures: accepted } = await tamperRegistry(100 * points, seed);
  console.log(
    `${what}: ${refused} of ${trials} changes refused, loading takes ${msPerMegabyte.toFixed(1)} ms/MB`,
  );
  failures.push(...accepted.map((failure) => `${what}: ${failure}`));
});

await part('S16, secrets in a log', async (what) => {
  const { lines, leaked, leaks, falselyMasked, microsecondsPerLine } = plantSecrets(100_000, seed);
  console.log(
    `${what}: ${leaked} leaks in ${lines} lines, ${(falselyMasked * 100).toFixed(3)} % of ordinary values masked, ${microsecondsPerLine.toFixed(0)} µs a line`,
  );
  if (leaked > 0) failures.push(`${what}: ${JSON.stringify(leaks)}`);
  if (falselyMasked > 0.001) failures.push(`${what}: too many ordinary values are masked`);
});

await limitsHold(part, failures, seed);
await requestsAreBorne(part, failures, seed);

await credentialsHold(part, failures, seed);

await servicesHold(part, failures, {
  seed,
  rounds: Math.min(points, 50),
  soakSeconds: Number(values.soak ?? 60),
});

await rm(directory, { recursive: true });
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

async function at(place: Place, victims: readonly Victim[]): Promise<void> {
  try {
    await prepare(place, files);
    for (const victim of victims) {
      await part(`${place.name}, ${victim} killed`, async (what) => {
        tell(what, await crashAtPoints(place, files, victim, points, seed));
      });
    }
    await part(`${place.name}, same files three times`, async (what) => {
      note(what, await loadThrice(place, files));
    });
    if (!place.killServer) return;
    await part(`${place.name}, two loaders at once`, async (what) => {
      note(what, await loadAtOnce(place, files, 2));
    });
  } finally {
    await place.close();
  }
}

async function part(what: string, run: (what: string) => Promise<void>): Promise<void> {
  if (!what.includes(values.only ?? '')) return;
  const begun = performance.now();
  await run(what);
  console.log(`  in ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
}

function tell(what: string, report: CrashReport): void {
  const { equal, interrupted } = report;
  console.log(`${what}: ${equal} of ${report.points} equal to a clean load (${interrupted} while loading)`);
  failures.push(...report.failures.map((failure) => `${what}: ${failure}`));
  // Loads that had all ended before the kill would prove nothing.
  if (interrupted < report.points / 2) failures.push(`${what}: most loads had ended before they were killed`);
}

function note(what: string, isEqual: boolean): void {
  console.log(`${what}: ${isEqual ? 'equal to one load' : 'DIFFERENT'}`);
  if (!isEqual) failures.push(`${what}: another table`);
}
