import type { ErrorCode } from '@titans/core';
import type { TaskComparison } from '../../suite/evaluation/compare-suites.js';
import type { GateFinding } from './gate/gate-finding.js';
import type { ShadowTraffic } from './shadow.js';
import type { TriggerFinding } from './triggers/trigger.js';

/**
 * What a run does, in this order. `shadow` is passed over where no live traffic is to be compared, `refit` where what was judged is
 * promoted as it is.
 */
export const retrainingSteps = ['validate', 'train', 'evaluate', 'shadow', 'refit', 'promote'] as const;
export type RetrainingStep = (typeof retrainingSteps)[number];

/**
 * How a run ended. `promoted`: the candidate became champion; `refused`: it, or the data, did not reach what is asked for;
 * `unchanged`: training gave the champion again, byte for byte; `superseded`: somebody else changed the champion meanwhile;
 * `failed`: a step failed as often as it may.
 */
export type RetrainingOutcome = 'promoted' | 'refused' | 'unchanged' | 'superseded' | 'failed';

/** The data of a run. */
export interface RetrainingData {
  /** Rows up to today. */
  readonly rows: number;
  /** Rows dated later than tomorrow, which are left out. */
  readonly futureRows: number;
  /** First and last day of the rows; `YYYY-MM-DD`. */
  readonly from: string;
  readonly through: string;
  /** Share of rows with a category. */
  readonly labelledShare: number;
  /** Last day that the champion learned from; `null` without a champion. */
  readonly championThrough: string | null;
  /** Last day that the candidate learns from. */
  readonly trainedThrough: string;
  readonly trainingRows: number;
  /** Rows later than all that the champion and the candidate learned from. */
  readonly holdoutRows: number;
  /** SHA-256 of the rows to learn from. */
  readonly fingerprint: string;
}

/** What was trained. */
export interface RetrainingCandidate {
  /** Id of the registered version. */
  readonly version: string;
  readonly number: number;
  /** Sequence of the last correction that it contains; `null` where no corrections are taken. */
  readonly correctionsThrough: number | null;
  /** Run of the tracker that remembers the training. */
  readonly trackedRun: string | null;
}

/** What the candidate was found to be. */
export interface RetrainingEvaluation {
  /** `this` is the candidate, `other` the champion. Empty without a champion. */
  readonly comparisons: readonly TaskComparison[];
  /** Guards and canaries, and what the comparisons come to. */
  readonly findings: readonly GateFinding[];
  readonly passed: boolean;
  readonly reason: string;
}

/** The training on all rows after a candidate was judged on those that were held out. */
export interface RetrainingRefit {
  /** What was trained; `null` where nothing was. Its parent in the registry is the judged version. */
  readonly candidate: RetrainingCandidate | null;
  /** Last day that it learns from, and how many rows. */
  readonly trainedThrough: string;
  readonly trainingRows: number;
  /** Whether it answers as the judged one does, and the canaries as expected. */
  readonly findings: readonly GateFinding[];
  /** Whether it is promoted; the judged one is otherwise. */
  readonly passed: boolean;
  readonly reason: string;
}

/** A step that did not end. */
export interface RetrainingFailure {
  readonly at: string;
  readonly step: RetrainingStep;
  /** `null` for what is no `TitansError`. */
  readonly code: ErrorCode | null;
  readonly message: string;
}

/** One retraining, from what set it off to how it ended, as it is kept. Moments are ISO 8601, UTC. */
export interface RetrainingRun {
  /** Its number, and eight hexadecimal digits. */
  readonly id: string;
  /** 1, 2, 3, … per model. */
  readonly number: number;
  readonly reason: string;
  /** What the triggers said; empty where somebody asked for it. */
  readonly findings: readonly TriggerFinding[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Times that it was begun or taken up again. */
  readonly attempts: number;
  /** The step that is next or under way; the last one that was, once it has ended. */
  readonly step: RetrainingStep;
  readonly outcome: RetrainingOutcome | null;
  /** Why it ended so. */
  readonly outcomeReason: string | null;
  /** Id of the version that was champion when it began; `null` for none. */
  readonly champion: string | null;
  /** `sequence` of the last move of the champion in the registry's history by then; 0 for none. */
  readonly championMove: number;
  readonly data: RetrainingData | null;
  readonly candidate: RetrainingCandidate | null;
  readonly evaluation: RetrainingEvaluation | null;
  /** When live traffic began to be compared. */
  readonly shadowSince: string | null;
  readonly shadow: ShadowTraffic | null;
  /** `null` where it was not asked for, or not yet reached. */
  readonly refit: RetrainingRefit | null;
  readonly promotedAt: string | null;
  /** `sequence` of that move in the registry's history. */
  readonly promotedMove: number | null;
  /** Why its champion was taken back, where it was. */
  readonly rolledBack: { readonly at: string; readonly reason: string } | null;
  readonly failures: readonly RetrainingFailure[];
}
