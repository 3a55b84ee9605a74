import { type ArtifactStore, throwIfAborted } from '@titans/core';
import { checkCount } from './checked-names.js';
import type { HistoryLog } from './history-log.js';
import { championAlias, describeVersion, livingVersions, type ModelState } from './model-state.js';
import type { GarbageOptions, GarbageReport, ModelVersion } from './registry.js';
import { storedAt } from './suite-files.js';

const dayMs = 86_400_000;

/** Where garbage is collected. */
export interface GarbagePlace {
  readonly name: string;
  readonly store: ArtifactStore;
  readonly log: HistoryLog;
  readonly now: () => number;
}

/** First the entry that the versions are gone, then their files: killed in between, the next collection finds the files. */
export async function collectGarbage(
  place: GarbagePlace,
  { by, signal, keep = 10, keepChampions = 5, orphansOlderThanMs = dayMs, dryRun = false }: GarbageOptions,
): Promise<GarbageReport> {
  checkCount('keep', keep, 0, Number.MAX_SAFE_INTEGER);
  checkCount('keepChampions', keepChampions, 1, Number.MAX_SAFE_INTEGER);
  checkCount('orphansOlderThanMs', orphansOlderThanMs, 0, Number.MAX_SAFE_INTEGER);
  let removed: readonly ModelVersion[] = [];
  const choose = (state: ModelState): readonly number[] => {
    const numbers = removable(state, keep, keepChampions);
    const gone = new Set(numbers);
    removed = livingVersions(state)
      .filter(({ number }) => gone.has(number))
      .map((version) => describeVersion(state, version));
    return numbers;
  };
  if (dryRun) {
    const state = await place.log.read(signal);
    const gone = new Set(choose(state));
    return { versions: removed, files: (await unusedFiles(place, state, gone, orphansOlderThanMs)).length };
  }
  const state = await place.log.append(
    by,
    (current) => {
      const numbers = choose(current);
      return numbers.length === 0 ? null : { type: 'deleted', numbers, reason: 'garbage collection' };
    },
    signal,
  );
  return { versions: removed, files: await removeUnusedFiles(place, state, orphansOlderThanMs, signal) };
}

/**
 * Removes files of deleted versions, and files of no version that are older than stated, since a younger one may belong to a
 * registration that is under way.
 *
 * @returns How many.
 */
export async function removeUnusedFiles(
  place: GarbagePlace,
  state: ModelState,
  orphansOlderThanMs: number = dayMs,
  signal?: AbortSignal,
): Promise<number> {
  const unused = await unusedFiles(place, state, new Set(), orphansOlderThanMs);
  for (const file of unused) {
    throwIfAborted(signal, 'garbage collection');
    await place.store.delete(file);
  }
  return unused.length;
}

function removable(state: ModelState, keep: number, keepChampions: number): readonly number[] {
  const living = livingVersions(state);
  const lastPromoted = state.moves.flatMap(({ alias, to }) =>
    alias === championAlias && to !== null ? [to] : [],
  );
  const kept = new Set([
    ...living.slice(Math.max(0, living.length - keep)).map(({ number }) => number),
    ...state.aliases.values(),
    ...lastDistinct(lastPromoted, keepChampions),
    // After rollbacks these are what the next rollbacks lead to.
    ...lastDistinct(state.champions, keepChampions),
  ]);
  return living.flatMap(({ number }) => (kept.has(number) ? [] : [number]));
}

function lastDistinct(numbers: readonly number[], count: number): readonly number[] {
  return [...new Set(numbers.toReversed())].slice(0, count);
}

async function unusedFiles(
  { name, store, now }: GarbagePlace,
  state: ModelState,
  alsoGone: ReadonlySet<number>,
  orphansOlderThanMs: number,
): Promise<readonly string[]> {
  const used = new Set(
    livingVersions(state).flatMap(({ number, files }) =>
      alsoGone.has(number) ? [] : files.map(({ stored }) => stored),
    ),
  );
  const known = new Set(
    [...state.versions.values()].flatMap(({ files }) => files.map(({ stored }) => stored)),
  );
  const folder = `files/${name}/`;
  return (await store.list(folder)).filter((file) => {
    const stored = file.slice(folder.length);
    if (used.has(stored)) return false;
    // What belonged to a version and belongs to none now never will again.
    if (known.has(stored)) return true;
    const since = storedAt(stored);
    return since !== undefined && since <= now() - orphansOlderThanMs;
  });
}
