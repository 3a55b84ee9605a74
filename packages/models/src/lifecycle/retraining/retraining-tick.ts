import type { RetrainingRun } from './retraining-run.js';
import type { WatchedPromotion } from './stored-state.js';
import type { LastTraining, TriggerFinding } from './triggers/trigger.js';
import type { WatchFinding } from './watch-champion.js';

/** What the triggers come to. */
export interface RetrainingCheck {
  /** Whether one of them is due and nothing holds it back. */
  readonly due: boolean;
  /** What those say that are due; `null` where none is. */
  readonly reason: string | null;
  readonly findings: readonly TriggerFinding[];
  /** Until when they are not acted on, as the last run ended a short while ago; ISO 8601, UTC. `null` if nothing holds them. */
  readonly heldUntil: string | null;
}

/**
 * What a call of `tick` did. `busy`: another process has the turn. `idle`: nothing was due. `waiting`: the run under way waits
 * for live traffic, or for the next attempt. `ran`: a run was begun or taken up, and ended. `failed`: a step of it failed.
 * `rolled-back` and `degraded`: the new champion did worse, and the one before is back or there was none.
 */
export interface RetrainingTick {
  readonly did: 'busy' | 'idle' | 'waiting' | 'ran' | 'failed' | 'rolled-back' | 'degraded';
  /** The run that was worked on. */
  readonly run: RetrainingRun | null;
  /** What the triggers said, where they were asked; nothing while they are held back. */
  readonly check: RetrainingCheck | null;
  /** What was found of a new champion; `null` where none is watched, or nobody was asked. */
  readonly watch: WatchFinding | null;
}

/** What is kept, as it is now. Moments are ISO 8601, UTC. */
export interface RetrainingState {
  /** Whether a process works at it now. */
  readonly busy: boolean;
  /** Runs begun. */
  readonly runs: number;
  /** The run that has not ended. */
  readonly run: RetrainingRun | null;
  readonly lastTraining: LastTraining | null;
  readonly lastEndedAt: string | null;
  /** When the run is tried again that failed. */
  readonly retryAt: string | null;
  readonly watch: Pick<WatchedPromotion, 'run' | 'version' | 'before' | 'since' | 'problem'> | null;
  /** Notices that wait to be told, and those given up. */
  readonly notices: { readonly pending: number; readonly undelivered: number };
}
