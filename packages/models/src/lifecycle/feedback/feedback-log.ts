import type { WorkOptions } from '@titans/core';
import type { TransactionQuery } from '../../tasks/predictions.js';

/** What a correction keeps of its transaction: what names the payee, and when it was. */
export type CorrectedTransaction = Pick<TransactionQuery, 'description' | 'merchantName' | 'date'>;

/** `held`: not believed until someone releases it. */
export type CorrectionState = 'applied' | 'held' | 'undone';

/**
 * Why a correction is held: its source moved more payees, labelled more transactions, or named more new categories within a day than
 * it may, or others agree on something else.
 */
export type HeldReason = 'many-payees' | 'many-anomalies' | 'many-categories' | 'contradiction';

/** A correction to be recorded: of a category, or a label of an anomaly. */
export interface NewCorrection {
  /** With a description or a merchant name, unless a label of an anomaly names its transaction. */
  readonly transaction: CorrectedTransaction;
  /** The right category, 1 to 100 characters; not with `isAnomaly`. */
  readonly category?: string;
  /**
   * Whether the transaction is an anomaly, such as a confirmed fraud, or not, such as a false alarm; not with `category`. Training learns
   * it where there is a `transactionId`.
   */
  readonly isAnomaly?: boolean;
  /** What was answered before, if it is known. */
  readonly previousCategory?: string | null;
  readonly transactionId?: string | null;
  /** Account of the transaction, 1 to 200 characters; that of transactions without one unless told. */
  readonly accountId?: string;
  /** The credential or person that corrects, 1 to 200 characters. */
  readonly by: string;
}

/** A correction as it is recorded. */
export interface RecordedCorrection {
  readonly id: string;
  /** Place of its making among the events of its scope, from 1. */
  readonly sequence: number;
  readonly state: CorrectionState;
  /** Why it is or was held; `null` where it never was. */
  readonly heldBecause: HeldReason | null;
  readonly transaction: CorrectedTransaction;
  /** `null` in a label of an anomaly, and then `isAnomaly` is not. */
  readonly category: string | null;
  readonly isAnomaly: boolean | null;
  readonly previousCategory: string | null;
  readonly transactionId: string | null;
  readonly accountId: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Something that happened to a correction. */
export interface FeedbackEvent {
  /** 1, 2, 3, … per scope, without a gap: who has read up to one has missed nothing before it. */
  readonly sequence: number;
  /** `corrected`: it is applied from now on; `held`: recorded, not applied; `released`: applied after it was held. */
  readonly type: 'corrected' | 'held' | 'released' | 'undone';
  readonly correctionId: string;
  readonly transaction: CorrectedTransaction;
  /** `null` in a label of an anomaly, and then `isAnomaly` is not. */
  readonly category: string | null;
  readonly isAnomaly: boolean | null;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Which part of a list. */
export interface FeedbackPageOptions extends Pick<WorkOptions, 'signal'> {
  /** Sequence that the page begins behind; 0 unless told. */
  readonly after?: number;
  /** 1 to 1,000, 100 unless told. */
  readonly limit?: number;
}

/** What a correction is judged by beside those that were made before it. */
export interface JudgingOptions extends Pick<WorkOptions, 'signal'> {
  /** Categories that exist without corrections, those of the model: naming one of them costs nothing. None unless told. */
  readonly knownCategories?: readonly string[];
}

/** Who decides on a correction. */
export interface DecisionOptions extends Pick<WorkOptions, 'signal'> {
  readonly by: string;
}

/** When corrections are held. */
export interface FeedbackPolicy {
  /** Payees that one source may move within 24 hours; corrections of further ones are held. 100 unless told. */
  readonly payeesPerDay?: number;
  /** Transactions that one source may label as anomalies or none within 24 hours; labels of further ones are held. 500 unless told. */
  readonly anomaliesPerDay?: number;
  /**
   * Other sources that have to agree on another category of the payee, or the other label of the transaction, each by its latest
   * correction, for a correction to be held. 3 unless told.
   */
  readonly contradictingSources?: number;
  /**
   * Categories that one source may be the first to name within 24 hours; corrections with further ones are held. A name that the model
   * has, or a correction that applies, is not new. 50 unless told.
   */
  readonly newCategoriesPerDay?: number;
  /**
   * Categories that a scope may have, those of its model among them: a correction that would add another is refused. 1,000 unless told,
   * as many as can be learned; every answer about a corrected payee lists them all.
   */
  readonly categories?: number;
}

/**
 * Corrections of categories and labels of anomalies, by scope: a tenant, or a tenant's model. Nothing of one scope is seen from another. Several
 * processes may append at once; the events of a scope have one order, in which each of them reads them.
 *
 * Methods throw `TitansError` with `INVALID_ARGUMENT` (also `DATE_INVALID`) for wrong values, `NOT_FOUND` for an id that is
 * not of the scope, `ABORTED`, and what the database throws.
 */
export interface FeedbackLog {
  /**
   * Records a correction: applied, or held where the policy says so.
   *
   * @throws TitansError `LIMIT_EXCEEDED` with the field `category` if the scope would have more categories than it may.
   */
  append(scope: string, correction: NewCorrection, options?: JudgingOptions): Promise<RecordedCorrection>;
  /** Takes a correction back; one that was taken back already stays so. */
  undo(scope: string, id: string, options: DecisionOptions): Promise<RecordedCorrection>;
  /**
   * Lets a held correction apply.
   *
   * @throws TitansError `CONFLICT` if it was undone, `LIMIT_EXCEEDED` if the scope would have more categories than it may.
   */
  release(scope: string, id: string, options: DecisionOptions & JudgingOptions): Promise<RecordedCorrection>;
  get(scope: string, id: string, options?: Pick<WorkOptions, 'signal'>): Promise<RecordedCorrection>;
  /** Corrections in the order in which they were made. */
  list(
    scope: string,
    options?: FeedbackPageOptions & { readonly state?: CorrectionState },
  ): Promise<readonly RecordedCorrection[]>;
  /** What happened, in order. */
  events(scope: string, options?: FeedbackPageOptions): Promise<readonly FeedbackEvent[]>;
}

/** How a feedback log works. */
export interface FeedbackLogOptions extends FeedbackPolicy {
  /** Milliseconds since 1970; the clock of the machine unless told. */
  readonly now?: () => number;
}
