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
  const run = runOf(turn.state);
  await endShadow(run, settings);
  await removeChallenger(run, settings);
  await settings.store.set(runKey(settings.model, run.number), JSON.stringify(run));
  await turn.update((state) => ({ ...state, run: null }));
}

/** Runs of the past, newest first. */
export async function pastRuns(
  { store, model }: Pick<RetrainingSettings, 'store' | 'model'>,
  before: number,
  limit: number,
): Promise<readonly RetrainingRun[]> {
  const runs: RetrainingRun[] = [];
  for (let number = before - 1; number > 0 && runs.length < limit; number--) {
    const found = await store.get(runKey(model, number));
    if (found !== null) runs.push(readRun(found.value, model));
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
