import { applyPlatt, fitPlatt, type PlattScaling } from '../../calibration/platt.js';
import { type SurpriseScale, surpriseOf, surpriseScale } from './surprise-scale.js';

/**
 * How evidence (nats) or log-odds become a score from 0 to 1:
 * - `percentile`: the share of training rows, judged by models of the rows before them, that stood out less;
 * - `probability`: of an anomaly, calibrated on labelled rows that were judged so.
 */
export type ScoreMap =
  | { readonly kind: 'percentile'; readonly scale: SurpriseScale }
  | { readonly kind: 'probability'; readonly platt: PlattScaling };

export type ScoreKind = ScoreMap['kind'];

/** Labelled rows of each kind without which no probability is calibrated. */
const leastForProbability = 10;

/** Percentiles of totals. */
export function percentileMap(totals: Float64Array): ScoreMap {
  return { kind: 'percentile', scale: surpriseScale(totals, { unit: 1, isUnlimited: true }) };
}

/**
 * Probabilities of log-odds of labelled rows; `null` where they are fewer than ten of a kind, or where anomalies have no
 * higher log-odds than the others: then nothing can be calibrated.
 */
export function probabilityMap(logOdds: readonly number[], labels: readonly number[]): ScoreMap | null {
  const events = labels.reduce((sum, label) => sum + label, 0);
  if (Math.min(events, labels.length - events) < leastForProbability) return null;
  const platt = fitPlatt(logOdds, labels);
  return platt.slope >= leastSlope ? { kind: 'probability', platt } : null;
}

/** The share of anomalies, whatever the log-odds. */
export function shareMap(labels: readonly number[]): ScoreMap {
  const events = labels.reduce((sum, label) => sum + label, 0);
  const intercept = Math.log((events + 1) / (labels.length - events + 1));
  return { kind: 'probability', platt: { slope: leastSlope, intercept } };
}

/** Slope of the calibration below which log-odds tell nothing. */
const leastSlope = 1e-6;

/** The score, which rises with the value. */
export function scoreOf(map: ScoreMap, value: number): number {
  if (map.kind === 'percentile') return -Math.expm1(-surpriseOf(map.scale, value));
  return applyPlatt(map.platt, [value])[0] as number;
}
