import { isTitansError } from '@titans/core';
import { reasonMark } from './champion.js';
import type { RetrainingSettings } from './retraining-options.js';
import type { RetrainingRun } from './retraining-run.js';
import { readRun, runKey } from './stored-state.js';
import { runOf } from './transitions.js';
import type { Turn } from './turn.js';

/**
 * Does what follows from the end of a run, which is kept already, and puts it among those of the past. Done again after it was
 * interrupted, it writes the same.
 */
export async function archiveRun(turn: Turn, settings: RetrainingSettings): Promise<void> {
  const { model, store, keepRuns } = settings;
  const run = runOf(turn.state);
  await recordRun(run, settings);
  await removeChallenger(run, settings);
  await endShadow(run, settings);
  if (run.number > keepRuns) await store.delete(runKey(model, run.number - keepRuns));
  await turn.update((state) => ({ ...state, run: null }));
}

/** Puts a run that has ended among those of the past, unless it is there: it may say by now that it was taken back. */
export async function recordRun(
  run: RetrainingRun,
  { model, store }: Pick<RetrainingSettings, 'model' | 'store'>,
): Promise<void> {
  const key = runKey(model, run.number);
  const found = await store.get(key);
  if (found?.value.startsWith(`{"id":"${run.id}",`) !== true) await store.set(key, JSON.stringify(run));
}

/** Runs of the past, newest first. */
export async function pastRuns(
  { store, model, keepRuns }: Pick<RetrainingSettings, 'store' | 'model' | 'keepRuns'>,
  begun: number,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<readonly RetrainingRun[]> {
  const runs: RetrainingRun[] = [];
  const last = Math.min(begun, before - 1);
  for (let number = last; number > Math.max(0, begun - keepRuns) && runs.length < limit; number--) {
    const key = runKey(model, number);
    const found = await store.get(key);
    if (found !== null) runs.push(readRun(found.value, key, model));
  }
  return runs;
}

async function endShadow(run: RetrainingRun, { shadow, model }: RetrainingSettings): Promise<void> {
  if (run.shadowSince === null || shadow === null || run.candidate === null || run.champion === null) return;
  const { version: candidate } = run.candidate;
  await shadow.server.end({ model, run: run.id, candidate, champion: run.champion });
}

/** The version is champion now, or was refused: either way it is no longer tried out. */
async function removeChallenger(
  { id, candidate }: RetrainingRun,
  { registry, model, by }: RetrainingSettings,
): Promise<void> {
  if (candidate === null) return;
  try {
    const reason = `${reasonMark(id)}: ended`;
    await registry.setAlias(model, 'challenger', null, { by, reason, expected: candidate.version });
  } catch (error) {
    // Somebody else has moved it, or removed the version: it is theirs.
    if (!isTitansError(error, 'CONFLICT') && !isTitansError(error, 'NOT_FOUND')) throw error;
  }
}
