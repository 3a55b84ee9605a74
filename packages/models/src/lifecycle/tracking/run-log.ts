import { type ArtifactStore, TitansError } from '@titans/core';
import { type RunEvent, readEvent, writeEvent } from './run-events.js';
import type { RunStatus } from './tracker.js';

/** What decides whether something may still be written to a run. */
export interface RunProgress {
  readonly status: RunStatus;
  readonly params: ReadonlyMap<string, string>;
}

/** What is to be written; its time and its mark are added. */
export type NewRunEvent = Omit<RunEvent, 'at' | 'nonce'>;

/** The entries of a run, as one of its writers sees them. */
export interface RunLog {
  /**
   * Appends what `decide` makes of the run as it is. Where another writer was first, it is asked again with what the other
   * wrote; so of two writers that contradict one another one fails, whatever their timing.
   *
   * @param decide What it throws ends the attempt.
   */
  append(decide: (run: RunProgress) => NewRunEvent): Promise<void>;
}

/** Entries read side by side. */
const entriesAtOnce = 32;

const folderOf = (id: string): string => `runs/${id}/events/`;

/** All entries of a run, in the order in which they were made, behind the first `known` of them. */
export async function readEvents(
  store: ArtifactStore,
  id: string,
  known: number = 0,
): Promise<readonly RunEvent[]> {
  const names = (await store.list(folderOf(id))).slice(known);
  const events: RunEvent[] = [];
  for (let start = 0; start < names.length; start += entriesAtOnce) {
    const some = names.slice(start, start + entriesAtOnce);
    events.push(...(await Promise.all(some.map(async (name) => readEvent(await store.get(name), name)))));
  }
  return events;
}

/**
 * Writes entries `runs/<id>/events/000000001.json`, … without a gap, each made by the one writer whose `putIfAbsent` succeeds.
 * An entry that could be made therefore proves that what was known before it was all there is, and nothing is read again.
 */
export function runLog(store: ArtifactStore, id: string, timestamp: () => string): RunLog {
  const params = new Map<string, string>();
  let status: RunStatus = 'running';
  let length = 0;
  let turn: Promise<unknown> = Promise.resolve();

  function apply(event: RunEvent): void {
    for (const [name, value] of Object.entries(event.params ?? {})) params.set(name, value);
    status = event.status ?? status;
    length++;
  }

  async function appendOnce(decide: (run: RunProgress) => NewRunEvent): Promise<boolean> {
    const event = { ...decide({ status, params }), at: timestamp(), nonce: globalThis.crypto.randomUUID() };
    const name = `${folderOf(id)}${String(length + 1).padStart(9, '0')}.json`;
    if (await store.putIfAbsent(name, writeEvent(event))) {
      apply(event);
      return true;
    }
    const others = await readEvents(store, id, length);
    for (const other of others) apply(other);
    // A store that repeats a request whose answer was lost finds the entry of its own first attempt.
    if (others.some(({ nonce }) => nonce === event.nonce)) return true;
    if (others.length > 0) return false;
    throw new TitansError('ARTIFACT_CORRUPT', 'An entry of a run is missing.', { details: { source: name } });
  }

  return {
    append(decide) {
      const result = turn.then(async () => {
        while (!(await appendOnce(decide)));
      });
      turn = result.catch(() => {});
      return result;
    },
  };
}
