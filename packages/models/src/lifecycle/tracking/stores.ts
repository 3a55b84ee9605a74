import { type Database, databaseArtifactStore, memoryArtifactStore } from '@titans/core';
import { directoryArtifactStore } from '@titans/core/files';
import { artifactTracker, type TrackerOptions } from './artifact-tracker.js';
import type { Tracker } from './tracker.js';

/**
 * A tracker in a directory, which several processes may use at once.
 *
 * @example
 * ```ts
 * import { fileTracker } from '@titans/models/lifecycle';
 *
 * const tracker = fileTracker('./tracking');
 * const run = await tracker.start('categories', { params: { seed: 42 } });
 * await run.logMetrics({ accuracy: 0.91 });
 * await run.end();
 * console.log((await tracker.runs('categories')).items[0]?.metrics);
 * ```
 */
export function fileTracker(path: string, options: TrackerOptions = {}): Tracker {
  return artifactTracker(directoryArtifactStore(path), options);
}

/** A tracker in this process, gone with it. */
export function memoryTracker(options: TrackerOptions = {}): Tracker {
  return artifactTracker(memoryArtifactStore(), options);
}

/** A tracker in the table `titans_artifacts` of a PostgreSQL database, embedded or on a server. */
export function databaseTracker(database: Database, options: TrackerOptions = {}): Tracker {
  return artifactTracker(databaseArtifactStore(database), options);
}
