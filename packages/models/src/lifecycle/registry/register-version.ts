import { type ArtifactStore, sdkVersion, throwIfAborted } from '@titans/core';
import type { TrainedSuite } from '../../tasks/models.js';
import type { Change, VersionFile } from './history-entry.js';
import type { HistoryLog } from './history-log.js';
import { livingFiles, livingVersions, type ModelState, type VersionRecord } from './model-state.js';
import type { RegisterOptions } from './registry.js';
import { freshName, type SuiteFiles, suiteFiles } from './suite-files.js';

/** Where a version is registered. */
export interface RegisterPlace {
  readonly name: string;
  readonly store: ArtifactStore;
  readonly log: HistoryLog;
  readonly sign: Parameters<typeof suiteFiles>[1];
  readonly now: () => number;
  readonly numbers: VersionNumbers;
}

/** Gives versions their numbers. */
export interface VersionNumbers {
  /** A number for the suite that no version has or had. May be asked again where another writer was first. */
  next(made: SuiteFiles, state: ModelState): number | Promise<number>;
  /** Told once it is known under which number the suite is registered, by whomever. */
  settle?(state: ModelState, number: number): Promise<void>;
}

/** One more than the highest that there ever was. */
export const consecutiveNumbers: VersionNumbers = {
  next: (_, { versions }) => [...versions.keys()].reduce((most, number) => Math.max(most, number), 0) + 1,
};

/**
 * Stores the files of a suite, then the entry that makes them a version. Killed before the entry, it leaves files that
 * nobody refers to and garbage collection finds.
 */
export async function registerVersion(
  { name, store, log, sign, now, numbers }: RegisterPlace,
  suite: TrainedSuite,
  { by, description, tags, signal }: RegisterOptions,
): Promise<{ readonly state: ModelState; readonly version: VersionRecord }> {
  const made = await suiteFiles(suite, sign);
  /** Files that this call stored, by checksum. */
  const own = new Map<string, string>();

  async function stored(files: SuiteFiles['files'], state: ModelState): Promise<readonly VersionFile[]> {
    // A file of a version that exists at this point of the history may be shared. One of a deleted version may not: whoever
    // deleted it may be about to remove its files.
    const shared = new Map(livingFiles(state).map((file) => [file.sha256, file.stored]));
    const placed: VersionFile[] = [];
    for (const { content, ...file } of files) {
      throwIfAborted(signal, 'registering');
      const existing = shared.get(file.sha256) ?? own.get(file.sha256);
      const as = existing ?? freshName(file.sha256, now());
      if (existing === undefined) {
        await store.put(`files/${name}/${as}`, content);
        own.set(file.sha256, as);
      }
      placed.push({ ...file, stored: as });
    }
    return placed;
  }

  async function decide(state: ModelState): Promise<Change | null> {
    if (livingVersions(state).some(({ id }) => id === made.id)) return null;
    return {
      type: 'registered',
      number: await numbers.next(made, state),
      id: made.id,
      files: await stored(made.files, state),
      tasks: [...suite.tasks],
      metrics: suite.report
        .rows()
        .map((row) => ({ ...row, value: Number.isFinite(row.value) ? row.value : null })),
      dataFingerprint: suite.report.dataFingerprint,
      sdkVersion,
      description: description ?? null,
      tags: { ...tags },
    };
  }

  throwIfAborted(signal, 'registering');
  await store.putIfAbsent(`names/${name}`, new Uint8Array());
  const state = await log.append(by, decide, signal);
  const version = livingVersions(state).find(({ id }) => id === made.id) as VersionRecord;
  await removeUnused(version);
  await numbers.settle?.(state, version.number);
  return { state, version };

  /** Where another registered the same bytes first, or a file came to be shared, our own copies belong to nobody. */
  async function removeUnused(registered: VersionRecord): Promise<void> {
    const used = new Set(registered.files.map((file) => file.stored));
    for (const unused of own.values()) if (!used.has(unused)) await store.delete(`files/${name}/${unused}`);
  }
}
