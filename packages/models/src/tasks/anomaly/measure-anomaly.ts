import { averagePrecision, rocAuc } from '../../evaluation/ranking.js';
import type { Measurement } from '../models.js';
import type { FittedAnomaly, JudgedRows } from './fitted-anomaly.js';
import type { LabelCodes } from './labels.js';
import { riskOf } from './risk.js';
import { type ScoreKind, scoreOf } from './score-map.js';

/** Scores of rows that the model which gave them had not seen, in the order of time. */
export interface ScoredRows {
  readonly from: number;
  readonly kind: ScoreKind;
  readonly scores: Float64Array;
  readonly isAlert: readonly boolean[];
  readonly isHighRisk: readonly boolean[];
}

/** Scores of judged rows by the model that judged them. */
export function scoredRows({ map, threshold }: FittedAnomaly, { from, values }: JudgedRows): ScoredRows {
  const scores = values.map((value) => scoreOf(map, value));
  const levels = Array.from(scores, (score) => riskOf(score, threshold));
  return {
    from,
    kind: map.kind,
    scores,
    isAlert: Array.from(scores, (score) => score >= threshold),
    isHighRisk: levels.map((level) => level === 'high' || level === 'critical'),
  };
}

/** What was found out on rows held out by time. */
export function measurementsOf(
  parts: readonly ScoredRows[],
  codes: LabelCodes | null,
  method: string,
): readonly Measurement[] {
  const isAlert = parts.flatMap((part) => part.isAlert);
  const n = isAlert.length;
  const share = (flags: readonly boolean[]): number =>
    flags.filter(Boolean).length / Math.max(1, flags.length);
  const measurements: Measurement[] = [
    { metric: 'rate', value: share(isAlert), method, n },
    { metric: 'high_risk_rate', value: share(parts.flatMap((part) => part.isHighRisk)), method, n },
  ];
  if (codes === null) return measurements;
  const scores: number[] = [];
  const outcomes: number[] = [];
  const alerts: boolean[] = [];
  // Percentiles and probabilities have no common order.
  const kind = parts.at(-1)?.kind;
  for (const part of parts) {
    if (part.kind !== kind) continue;
    part.scores.forEach((score, index) => {
      const code = codes[part.from + index] as number;
      if (code < 0) return;
      scores.push(score);
      outcomes.push(code);
      alerts.push(part.isAlert[index] === true);
    });
  }
  const events = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  if (events === 0 || events === outcomes.length) return measurements;
  const found = alerts.filter((alert, row) => alert && outcomes[row] === 1).length;
  const raised = alerts.filter(Boolean).length;
  const labelled = `${method}; the ${outcomes.length} labelled rows, ${events} of them anomalies`;
  const figure = (metric: string, value: number): Measurement => ({
    metric,
    value,
    method: labelled,
    n: outcomes.length,
  });
  return [
    ...measurements,
    figure('average_precision', averagePrecision(outcomes, scores)),
    figure('roc_auc', rocAuc(outcomes, scores)),
    ...(raised === 0 ? [] : [figure('precision', found / raised)]),
    figure('recall', found / events),
    ...(kind === 'percentile'
      ? []
      : [figure('mean_score', scores.reduce((sum, score) => sum + score, 0) / scores.length)]),
    figure('anomaly_share', events / outcomes.length),
  ];
}
