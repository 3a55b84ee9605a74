import { isTitansError, throwIfAborted } from '@titans/core';
import { championOf, reasonMark } from './champion.js';
import { withNotice } from './notification/deliver-notices.js';
import type { RetrainingNotice } from './notification/notice.js';
import type { RetrainingSettings } from './retraining-options.js';
import { ownMove } from './steps/promote-candidate.js';
import { readRun, runKey, type StoredState, type WatchedPromotion } from './stored-state.js';
import { messageOf, storedText } from './stored-text.js';
import { tagTakenBack } from './taken-back.js';
import { type DegradationVerdict, degradationOf } from './triggers/degradation-trigger.js';
import type { Turn } from './turn.js';

/** What watching came to. */
export interface WatchFinding {
  /** `failed`: whoever watches could not tell. */
  readonly state: 'as-expected' | 'rolled-back' | 'degraded' | 'failed';
  readonly reason: string;
}

/**
 * Asks whether the new champion does worse than it did in training, for as long as it is watched, and makes the one before it
 * champion again if so: once, only that one, and not where somebody else has changed the champion since.
 */
export async function watchChampion(turn: Turn, settings: RetrainingSettings): Promise<WatchFinding | null> {
  const { watch } = turn.state;
  if (watch === null || settings.watch === null) return null;
  if (watch.degraded !== null) return takeBack(turn, settings, watch, watch.degraded);
  const { registry, model, now } = settings;
  const champion = await championOf(registry, model, turn.signal);
  if (champion?.id !== watch.version) {
    await turn.update((state) => ({ ...state, watch: null }));
    return null;
  }
  if (now() > watch.until) {
    await turn.update((state) => ({ ...state, watch: null }));
    return null;
  }
  const { signal } = turn;
  let found: DegradationVerdict;
  try {
    const { degraded, reason } = await degradationOf(settings.watch.degradation, {
      ...{ model, champion, since: watch.since, signal },
      suite: () => registry.load(model, champion.id, { signal }),
    });
    found = { degraded, reason: storedText(reason) };
  } catch (error) {
    throwIfAborted(signal, 'watching the champion');
    return cannotTell(turn, settings, watch, messageOf(error));
  }
  if (!found.degraded) {
    if (watch.problem !== null)
      await turn.update((state) => ({ ...state, watch: { ...watch, problem: null } }));
    return { state: 'as-expected', reason: found.reason };
  }
  // What was seen is kept first: seen again after an interruption, it might not be there.
  const degraded = { at: new Date(now()).toISOString(), reason: found.reason };
  await turn.update((state) => ({ ...state, watch: { ...watch, degraded } }));
  return takeBack(turn, settings, watch, degraded);
}

/** Holds nothing up, and is told once until whoever watches can tell again. */
async function cannotTell(
  turn: Turn,
  settings: RetrainingSettings,
  watch: WatchedPromotion,
  problem: string,
): Promise<WatchFinding> {
  const isNew = watch.problem === null;
  const outages = watch.outages + (isNew ? 1 : 0);
  const notice: Omit<RetrainingNotice, 'id'> = {
    ...{ event: 'watch-failed', model: settings.model, run: watch.run, reason: problem },
    ...{ at: new Date(settings.now()).toISOString(), from: watch.version, to: watch.version },
  };
  await turn.update((state) => {
    const next = { ...state, watch: { ...watch, outages, problem } };
    return isNew ? withNotice(next, notice, settings, outages) : next;
  });
  return { state: 'failed', reason: problem };
}

async function takeBack(
  turn: Turn,
  settings: RetrainingSettings,
  watch: WatchedPromotion,
  degraded: NonNullable<WatchedPromotion['degraded']>,
): Promise<WatchFinding> {
  const isBack = await isTakenBack(turn, settings, watch, degraded);
  const event = isBack ? 'rolled-back' : 'degraded';
  if (isBack) await remember(settings, watch, degraded);
  const notice: Omit<RetrainingNotice, 'id'> = {
    ...{ event, model: settings.model, run: watch.run, at: degraded.at, reason: degraded.reason },
    from: watch.version,
    to: isBack ? watch.before : watch.version,
  };
  await turn.update(
    (state): StoredState =>
      withNotice({ ...state, watch: null, lastEndedAt: settings.now() }, notice, settings),
  );
  return { state: event, reason: degraded.reason };
}

/** Whether the champion before is champion again by this run, now or since it was interrupted. */
async function isTakenBack(
  turn: Turn,
  settings: RetrainingSettings,
  { run, version, before, move }: WatchedPromotion,
  { reason }: NonNullable<WatchedPromotion['degraded']>,
): Promise<boolean> {
  const { registry, model, by } = settings;
  if (before === null) return false;
  if ((await ownMove(settings, run, 'rollback', move, turn.signal)) !== null) return true;
  await turn.update((state) => state);
  try {
    // A rollback would lead further back if the one before were gone.
    await registry.resolve(model, before);
    const why = storedText(`${reasonMark(run)}: ${reason}`);
    await registry.rollback(model, { by, reason: why, expected: version, unmovedSince: move });
    return true;
  } catch (error) {
    // Somebody else changed the champion, or the one before was deleted.
    if (isTitansError(error, 'CONFLICT') || isTitansError(error, 'NOT_FOUND')) return false;
    throw error;
  }
}

/**
 * So that the same bytes are not promoted once more, nor the run's other fit of the same rows, and the run says what became of it.
 */
async function remember(
  settings: RetrainingSettings,
  { run, number, version }: WatchedPromotion,
  degraded: NonNullable<WatchedPromotion['degraded']>,
): Promise<void> {
  const { model, store } = settings;
  await tagTakenBack(settings, version, run);
  const found = await store.get(runKey(model, number));
  if (found === null) return;
  const known = readRun(found.value, runKey(model, number), model);
  const fits = [known.candidate?.version, known.refit?.candidate?.version];
  for (const fit of fits) if (fit !== undefined && fit !== version) await tagTakenBack(settings, fit, run);
  await store.set(runKey(model, number), JSON.stringify({ ...known, rolledBack: degraded }));
}
