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
export const leastForProbability = 10;

/** Percentiles of totals. */
export function percentileMap(totals: Float64Array): ScoreMap {
  return { kind: 'percentile', scale: surpriseScale(totals, { unit: 1, isUnlimited: true }) };
}

/**
 * Probabilities of log-odds. Where those rows do not tell anomalies apart, or are fewer than ten of a kind, the log-odds
 * are taken as they are.
 */
export function probabilityMap(logOdds: readonly number[], labels: readonly number[]): ScoreMap {
  const events = labels.reduce((sum, label) => sum + label, 0);
  const isEnough = events >= leastForProbability && labels.length - events >= leastForProbability;
  const platt = isEnough ? fitPlatt(logOdds, labels) : asTheyAre;
  return { kind: 'probability', platt: platt.slope > 0 ? platt : asTheyAre };
}

const asTheyAre: PlattScaling = { slope: 1, intercept: 0 };

/** The score, which rises with the value. */
export function scoreOf(map: ScoreMap, value: number): number {
  if (map.kind === 'percentile') return -Math.expm1(-surpriseOf(map.scale, value));
  return applyPlatt(map.platt, [value])[0] as number;
}
