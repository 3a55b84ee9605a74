import type { KeyValueStore } from '@titans/core';
import {
  eventsOf,
  type JoinEntry,
  type JoinLabels,
  unnumbered,
  withNumbersOf,
  withWaiting,
} from './join-entry.js';
import type { MonitorEvent } from './monitor-state.js';
import { afterOthers, parseStored, tooManyWriters } from './stored-value.js';

/** A change of what is stored under one id. */
export interface EntryChange {
  readonly key: string;
  /** Whether the entry is meant that the key is another name of, where it is one. */
  readonly isAnyName: boolean;
  /** Another name of the same entry. Labels that wait under it are taken along. */
  readonly alias?: string;
  readonly change: (entry: JoinEntry) => JoinEntry;
  /** Learns what is stored in the end, and where. */
  readonly seen?: (entry: JoinEntry, key: string) => void;
}

/** What has happened, to be counted. */
export interface EntryEvents {
  readonly events: readonly MonitorEvent[];
  /** Numbers by version that were drawn for nothing, since others were faster. */
  readonly unused: ReadonlyMap<string, readonly number[]>;
}

/** Entries that change at once: each waits for the store twice, not for the others. */
const together = 64;
const mostTurns = 100;

/** Predictions and labels that wait for one another, in a store that several processes share. */
export function labelStore(
  store: KeyValueStore,
  ttlMs: number,
): {
  /** @param counterOf Key of the counter that numbers the events of a version. */
  change(changes: readonly EntryChange[], counterOf: (version: string) => string): Promise<EntryEvents>;
} {
  async function read(key: string): Promise<{ entry: JoinEntry; version: string | null }> {
    const stored = await store.get(key);
    return stored === null
      ? { entry: {}, version: null }
      : { entry: parseStored<JoinEntry>(stored.value), version: stored.version };
  }

  /** Lets an alias lead to the entry, and gives what waited under it. */
  async function redirect(alias: string, key: string): Promise<JoinLabels | undefined> {
    for (let turn = 0; turn < mostTurns; turn++) {
      const { entry, version } = await read(alias);
      if (entry.of === key) return entry.labels;
      // The name of a prediction of its own stays that.
      if (entry.prediction !== undefined) return undefined;
      const next: JoinEntry = {
        of: key,
        ...(entry.labels !== undefined && entry.of === undefined && { labels: entry.labels }),
      };
      if (await store.compareAndSet(alias, version, JSON.stringify(next), { ttlMs })) return next.labels;
      await afterOthers(turn);
    }
    throw tooManyWriters();
  }

  async function changeOne(
    { key: given, isAnyName, alias, change, seen }: EntryChange,
    draw: (version: string, count: number) => Promise<readonly number[]>,
    leave: (version: string, numbers: readonly number[]) => void,
  ): Promise<readonly MonitorEvent[]> {
    const waiting = alias === undefined ? undefined : await redirect(alias, given);
    let key = given;
    for (let turn = 0; turn < mostTurns; turn++) {
      const { entry: found, version } = await read(key);
      const isOther = found.of !== undefined && found.prediction === undefined && key !== found.of;
      if (isOther && isAnyName) {
        key = found.of as string;
        continue;
      }
      // What was another name before, and what waited under it, is no longer.
      const entry = isOther ? {} : found;
      const changed = change(waiting === undefined ? entry : withWaiting(entry, waiting));
      const needed = unnumbered(changed);
      const modelVersion = changed.prediction?.version ?? '';
      const numbers = needed === 0 ? [] : await draw(modelVersion, needed);
      const next = withNumbersOf(changed, numbers);
      if (next === found || (await store.compareAndSet(key, version, JSON.stringify(next), { ttlMs }))) {
        seen?.(next, key);
        return eventsOf(next);
      }
      if (numbers.length > 0) leave(modelVersion, numbers);
      await afterOthers(turn);
    }
    throw tooManyWriters();
  }

  return {
    async change(changes, counterOf) {
      const events: MonitorEvent[] = [];
      const unused = new Map<string, number[]>();
      const drawn = numberDrawer((version, count) => store.increment(counterOf(version), count));
      const leave = (version: string, numbers: readonly number[]): void => {
        unused.set(version, [...(unused.get(version) ?? []), ...numbers]);
      };
      for (let first = 0; first < changes.length; first += together) {
        const part = changes.slice(first, first + together);
        const found = await Promise.all(part.map((one) => changeOne(one, drawn, leave)));
        events.push(...found.flat());
      }
      return { events, unused };
    },
  };
}

/** Draws numbers for all who ask at about the same time by one question to the store. */
function numberDrawer(
  increment: (version: string, count: number) => Promise<number>,
): (version: string, count: number) => Promise<readonly number[]> {
  const asking = new Map<string, { wanted: number; last: Promise<number> }>();
  return async (version, count) => {
    let question = asking.get(version);
    if (question === undefined) {
      const asked = { wanted: 0, last: Promise.resolve(0) };
      asked.last = new Promise((resolve) => setTimeout(resolve)).then(() => {
        asking.delete(version);
        return increment(version, asked.wanted);
      });
      asking.set(version, asked);
      question = asked;
    }
    question.wanted += count;
    const end = question.wanted;
    const last = await question.last;
    const first = last - question.wanted + end - count + 1;
    return Array.from({ length: count }, (_, place) => first + place);
  };
}
