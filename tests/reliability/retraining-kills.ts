import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, databaseKeyValueStore, type KeyValueStore } from '@titans/core';
import { openPostgres } from '@titans/core/postgres';
import { train } from '@titans/models';
import { fileRegistry, type ModelRegistry } from '@titans/models/lifecycle';
import { startPostgres } from '../../packages/core/src/testing/postgres-server.js';
import { type ForkedProcess, forkProgram } from './forked-process.js';
import { pause, within } from './interrupted-load.js';
import type { RetrainingOrder } from './retrainer-process.js';
import { contestedRetraining, firstPayments, trainOptions } from './retraining-contest.js';

/** What came out of killing a process that retrains. */
export interface RetrainingKills {
  readonly points: number;
  /** Points after which the run had ended, with one promotion, and nothing was left to do. */
  readonly sound: number;
  /** Kills while a run was under way. */
  readonly interrupted: number;
  /** Runs that another process took up and ended. */
  readonly takenUp: number;
  readonly failures: readonly string[];
}

const program = fileURLToPath(new URL('retrainer-process.ts', import.meta.url));
const timeoutMs = 60_000;

/**
 * A process that retrains a model is killed with SIGKILL at random points of the run, at every other one while this process tries
 * to do the same. Then this process looks until nothing is left to do: the run must have ended, once, with one promotion of a
 * version whose every byte is verified. The state is in PostgreSQL, the registry in a directory.
 */
export async function killRetrainings(points: number, seed: number): Promise<RetrainingKills> {
  const random = createRandom(seed, 'retraining kills');
  const root = await mkdtemp(join(tmpdir(), 'titans-retraining-'));
  const server = await startPostgres();
  const database = await openPostgres(server.url);
  const directory = join(root, 'registry');
  const store = databaseKeyValueStore(database);
  const first = await train(firstPayments, trainOptions);
  const failures: string[] = [];
  let [sound, interrupted, takenUp] = [0, 0, 0];

  async function addModel(model: string): Promise<void> {
    const registry = fileRegistry(directory);
    const { id } = await registry.register(model, first, { by: 'tests' });
    await registry.promote(model, id, { by: 'tests', reason: 'first' });
  }

  async function begin(model: string): Promise<ForkedProcess> {
    const forked = await startProcess();
    const begun = Promise.race([once(forked.child, 'message'), forked.endedEarly]);
    const order: RetrainingOrder = { database: server.url, directory, model };
    forked.child.send(order);
    await within(timeoutMs, 'the retrainer to begin', begun);
    return forked;
  }

  try {
    await addModel('undisturbed');
    const started = await begin('undisturbed');
    const begun = performance.now();
    await within(timeoutMs, 'an undisturbed run', started.ended);
    const usualMs = performance.now() - begun;
    for (let point = 0; point < points; point++) {
      const model = `model-${point}`;
      // Rather early: the undisturbed run may have been a slow one, and a run that has ended proves nothing.
      const lifeMs = random.float() ** 2 * usualMs;
      try {
        await addModel(model);
        const forked = await begin(model);
        const own = point % 2 === 1 ? finish(fileRegistry(directory), store, model) : null;
        await pause(lifeMs);
        forked.child.kill('SIGKILL');
        await within(timeoutMs, 'the retrainer to end', forked.ended);
        const { run } = await contestedRetraining(fileRegistry(directory), store, model).state();
        if (run !== null && own === null) interrupted++;
        await within(timeoutMs, 'the end of the run', own ?? finish(fileRegistry(directory), store, model));
        if ((await check(fileRegistry(directory), store, model)) > 1) takenUp++;
        sound++;
      } catch (error) {
        failures.push(`point ${point} (${lifeMs.toFixed(0)} ms): ${String(error)}`);
      }
    }
    return { points, sound, interrupted, takenUp, failures };
  } finally {
    await database.close();
    await server.stop();
    await rm(root, { recursive: true, force: true });
  }
}

/** A process that waits to begin. One that cannot be started, as while its program is being built, is started again. */
async function startProcess(attempts = 5): Promise<ForkedProcess> {
  const forked = forkProgram(program, 'The retrainer');
  const ready = Promise.race([once(forked.child, 'message'), forked.endedEarly]);
  try {
    await within(timeoutMs, 'the retrainer to be ready', ready);
    return forked;
  } catch (error) {
    forked.child.kill('SIGKILL');
    if (attempts === 1) throw error;
    await pause(2_000);
    return startProcess(attempts - 1);
  }
}

/** Looks until there is nothing to do. */
async function finish(registry: ModelRegistry, store: KeyValueStore, model: string): Promise<void> {
  const contested = contestedRetraining(registry, store, model);
  for (;;) {
    const { did, check: found } = await contested.tick();
    if (did === 'idle' && found?.reason === null) return;
    if (did === 'busy') await pause(50);
  }
}

/** Whether all is as it must be. @returns How often the run was begun or taken up. */
async function check(registry: ModelRegistry, store: KeyValueStore, model: string): Promise<number> {
  const contested = contestedRetraining(registry, store, model);
  const [run, ...others] = await contested.history();
  if (run === undefined || others.length > 0) throw new Error(`${others.length + 1} runs instead of one`);
  if (run.outcome !== 'promoted') throw new Error(`the run was ${run.outcome}: ${run.outcomeReason}`);
  const state = await contested.state();
  if (state.busy || state.run !== null) throw new Error('something is left to do');
  const { items } = await registry.history(model, { alias: 'champion' });
  const moves = items.map(({ action, to }) => `${action} ${to}`);
  if (run.refit?.passed !== true) throw new Error(`there was no refit: ${run.refit?.reason}`);
  if (moves.length !== 2 || moves[0] !== `promote ${run.refit.candidate?.version}`) {
    throw new Error(`the champion was moved otherwise: ${moves.join(', ')}`);
  }
  const { items: versions } = await registry.versions(model);
  if (versions.length !== 3) throw new Error(`${versions.length} versions instead of three`);
  await registry.load(model, '@champion');
  return run.attempts;
}
