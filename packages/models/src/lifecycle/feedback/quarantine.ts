import { TitansError } from '@titans/core';
import type { NewCategory } from './category-names.js';
import type { CorrectionState, FeedbackEvent, FeedbackPolicy, HeldReason } from './feedback-log.js';

/** How far back the payees of a source are counted. */
export const quotaWindowMs = 86_400_000;

/** What is known of a source and a payee when a correction arrives. Only corrections that are applied count. */
export interface Influence {
  /** Whether it is a label of an anomaly: then payees are transactions, and categories labels. */
  readonly isAnomaly: boolean;
  /** Other payees that the source moved within the window. */
  readonly otherPayees: number;
  /** Most other sources that agree on one other category of the payee, each by its latest correction of it. */
  readonly contradicting: number;
  /** `null` where the category is not new, and in labels of anomalies. */
  readonly added: NewCategory | null;
}

/**
 * Whether a correction is held, and why. One source can then move a bounded number of payees a day, and none that several
 * others agree on, and add a bounded number of categories; corrections of the same payee to the same categories again do not count
 * against it.
 */
export function heldBecause(
  { isAnomaly, otherPayees, contradicting, added }: Influence,
  { payeesPerDay, anomaliesPerDay, contradictingSources, newCategoriesPerDay }: Required<FeedbackPolicy>,
): HeldReason | null {
  if (otherPayees >= (isAnomaly ? anomaliesPerDay : payeesPerDay)) {
    return isAnomaly ? 'many-anomalies' : 'many-payees';
  }
  if (contradicting >= contradictingSources) return 'contradiction';
  return added !== null && added.namedBySource >= newCategoriesPerDay ? 'many-categories' : null;
}

/** A decision on a correction: what becomes of it, and how the event is called; `null` where nothing changes. */
export type Decision = { readonly state: CorrectionState; readonly type: FeedbackEvent['type'] } | null;

/** What taking back does. */
export function undoing(state: CorrectionState): Decision {
  return state === 'undone' ? null : { state: 'undone', type: 'undone' };
}

/** What releasing does. @throws TitansError `CONFLICT` for a correction that was undone. */
export function releasing(state: CorrectionState): Decision {
  if (state === 'undone') throw new TitansError('CONFLICT', 'The correction was undone: make it again.');
  return state === 'applied' ? null : { state: 'applied', type: 'released' };
}

/** The error for an id that is none of the scope. */
export function unknownCorrection(): TitansError {
  return new TitansError('NOT_FOUND', 'There is no correction of that id.');
}
