import { memoryKeyValueStore, TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import { correctionsTag } from '../feedback/follow-corrections.js';
import { memoryRegistry } from '../registry/stores.js';
import { advance, beginRun } from './advance.js';
import { championOf, trainedThroughOf, trainedThroughTag } from './champion.js';
import type { RetrainingSettings } from './retraining-options.js';
import type { RetrainingRun } from './retraining-run.js';
import { type StoredState, stateKey } from './stored-state.js';
import { takeTurn } from './turn.js';

/**
 * Does a run in copies of the registry and the state that are gone afterwards, up to what would be promoted. Nobody is told, no
 * live traffic is compared and nothing is tracked.
 */
export async function rehearse(
  settings: RetrainingSettings,
  state: StoredState,
  reason: string,
  work: WorkOptions,
): Promise<RetrainingRun> {
  const { model, by } = settings;
  const registry = memoryRegistry();
  const champion = await championOf(settings.registry, model, work.signal);
  if (champion !== null) {
    const trainedThrough = await trainedThroughOf(settings.registry, model, champion, work.signal);
    const corrections = champion.tags[correctionsTag];
    const tags = {
      [trainedThroughTag]: trainedThrough,
      ...(corrections !== undefined && { [correctionsTag]: corrections }),
    };
    const signal = { ...(work.signal && { signal: work.signal }) };
    const suite = await settings.registry.load(model, champion.id, signal);
    const { id } = await registry.register(model, suite, { by, tags, ...signal });
    await registry.promote(model, id, { by, reason, ...signal });
  }
  throwIfAborted(work.signal, 'retraining');
  const store = memoryKeyValueStore();
  await store.set(stateKey(model), JSON.stringify({ ...state, holder: null, run: null, notices: [] }));
  const { tracker: _, ...others } = settings;
  const rehearsed = { ...others, registry, store, shadow: null, watch: null, notify: [], mostAttempts: 1 };
  const turn = await takeTurn(rehearsed, work.signal);
  if (turn === null)
    throw new TitansError('INTERNAL', 'Another has the turn in a store that only this run knows.');
  try {
    await beginRun(turn, rehearsed, { reason, findings: [] });
    const { run, error } = await advance(turn, rehearsed, work);
    if (error !== null) throw error;
    return run;
  } finally {
    await turn.end();
  }
}
