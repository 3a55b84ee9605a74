import type { RiskLevel } from '@titans/core/contract';
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
  let sum = 0;
  for (const { value } of parts) sum += value;
  const baseScore = scoreOf(map, base);
  const score = scoreOf(map, base + sum);
  const perUnit = Math.abs(sum) < leastMove ? 0 : (score - baseScore) / sum;
  const factors: Attribution[] = [];
  for (const { reason, value } of parts) addLargestFirst(factors, reason, value * perUnit);
  addLargestFirst(factors, expected, Math.abs(sum) < leastMove ? score : baseScore);
  const riskLevel = riskOf(score, threshold);
  return {
    isAnomaly: score >= threshold,
    score,
    scoreKind: map.kind,
    riskLevel,
    explanation: sentence(riskLevel, score, factors),
    factors,
  };
}

/**
 * The answer without its reasons.
 *
 * @param value Evidence or log-odds.
 */
export function brief(value: number, map: ScoreMap, threshold: number): AnomalyPrediction {
  const score = scoreOf(map, value);
  return {
    isAnomaly: score >= threshold,
    score,
    scoreKind: map.kind,
    riskLevel: riskOf(score, threshold),
    explanation: '',
    factors: [],
  };
}

/** Puts a factor behind those that are as large; one of nothing is left out. */
function addLargestFirst(factors: Attribution[], feature: string, contribution: number): void {
  if (contribution === 0) return;
  const size = Math.abs(contribution);
  let place = factors.length;
  while (place > 0 && Math.abs((factors[place - 1] as Attribution).contribution) < size) place--;
  factors.splice(place, 0, { feature, contribution });
}

const expected = 'what is expected before the transaction is looked at';

function sentence(level: RiskLevel, score: number, factors: readonly Attribution[]): string {
  const risk = riskNames[level];
  const first = nextRaised(factors, 0);
  if (first < 0) return `${risk}: nothing about this transaction stands out.`;
  const { feature } = factors[first] as Attribution;
  if (level === 'low') return `${risk}: little stands out; most of all, ${feature}.`;
  const next = factors[nextRaised(factors, first + 1)];
  const isMentioned = next !== undefined && next.contribution >= leastMentioned * score;
  return `${risk}: ${feature}${isMentioned ? `, and ${next.feature}` : ''}.`;
}

const riskNames: Readonly<Record<RiskLevel, string>> = {
  low: 'Low risk',
  medium: 'Medium risk',
  high: 'High risk',
  critical: 'Critical risk',
};

/** The place of the next factor that raised the score; −1 where there is none. */
function nextRaised(factors: readonly Attribution[], from: number): number {
  for (let place = from; place < factors.length; place++) {
    const { feature, contribution } = factors[place] as Attribution;
    if (contribution > 0 && feature !== expected) return place;
  }
  return -1;
}
