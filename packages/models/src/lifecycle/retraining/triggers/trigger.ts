import type { TransactionTable, WorkOptions } from '@titans/core';
import type { TrainedSuite } from '../../../tasks/models.js';
import type { ModelVersion } from '../../registry/registry.js';

/** The last training that came to an end, promoted or not. */
export interface LastTraining {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Rows that there were; `null` where it is known from the champion alone. */
  readonly rows: number | null;
  /** Last day that was learned from; `null` where nobody knows. */
  readonly trainedThrough: string | null;
  /** Share of rows that had a category; `null` where nobody knows. */
  readonly labelledShare: number | null;
}

/** How many rows there are. */
export interface DataAmount {
  readonly rows: number;
  /** Rows that came since the last training; all where there was none. */
  readonly newRows: number;
}

/** What a trigger may look at. */
export interface TriggerContext extends Pick<WorkOptions, 'signal'> {
  /** Name of the model in the registry. */
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly champion: ModelVersion | null;
  /** What is stored, or, where nothing is, when the champion was registered; `null` if neither is. */
  readonly lastTraining: LastTraining | null;
  /** All rows, oldest first; read once for all triggers, as are the next. */
  rows(): Promise<TransactionTable>;
  /** How many rows there are, and how many are new. */
  amount(): Promise<DataAmount>;
  /** The champion itself. @throws TitansError `NOT_FOUND` without one. */
  suite(): Promise<TrainedSuite>;
}

/** What a trigger says. */
export interface TriggerVerdict {
  /** Whether to train. */
  readonly due: boolean;
  /** Why, or why not: a sentence for people. */
  readonly reason: string;
}

/** Something that sets off a retraining. */
export interface RetrainingTrigger {
  /** 1 to 100 characters; once per retraining. */
  readonly name: string;
  check(context: TriggerContext): TriggerVerdict | Promise<TriggerVerdict>;
}

/** What a trigger said. `failed` where it could not tell: the others decide then, and the reason is why it could not. */
export interface TriggerFinding {
  readonly trigger: string;
  readonly state: 'due' | 'not due' | 'failed';
  readonly reason: string;
}
