import { createRandom } from '@titans/core';
import { extract, openWarehouse, pipeline } from '@titans/etl';
import { pause, startLoader } from './interrupted-load.js';
import type { Place } from './places.js';
import type { StatementFiles } from './statements.js';
import { warehouseState } from './warehouse-state.js';

/** What is killed while a load goes on. */
export type Victim = 'loader' | 'server';

/** What came out of killing at many points. */
export interface CrashReport {
  readonly points: number;
  /** Points after which the load, done once more, gave what a clean load gives. */
  readonly equal: number;
  /** Points at which the load had not ended yet. */
  readonly interrupted: number;
  readonly failures: readonly string[];
}

/**
 * Kills loads at random points, does each once more, and compares what the warehouse holds with a clean load. Every
 * other load commits each source by itself.
 */
export async function crashAtPoints(
  place: Place,
  files: StatementFiles,
  victim: Victim,
  points: number,
  seed: number,
): Promise<CrashReport> {
  const random = createRandom(seed);
  const { state: expected, durationMs } = await cleanLoad(place, files);
  let equal = 0;
  let interrupted = 0;
  const failures: string[] = [];
  for (let point = 0; point < points; point++) {
    const target = await place.copy();
    const commit = point % 2 === 0 ? 'run' : 'source';
    const loader = await startLoader(target, files.next, commit);
    await loader.begin();
    const delayMs = random.float() * durationMs * 1.05;
    const outcome = await Promise.race([loader.ended, pause(delayMs).then(() => 'loading' as const)]);
    if (outcome === 'loading') interrupted++;
    if (victim === 'server') await place.killServer?.();
    else loader.kill();
    await loader.ended;
    try {
      const state = await loadAgain(target, files);
      if (state === expected) equal++;
      else failures.push(`point ${point} (${delayMs.toFixed(0)} ms, commit by ${commit}): another table`);
    } catch (error) {
      failures.push(`point ${point} (${delayMs.toFixed(0)} ms, commit by ${commit}): ${String(error)}`);
    }
    await place.remove(target);
  }
  return { points, equal, interrupted, failures };
}

/** Makes the warehouse that is copied, with the known statement in it. */
export async function prepare(place: Place, files: StatementFiles): Promise<void> {
  const warehouse = await openWarehouse(place.original);
  await pipeline({ extract: extract(files.known), load: warehouse.loader() }).run();
  await warehouse.close();
}

/** What a load that nobody disturbs leaves, and how long it takes. */
export async function cleanLoad(
  place: Place,
  files: StatementFiles,
): Promise<{ state: string; durationMs: number }> {
  const target = await place.copy();
  const loader = await startLoader(target, files.next, 'run');
  await loader.begin();
  const begun = performance.now();
  const code = await loader.ended;
  const durationMs = performance.now() - begun;
  if (code !== 0) throw new Error(`The load that was not disturbed ended with code ${code}.`);
  const warehouse = await openWarehouse(target, { migrate: false });
  const state = await warehouseState(warehouse.database);
  await warehouse.close();
  await place.remove(target);
  return { state, durationMs };
}

async function loadAgain(target: string, files: StatementFiles): Promise<string> {
  const warehouse = await openWarehouse(target, { migrate: false });
  try {
    await pipeline({ extract: extract(files.next), load: warehouse.loader() }).run();
    return await warehouseState(warehouse.database);
  } finally {
    await warehouse.close();
  }
}
