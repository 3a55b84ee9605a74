import { type ArtifactStore, memoryArtifactStore, memoryQueue, type Queue } from '@titans/core';
import * as z from 'zod/mini';
import { count, having } from '../config/option-schemas.js';

/** How jobs are kept and run. Their state is in the store of the service. */
export interface JobSettings {
  /** Keeps what jobs are given and what they find; in this process unless told. */
  readonly artifacts?: ArtifactStore | undefined;
  /** Hands jobs to whichever process is free; to this one unless told. It is not closed by Titans. */
  readonly queue?: Queue | undefined;
  /** Jobs of a tenant that have not ended, 20 unless told; more are answered 429. */
  readonly maxWaiting?: number | undefined;
  /** Ended jobs of a tenant that are kept, 50 unless told; the oldest make room. */
  readonly maxKept?: number | undefined;
  /** Hours for which an ended job is kept, 24 unless told. */
  readonly keepHours?: number | undefined;
  /** Seconds without a sign of life after which a job is given to another process, 60 unless told. */
  readonly leaseSeconds?: number | undefined;
}

export const jobsSchema: z.ZodMiniType = z.optional(
  z.strictObject({
    artifacts: z.optional(having<ArtifactStore>('an artifact store', 'put', 'get', 'list', 'delete')),
    queue: z.optional(having<Queue>('a queue', 'send', 'consume')),
    maxWaiting: count,
    maxKept: count,
    keepHours: count,
    leaseSeconds: count,
  }),
);

/** The settings, complete. */
export interface CheckedJobSettings {
  readonly artifacts: ArtifactStore;
  readonly queue: Queue;
  readonly maxWaiting: number;
  readonly maxKept: number;
  readonly keepMs: number;
  readonly leaseMs: number;
}

/** Completes the settings with defaults. */
export function readJobSettings(settings: JobSettings = {}): CheckedJobSettings {
  const { maxWaiting = 20, maxKept = 50, keepHours = 24, leaseSeconds = 60 } = settings;
  return {
    artifacts: settings.artifacts ?? memoryArtifactStore(),
    queue: settings.queue ?? memoryQueue(),
    maxWaiting,
    maxKept,
    keepMs: keepHours * 3_600_000,
    leaseMs: leaseSeconds * 1_000,
  };
}
