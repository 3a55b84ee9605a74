import {
  type ArtifactStore,
  artifactFingerprint,
  type DecodeArtifactOptions,
  decodeArtifact,
  type EncodeArtifactOptions,
  encodeArtifact,
  isTitansError,
  TitansError,
  throwIfAborted,
} from '@titans/core';
import {
  type Change,
  entryContent,
  entryKind,
  entryVersion,
  type HistoryEntry,
  readEntry,
} from './history-entry.js';
import { emptyState, type ModelState } from './model-state.js';

/** What a history is written and read with. */
export interface HistoryOptions {
  readonly store: ArtifactStore;
  readonly sign: NonNullable<EncodeArtifactOptions['sign']> | undefined;
  readonly verify: NonNullable<DecodeArtifactOptions['verify']> | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The history of one model. */
export interface HistoryLog {
  /** The state as all entries make it that there are now. */
  read(signal?: AbortSignal): Promise<ModelState>;
  /**
   * Appends what `decide` makes of the present state. Where another writer was first, it is asked again with the state that
   * the other made.
   *
   * @param decide Gives the change, or `null` for none; what it throws ends the attempt.
   * @returns The state after it.
   */
  append(
    by: string,
    decide: (state: ModelState) => Change | null | Promise<Change | null>,
    signal?: AbortSignal,
  ): Promise<ModelState>;
}

/** Entries read side by side when a long history is read for the first time. */
const entriesAtOnce = 32;

/**
 * The history of a model as artifacts `log/<model>/000000000001`, …: each is a whole artifact with its checksum, holds its
 * own place and the fingerprint of the one before, and is made by the one writer whose `putIfAbsent` succeeds. What this
 * process has read it keeps, and afterwards asks for the next entry alone.
 */
export function historyLog(name: string, options: HistoryOptions): HistoryLog {
  const { store, sign, verify, now } = options;
  const state = emptyState();
  let length = 0;
  let last = '';
  let turn: Promise<unknown> = Promise.resolve();

  const nameOf = (sequence: number): string => `log/${name}/${String(sequence).padStart(12, '0')}`;

  async function fetch(sequence: number): Promise<Uint8Array | undefined> {
    try {
      return await store.get(nameOf(sequence));
    } catch (error) {
      if (isTitansError(error, 'NOT_FOUND')) return undefined;
      throw error;
    }
  }

  async function decode(bytes: Uint8Array): Promise<HistoryEntry> {
    const { data } = await decodeArtifact(bytes, {
      kind: entryKind,
      maxVersion: entryVersion,
      ...(verify && { verify }),
    });
    return readEntry(data);
  }

  async function apply(bytes: Uint8Array): Promise<void> {
    const sequence = length + 1;
    try {
      const entry = await decode(bytes);
      if (entry.sequence !== sequence || entry.previous !== last) {
        throw new TitansError(
          'ARTIFACT_CORRUPT',
          'An entry of the history does not follow the one before it.',
        );
      }
      state.apply(entry);
    } catch (error) {
      throw isTitansError(error) ? error.at({ source: nameOf(sequence) }) : error;
    }
    last = await artifactFingerprint(bytes);
    length = sequence;
  }

  async function readNew(signal: AbortSignal | undefined): Promise<void> {
    if (length === 0) await readListed(signal);
    for (;;) {
      throwIfAborted(signal, 'reading the history');
      const bytes = await fetch(length + 1);
      if (bytes === undefined) return;
      await apply(bytes);
    }
  }

  async function readListed(signal: AbortSignal | undefined): Promise<void> {
    const listed = (await store.list(`log/${name}/`)).length;
    while (length < listed) {
      throwIfAborted(signal, 'reading the history');
      const sequences = Array.from(
        { length: Math.min(entriesAtOnce, listed - length) },
        (_, at) => length + 1 + at,
      );
      for (const bytes of await Promise.all(sequences.map(fetch))) {
        // An entry is missing: what lies behind it is no history.
        if (bytes === undefined) throw missingEntry(nameOf(length + 1));
        await apply(bytes);
      }
    }
  }

  /** One after the other: two readers at once would apply entries twice. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  }

  async function appendOnce(
    by: string,
    decide: (state: ModelState) => Change | null | Promise<Change | null>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    await readNew(signal);
    const change = await decide(state);
    throwIfAborted(signal, 'writing the history');
    if (change === null) return true;
    const entry = {
      sequence: length + 1,
      previous: last,
      nonce: globalThis.crypto.randomUUID(),
      at: new Date(now()).toISOString(),
      by,
      change,
    };
    const bytes = await encodeArtifact(entryContent(entry), { ...(sign && { sign }) });
    // What this registry could not read itself, such as a signature of a key that it does not take, nobody is left with.
    await decode(bytes);
    if (await store.putIfAbsent(nameOf(entry.sequence), bytes)) {
      await apply(bytes);
      return true;
    }
    const winner = await fetch(entry.sequence);
    if (winner === undefined) throw missingEntry(nameOf(entry.sequence));
    await apply(winner);
    // A store that repeats a request whose answer was lost finds the entry of its own first attempt.
    return last === (await artifactFingerprint(bytes));
  }

  return {
    read: (signal) =>
      inTurn(async () => {
        await readNew(signal);
        return state;
      }),
    append: (by, decide, signal) =>
      inTurn(async () => {
        while (!(await appendOnce(by, decide, signal)));
        return state;
      }),
  };
}

function missingEntry(source: string): TitansError {
  return new TitansError('ARTIFACT_CORRUPT', 'An entry of the history is missing. Restore it from a copy.', {
    details: { source },
  });
}
