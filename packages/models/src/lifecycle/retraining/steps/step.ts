import type { WorkOptions } from '@titans/core';
import type { RetrainingSettings } from '../retraining-options.js';
import type { RetrainingOutcome, RetrainingRun } from '../retraining-run.js';
import type { DividedRows } from '../rows.js';
import type { StoredState } from '../stored-state.js';

/** What a step may use. */
export interface StepContext extends WorkOptions {
  readonly settings: RetrainingSettings;
  /** As it was when the step began. */
  readonly state: StoredState;
  readonly run: RetrainingRun;
  /** The rows of the run, where an earlier step of this process has read them. */
  rows: DividedRows | null;
  /** Rejects unless this process still has the turn. */
  confirm(): Promise<void>;
}

/** What came of a step, which is kept before the next one begins. */
export type StepResult =
  | { readonly state: 'done'; readonly changes: Partial<RetrainingRun> }
  | {
      readonly state: 'ended';
      readonly outcome: RetrainingOutcome;
      readonly reason: string;
      readonly changes?: Partial<RetrainingRun>;
    }
  /** The rows have changed since they were validated. */
  | { readonly state: 'again' }
  /** For something outside; it is asked again by the next call. */
  | { readonly state: 'waiting'; readonly changes: Partial<RetrainingRun> };

/** One step of a run. Done again, it does what it did before, or finds that it is done. */
export type Step = (context: StepContext) => Promise<StepResult>;

/** The end of a run that is not promoted for a reason. */
export function refused(reason: string, changes: Partial<RetrainingRun> = {}): StepResult {
  return { state: 'ended', outcome: 'refused', reason, changes };
}
