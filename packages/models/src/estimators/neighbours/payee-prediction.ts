import type { PayeeMemorySettings } from './payee-memory-parameters.js';
import { type PayeeRecall, rowWeights } from './payee-recall.js';

/** An earlier row that spoke for a label. */
export interface PayeeEvidence {
  /** What `learn` gave for the row. */
  readonly id: number;
  readonly label: string;
  /** Epoch day of the row. */
  readonly day: number;
  /** 1 for a row of the same payee, else the cosine of the names. */
  readonly similarity: number;
  /** What the row counts now, faded by time and by later rows of its payee. */
  readonly weight: number;
}

/** The label of a payee, and why. */
export interface PayeePrediction {
  /** The most probable label, the one learned first of equals; `null` for a memory that is empty. */
  readonly label: string | null;
  /** Its probability, 0 to 1. */
  readonly probability: number;
  /** `payee`: this payee was seen before. `similar`: payees of similar names were. `none`: neither. */
  readonly match: 'payee' | 'similar' | 'none';
  /** What the rows of this very payee count now, faded by time and by later rows of the payee; 0 for a new one. */
  readonly support: number;
  /** Of every label, in the order of `labels`. */
  readonly probabilities: Float64Array;
  /** Up to five rows: of this payee before similar ones, the latest first. */
  readonly evidence: readonly PayeeEvidence[];
}

const mostEvidence = 5;

/** Puts a recollection into words. */
export function predictionOf(
  { probabilities, payees, isExact, support }: PayeeRecall,
  labels: readonly string[],
  day: number,
  settings: PayeeMemorySettings,
): PayeePrediction {
  let best = 0;
  for (let k = 1; k < probabilities.length; k++) {
    if ((probabilities[k] as number) > (probabilities[best] as number)) best = k;
  }
  const evidence: PayeeEvidence[] = [];
  for (const { payee, similarity } of payees) {
    const { rows } = payee;
    const from = Math.max(rows.length - (mostEvidence - evidence.length), 0);
    const latest = { ...payee, rows: rows.slice(from) };
    const weights = rowWeights(latest, day, settings);
    for (let at = latest.rows.length - 1; at >= 0; at--) {
      const row = latest.rows[at];
      if (row === undefined) continue;
      evidence.push(
        Object.freeze({
          id: row.id,
          label: labels[row.label] as string,
          day: row.day,
          similarity,
          weight: weights[at] as number,
        }),
      );
    }
    if (evidence.length >= mostEvidence) break;
  }
  return Object.freeze({
    label: labels[best] ?? null,
    probability: probabilities[best] ?? 0,
    match: isExact ? ('payee' as const) : payees.length > 0 ? ('similar' as const) : ('none' as const),
    support,
    probabilities,
    evidence: Object.freeze(evidence),
  });
}
