import { type KeyValueStore, type SetOptions, TitansError } from '@titans/core';

/** Turns to write after others have written; with so many at once something else is wrong. */
const mostTurns = 200;

/**
 * Changes a value that several processes may write, once each has seen what the others wrote. Nothing is written where the
 * change gives the same object back.
 *
 * @throws TitansError `STORE_UNAVAILABLE` if others are always faster, and what the store throws.
 */
export async function updateValue<Value extends object>(
  store: KeyValueStore,
  key: string,
  empty: Value,
  change: (value: Value) => Value,
  options: SetOptions = {},
): Promise<Value> {
  for (let turn = 0; turn < mostTurns; turn++) {
    const stored = await store.get(key);
    const before = stored === null ? empty : parseStored<Value>(stored.value);
    const after = change(before);
    if (after === before) return after;
    if (await store.compareAndSet(key, stored?.version ?? null, JSON.stringify(after), options)) return after;
    await afterOthers(turn);
  }
  throw tooManyWriters();
}

/** A little longer every turn, and not the same for all. */
export async function afterOthers(turn: number): Promise<void> {
  const [draw = 0] = globalThis.crypto.getRandomValues(new Uint32Array(1));
  const waitMs = (draw / 2 ** 32) * Math.min(100, 2 * (turn + 1));
  await new Promise((resolve) => setTimeout(resolve, waitMs));
}

export function tooManyWriters(): TitansError {
  return new TitansError('STORE_UNAVAILABLE', 'Too many others write what the monitor keeps. Try again.');
}

/** What this room wrote itself. @throws TitansError `ARTIFACT_CORRUPT` for what is no JSON. */
export function parseStored<Value>(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (cause) {
    throw new TitansError('ARTIFACT_CORRUPT', 'What the monitor keeps cannot be read.', { cause });
  }
}
