/**
 * `npm run test:reliability`: kills loads and databases at random points and checks what is left. `--points 20` kills at
 * 20 points instead of 100, `--seed 7` at others. Ends with an error where anything differs from a clean load.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPostgres } from '../../packages/core/src/testing/postgres-server.js';
import { type CrashReport, crashAtPoints, prepare, type Victim } from './crash-points.js';
import { embeddedPlace, type Place, serverPlace } from './places.js';
import { loadAtOnce, loadThrice } from './repeated-loads.js';
import { writeStatements } from './statements.js';

const { values } = parseArgs({ options: { points: { type: 'string' }, seed: { type: 'string' } } });
const points = Number(values.points ?? 100);
const seed = Number(values.seed ?? 1);
const directory = await mkdtemp(join(tmpdir(), 'titans-statements-'));
const files = await writeStatements(directory, seed);
const failures: string[] = [];
console.log(`seed ${seed}, ${points} points each`);

await at(await embeddedPlace(), ['loader']);
if (findPostgres() === undefined) console.log('PostgreSQL is not installed: its part is left out.');
else await at(await serverPlace(), ['loader', 'server']);

await rm(directory, { recursive: true });
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

async function at(place: Place, victims: readonly Victim[]): Promise<void> {
  try {
    await prepare(place, files);
    for (const victim of victims) {
      tell(`${place.name}, ${victim} killed`, await crashAtPoints(place, files, victim, points, seed));
    }
    note(`${place.name}, same files three times`, await loadThrice(place, files));
    if (place.killServer) note(`${place.name}, two loaders at once`, await loadAtOnce(place, files, 2));
  } finally {
    await place.close();
  }
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
