import { isTitansError, type KeyValueStore, TitansError } from '@titans/core';
import { isStillAhead } from './stored-moment.js';
import { emptyState, readState, type StoredState, stateKey } from './stored-state.js';

/** Where turns are taken. */
export interface TurnPlace {
  readonly store: KeyValueStore;
  readonly model: string;
  readonly leaseMs: number;
  readonly now: () => number;
}

/** The right to change the state, which one at a time has. */
export interface Turn {
  /** Raised where the caller's is, and where the turn was lost. */
  readonly signal: AbortSignal;
  /** As this turn wrote it last. */
  readonly state: StoredState;
  /** Whether it was taken from a process that did not give it back. */
  readonly fromVanished: boolean;
  /**
   * Replaces the state by compare-and-set, and keeps the turn.
   *
   * @throws TitansError `CONFLICT` where another has taken the turn, for example because this process was suspended; nothing is
   * written then.
   */
  update(change: (state: StoredState) => StoredState): Promise<StoredState>;
  /** Gives it back. */
  end(): Promise<void>;
}

const mostCollisions = 100;
/** Leases after which nobody can have a turn: until further away was written by a clock that was wrong. */
const mostLeasesAhead = 10;

/** Whether somebody has the turn. */
export function isHeld(
  { holder }: StoredState,
  { leaseMs, now }: Pick<TurnPlace, 'leaseMs' | 'now'>,
): boolean {
  return holder !== null && isStillAhead(holder.until, now(), mostLeasesAhead * leaseMs);
}

/** The state as it is. */
export async function storedState({
  store,
  model,
}: Pick<TurnPlace, 'store' | 'model'>): Promise<StoredState> {
  const found = await store.get(stateKey(model));
  return found === null ? emptyState : readState(found.value, model);
}

/**
 * Takes the turn, unless another has it who has said that they live within `leaseMs`. Clocks that differ by more make it change
 * hands too early, or up to ten leases too late: whoever loses it is refused everything from then on, since every write is by compare-and-set and
 * names its writer.
 *
 * @returns `null` where another has it.
 */
export async function takeTurn(place: TurnPlace, signal: AbortSignal | undefined): Promise<Turn | null> {
  const { store, model, leaseMs, now } = place;
  const key = stateKey(model);
  const id = globalThis.crypto.randomUUID();
  const lost = new AbortController();
  let state = emptyState;
  let heldUntil = 0;
  let fromVanished = false;
  let lastWrite: Promise<unknown> = Promise.resolve();

  const mine = (): NonNullable<StoredState['holder']> => ({ id, until: now() + leaseMs });

  /** One after the other, or else the answer to an older one could come last and be taken for the state. */
  function write(change: (state: StoredState) => StoredState | null): Promise<StoredState | null> {
    const written = lastWrite.then(() => writeNow(change));
    lastWrite = written.catch(() => {});
    return written;
  }

  async function writeNow(change: (state: StoredState) => StoredState | null): Promise<StoredState | null> {
    for (let collision = 0; collision < mostCollisions; collision++) {
      const found = await store.get(key);
      const next = change(found === null ? emptyState : readState(found.value, model));
      if (next === null) return null;
      if (await store.compareAndSet(key, found?.version ?? null, JSON.stringify(next))) {
        state = next;
        heldUntil = next.holder?.until ?? 0;
        return next;
      }
    }
    throw new TitansError('CONFLICT', `The retraining of "${model}" is changed by others all the time.`);
  }

  async function update(change: (state: StoredState) => StoredState): Promise<StoredState> {
    const next = await write((found) =>
      found.holder?.id === id ? { ...change(found), holder: mine() } : null,
    );
    if (next !== null) return next;
    const error = new TitansError(
      'CONFLICT',
      `Another process has taken over the retraining of "${model}".`,
      {
        details: { model },
      },
    );
    lost.abort(error);
    throw error;
  }

  const taken = await write((found) => {
    fromVanished = found.holder !== null;
    return isHeld(found, place) ? null : { ...found, holder: mine() };
  });
  if (taken === null) return null;

  const renewal = setInterval(() => {
    update((found) => found).catch((error: unknown) => {
      // A store that is away for a moment costs nothing while the turn lasts.
      if (isTitansError(error, 'CONFLICT') || now() >= heldUntil) lost.abort(error);
    });
  }, leaseMs / 3);
  return {
    signal: signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]),
    get state() {
      return state;
    },
    fromVanished,
    update,
    async end() {
      clearInterval(renewal);
      await write((found) => (found.holder?.id === id ? { ...found, holder: null } : null));
    },
  };
}
