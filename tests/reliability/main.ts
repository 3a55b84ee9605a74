/**
 * `npm run test:reliability`: kills loads and databases at random points and checks what is left, attacks services, and
 * takes away what they depend on. Every part prints its figure, how long it took and how busy the machine was, of which
 * latencies tell nothing unless it is quiet. Ends with an error where anything is not as it must be.
 *
 * - `--full` does all at full length: 100 points of each kind, and the soak for an hour instead of a minute.
 * - `--points 20` kills at 20 points instead of 100, and replaces 20 processes instead of 50; `--seed 7` at others.
 * - `--soak 3600` asks for so many seconds.
 * - `--only 'server killed'` does the parts with that in their name alone, `--only S1` those of S1 (and not of S10); may be
 *   repeated. `--except S10` does all but these. `--list` names the parts and does none.
 *
 * Exact counts under load (S1, S5) and latencies (S10, S24) want a machine that does nothing else:
 * `--full --only S1 --only S5 --only S10`. S15 in full length is `npm run test:fuzz -- documents`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPostgres } from '../../packages/core/src/testing/postgres-server.js';
import { killAuditWriters } from './audit-kills.js';
import { type CrashReport, crashAtPoints, prepare, type Victim } from './crash-points.js';
import { openedOnce } from './opened-once.js';
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
    only: { type: 'string', multiple: true },
    except: { type: 'string', multiple: true },
    soak: { type: 'string' },
    full: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const full = { points: 100, soakSeconds: 3_600 } as const;
if (values.full && (values.points ?? values.soak) !== undefined) {
  throw new Error('--full says how long everything is: leave out --points and --soak.');
}
const points = Number(values.points ?? full.points);
const soakSeconds = Number(values.soak ?? (values.full ? full.soakSeconds : 60));
const seed = Number(values.seed ?? 1);
const directory = await mkdtemp(join(tmpdir(), 'titans-statements-'));
const files = await writeStatements(directory, seed);
const failures: string[] = [];
let named = 0;
console.log(`seed ${seed}, ${points} points each`);

await at('PGlite', embeddedPlace, ['loader']);
if (findPostgres() === undefined) console.log('PostgreSQL is not installed: its part is left out.');
else await at('PostgreSQL', serverPlace, ['loader', 'server']);

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

await part('audit writer killed', async (what) => {
  const { sound, entries, files: written, failures: broken } = await killAuditWriters(points, seed);
  console.log(
    `${what}: ${sound} of ${points} with every entry that was kept, in one chain (${entries} in ${written} files)`,
  );
  failures.push(...broken.map((failure) => `${what}: ${failure}`));
});

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
  soakSeconds,
});

await rm(directory, { recursive: true });
if (named === 0) failures.push('No part has such a name: --list tells them.');
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

async function at(name: string, open: () => Promise<Place>, victims: readonly Victim[]): Promise<void> {
  const prepared = openedOnce(
    async () => {
      const place = await open();
      await prepare(place, files);
      return place;
    },
    (place) => place.close(),
  );
  try {
    for (const victim of victims) {
      await part(`S17, ${name}, ${victim} killed`, async (what) => {
        tell(what, await crashAtPoints(await prepared.open(), files, victim, points, seed));
      });
    }
    await part(`S17, ${name}, same files three times`, async (what) => {
      note(what, await loadThrice(await prepared.open(), files));
    });
    if (!victims.includes('server')) return;
    await part(`S17, ${name}, two loaders at once`, async (what) => {
      note(what, await loadAtOnce(await prepared.open(), files, 2));
    });
  } finally {
    await prepared.close();
  }
}

async function part(what: string, run: (what: string) => Promise<void>): Promise<void> {
  const isNamed = (asked: string): boolean =>
    /^S\d+$/.test(asked) ? what.startsWith(`${asked},`) : what.includes(asked);
  if (values.except?.some(isNamed) || values.only?.some(isNamed) === false) return;
  named++;
  if (values.list) return console.log(what);
  const begun = performance.now();
  await run(what);
  const seconds = (performance.now() - begun) / 1_000;
  console.log(
    `  in ${seconds.toFixed(0)} s, at a load of ${loadavg()[0]?.toFixed(1)} for ${availableParallelism()} processors`,
  );
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
