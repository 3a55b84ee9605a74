import type { AnomalyPrediction, Attribution } from '../predictions.js';
import { riskOf } from './risk.js';
import { type ScoreMap, scoreOf } from './score-map.js';

/** What one kind of evidence added. */
export interface Part {
  readonly reason: string;
  /** In nats of evidence or log-odds. */
  readonly value: number;
}

/** Share of the score that the second factor must have made for the sentence to name it. */
const leastMentioned = 0.1;
/** Parts whose sum is nearer to 0 than this move nothing that a ratio could share out. */
const leastMove = 1e-12;

/**
 * The answer for a row. The score of what is expected before the row is looked at is a factor of its own; the rest of
 * the score is shared out in proportion to the parts, so that all factors add up to the score.
 *
 * @param base Evidence or log-odds before the row is looked at.
 */
export function scored(
  parts: readonly Part[],
  base: number,
  map: ScoreMap,
  threshold: number,
): AnomalyPrediction {
  const sum = parts.reduce((total, { value }) => total + value, 0);
  const baseScore = scoreOf(map, base);
  const score = scoreOf(map, base + sum);
  const perUnit = Math.abs(sum) < leastMove ? 0 : (score - baseScore) / sum;
  const factors: Attribution[] = parts.map(({ reason, value }) => ({
    feature: reason,
    contribution: value * perUnit,
  }));
  const rest = Math.abs(sum) < leastMove ? score : baseScore;
  factors.push({ feature: expected, contribution: rest });
  const told = factors
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const isAnomaly = score >= threshold;
  return {
    isAnomaly,
    score,
    scoreKind: map.kind,
    riskLevel: riskOf(score, threshold),
    explanation: sentence(riskOf(score, threshold), score, told),
    factors: told,
  };
}

const expected = 'what is expected before the transaction is looked at';

function sentence(level: string, score: number, factors: readonly Attribution[]): string {
  const risk = `${level[0]?.toUpperCase()}${level.slice(1)} risk`;
  const [first, next] = factors.filter(
    ({ feature, contribution }) => contribution > 0 && feature !== expected,
  );
  const second = next !== undefined && next.contribution >= leastMentioned * score ? next : undefined;
  if (first === undefined) return `${risk}: nothing about this transaction stands out.`;
  if (level === 'low') return `${risk}: little stands out; most of all, ${first.feature}.`;
  return `${risk}: ${first.feature}${second === undefined ? '' : `, and ${second.feature}`}.`;
}
