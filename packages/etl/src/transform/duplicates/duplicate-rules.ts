import { TitansError } from '@titans/core';
import type { ComparedRow } from './remembered-rows.js';

/** What two rows must have in common to be taken for one transaction. */
export interface DuplicateRules {
  /** Most days between the two dates, since banks book on other days than card schemes: 3 unless told. */
  readonly days?: number;
  /** Least confidence, 0 to 1: 0.6 unless told. */
  readonly minimumConfidence?: number;
  /**
   * Whether rows of one source can be duplicates without carrying the same identifier. No unless told: two equal
   * purchases on one day of a statement are two transactions.
   */
  readonly withinSource?: boolean;
  /**
   * Whether different identifiers of one form in two sources (`A1` and `B7`, not `A1` and `4711`) say that the
   * transactions are different. Yes unless told: sources that number their rows anew in each export need `false`.
   */
  readonly trustIds?: boolean;
}

export const duplicateRules: readonly (keyof DuplicateRules)[] = [
  'days',
  'minimumConfidence',
  'withinSource',
  'trustIds',
];

/** Why two rows are taken for one transaction. */
export interface DuplicateEvidence {
  /** `exact`: the same day and text, or identifier; `near` otherwise. */
  readonly kind: 'exact-duplicate' | 'near-duplicate';
  readonly confidence: number;
  /** Of the descriptions, 0 to 1. */
  readonly similarity: number;
  readonly daysApart: number;
  readonly sameId: boolean;
}

/** How much less sure each day between the two makes. */
const doubtPerDay = 0.03;
/** The same identifier, amount and account within days are hardly chance. */
const sameIdConfidence = 0.97;

/** Rules with their defaults. */
export function completeRules(rules: DuplicateRules): Required<DuplicateRules> {
  const { days, minimumConfidence } = { days: 3, minimumConfidence: 0.6, ...withoutUndefined(rules) };
  requireBetween(days, 0, 366, 'days');
  if (!Number.isInteger(days)) throw wrong('days', `days is a whole number, not ${days}.`);
  requireBetween(minimumConfidence, 0, 1, 'minimumConfidence');
  return { days: 3, minimumConfidence: 0.6, withinSource: false, trustIds: true, ...withoutUndefined(rules) };
}

/** What speaks for two rows of the same account, amount and currency being one transaction; `null` if too little. */
export function duplicateEvidence(
  row: ComparedRow,
  other: ComparedRow,
  rules: Required<DuplicateRules>,
  similarityOf: (a: string, b: string) => number,
): DuplicateEvidence | null {
  const isSameSource = row.sourceIndex === other.sourceIndex;
  const sameId = row.id !== null && row.id === other.id;
  const hasOtherId = row.id !== null && other.id !== null && !sameId;
  if (isSameSource && (hasOtherId || !(sameId || rules.withinSource))) return null;
  if (hasOtherId && rules.trustIds && formOf(row.id as string) === formOf(other.id as string)) return null;
  const daysApart = Math.abs(row.day - other.day);
  const similarity = similarityOf(row.description, other.description);
  const isExact = daysApart === 0 && (sameId || row.description === other.description);
  const byText = similarity * (1 - doubtPerDay * daysApart);
  const confidence = isExact ? 1 : sameId ? Math.max(byText, sameIdConfidence) : byText;
  if (confidence < rules.minimumConfidence) return null;
  return { kind: isExact ? 'exact-duplicate' : 'near-duplicate', confidence, similarity, daysApart, sameId };
}

/** Letters and digits by kind: identifiers of one system look alike. */
function formOf(id: string): string {
  return id.slice(0, 64).replace(/[0-9]/g, '9').replace(/\p{L}/gu, 'A');
}

function withoutUndefined(rules: DuplicateRules): DuplicateRules {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}

function requireBetween(value: unknown, low: number, high: number, field: string): void {
  if (typeof value === 'number' && value >= low && value <= high) return;
  throw wrong(field, `${field} is a number from ${low} to ${high}, not ${String(value)}.`);
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}
