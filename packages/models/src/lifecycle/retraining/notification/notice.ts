import type { WorkOptions } from '@titans/core';

/**
 * What is told. `promoted`, `refused`, `unchanged`, `superseded` and `failed` are ends of runs; `step-failed` is tried again;
 * `rolled-back` says that a new champion did worse and the one before is back, `degraded` that there was none before,
 * `watch-failed` that whoever watches a new champion cannot tell, once until they can again.
 */
export type RetrainingEvent =
  | 'promoted'
  | 'refused'
  | 'unchanged'
  | 'superseded'
  | 'failed'
  | 'step-failed'
  | 'rolled-back'
  | 'degraded'
  | 'watch-failed';

/** Something that happened, as it is told. */
export interface RetrainingNotice {
  /** The same for every delivery of the same notice: it may come more than once. */
  readonly id: string;
  readonly event: RetrainingEvent;
  readonly model: string;
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
  /** Ids of the versions that were and are champion; `null` for none. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Whoever is told. What it rejects with makes the notice be told again later. */
export type RetrainingNotifier = (
  notice: RetrainingNotice,
  options: Pick<WorkOptions, 'signal'>,
) => void | Promise<void>;
