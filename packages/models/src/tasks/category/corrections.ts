import {
  type OnlinePayeeMemory,
  onlinePayeeMemory,
} from '../../estimators/neighbours/online-payee-memory.js';
import type { PayeePrediction } from '../../estimators/neighbours/payee-prediction.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { payeeTextOf } from './category-input.js';

/** What corrections say of a row, and how much of the answer is theirs. */
export interface Corrected {
  readonly said: PayeePrediction;
  readonly share: number;
}

/** What was learned before counts as so many corrections. */
const strengthOfBefore = 0.05;
/** The share of an answer that a correction of the very same letters of another payee would have. */
const mostOfSimilar = 0.8;

/** A memory in which the latest correction of a payee outweighs all earlier ones together. */
export function emptyCorrections(): OnlinePayeeMemory {
  return onlinePayeeMemory({
    // Five years: a correction without a date is taken for as old as the latest row learned.
    halfLifeDays: 1826,
    halfLifeRows: 0.5,
    priorStrength: strengthOfBefore,
    neighbours: 4,
    leastSimilarity: 0.4,
  });
}

/**
 * What corrections say of a row: nearly all of the answer for a payee that was corrected, fading as the correction does; a
 * part that falls with the cube of the similarity for a payee of which nothing was known and whose name is similar.
 *
 * @param isKnown Whether the payee was known before any correction.
 */
export function correctedBy(
  corrections: OnlinePayeeMemory,
  row: FeatureRow,
  isKnown: boolean,
): Corrected | null {
  const payee = payeeTextOf(row);
  if (corrections.rows === 0 || payee === '') return null;
  const said = corrections.predict(payee, Number.isNaN(row.date) ? undefined : row.date);
  if (said.match === 'payee') return { said, share: said.support / (said.support + strengthOfBefore) };
  if (said.match === 'none' || isKnown) return null;
  return { said, share: mostOfSimilar * (said.evidence[0]?.similarity ?? 0) ** 3 };
}
