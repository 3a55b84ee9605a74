import type { ScoredRow } from '../../data/use-scored.js';

/** Below this confidence an answer is worth a look, also where the model did not abstain. */
const sureFrom = 0.7;

/** Whether a person should look at the category: the model abstained, or is not sure of a row that has none stored. */
export function needsReview({ row, predictions }: ScoredRow): boolean {
  if (predictions.abstained) return true;
  return row.transaction.category === null && predictions.confidence < sureFrom;
}

/** What to look at first: what the model abstained from, then what it is least sure of, then what is newest. */
export function byDoubt(left: ScoredRow, right: ScoredRow): number {
  const [one, other] = [left.predictions, right.predictions];
  if (one.abstained !== other.abstained) return one.abstained ? -1 : 1;
  return one.confidence - other.confidence || left.row.number - right.row.number;
}
