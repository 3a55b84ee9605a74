import { createRandom } from '@titans/core';
import { extract, openWarehouse, pipeline } from '@titans/etl';
import { type LoaderProcess, type LoadOrder, pause, startLoader, within } from './interrupted-load.js';
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

/** What one step of a point may take, on a machine that is busy with other things too. */
const stepTimeoutMs = 60_000;

/**
 * Kills loads at random points, spread over the time that a load takes, does each once more, and compares what the
 * warehouse holds with a clean load. Every other load commits each source by itself. Every wait has an end: what hangs
 * is a failure.
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
    const commit = point % 2 === 0 ? 'run' : 'source';
    const delayMs = random.float() * durationMs;
    try {
      const target = await within(stepTimeoutMs, 'the copy', place.copy());
      const loader = await startLoader();
      if (await interrupt(place, loader, { target, files: files.next, commit }, victim, delayMs))
        interrupted++;
      const state = await within(stepTimeoutMs, 'the load to be done once more', loadAgain(target, files));
      if (state !== expected) throw new Error('another table');
      await within(stepTimeoutMs, 'the copy to be removed', place.remove(target));
      equal++;
    } catch (error) {
      failures.push(`point ${point} (${delayMs.toFixed(0)} ms, commit by ${commit}): ${String(error)}`);
    }
  }
  return { points, equal, interrupted, failures };
}

/** Whether the load had not ended yet. */
async function interrupt(
  place: Place,
  loader: LoaderProcess,
  order: LoadOrder,
  victim: Victim,
  delayMs: number,
): Promise<boolean> {
  try {
    await loader.begin(order);
    const outcome = await Promise.race([loader.ended, pause(delayMs).then(() => 'loading' as const)]);
    if (victim === 'server') await within(stepTimeoutMs, 'the server', place.killServer?.() ?? pause(0));
    else loader.kill();
    // A loader whose server was killed has to notice by itself.
    await within(stepTimeoutMs, 'the loader to end', loader.ended);
    return outcome === 'loading';
  } finally {
    loader.kill();
  }
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
  const loader = await startLoader();
  await loader.begin({ target, files: files.next, commit: 'run' });
  const begun = performance.now();
  const code = await within(stepTimeoutMs, 'a load that nobody disturbs', loader.ended);
  const durationMs = performance.now() - begun;
  if (code !== 0) throw new Error(`The load that was not disturbed ended with code ${code}.`);
  const state = await stateOf(target);
  await place.remove(target);
  return { state, durationMs };
}

/** What a warehouse holds. */
export async function stateOf(target: string): Promise<string> {
  const warehouse = await openWarehouse(target, { migrate: false });
  try {
    return await warehouseState(warehouse.database);
  } finally {
    await warehouse.close();
  }
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
