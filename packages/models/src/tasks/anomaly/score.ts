import { type RiskLevel, riskLevels } from '@titans/core/contract';
import type { AnomalyPrediction, Attribution } from '../predictions.js';
import type { Evidence } from './evidence.js';

/** Score from which a transaction counts as an anomaly: its evidence reaches the alert level. */
export const anomalyThreshold = 0.5;

/** Least score of each level; evidence of 1, 1.5 and 2⅓ times the alert level. */
const levels: readonly { readonly level: RiskLevel; readonly from: number }[] = [
  { level: riskLevels[3], from: 0.7 },
  { level: riskLevels[2], from: 0.6 },
  { level: riskLevels[1], from: anomalyThreshold },
  { level: riskLevels[0], from: 0 },
];

/** Share of the score that the second factor must have made for the sentence to name it. */
const leastMentioned = 0.1;

/** All evidence together. */
export function totalOf(evidence: readonly Evidence[]): number {
  return evidence.reduce((sum, { weight }) => sum + weight, 0);
}

/**
 * The answer for a row: score = evidence ÷ (evidence + alert level), shared among the factors as their weights.
 *
 * @param alertLevel Evidence at which the score is ½.
 */
export function scored(evidence: readonly Evidence[], alertLevel: number): AnomalyPrediction {
  const total = totalOf(evidence);
  const score = total / (total + alertLevel);
  const factors = evidence.map(
    ({ reason, weight }): Attribution => ({ feature: reason, contribution: (score * weight) / total }),
  );
  const riskLevel = riskOf(score);
  return {
    isAnomaly: score >= anomalyThreshold,
    score,
    riskLevel,
    explanation: sentence(riskLevel, score, factors),
    factors,
  };
}

/** The level of a score. */
export function riskOf(score: number): RiskLevel {
  return (levels.find(({ from }) => score >= from) ?? { level: 'low' as const }).level;
}

function sentence(level: RiskLevel, score: number, factors: readonly Attribution[]): string {
  const risk = `${level[0]?.toUpperCase()}${level.slice(1)} risk`;
  const [first, next] = factors;
  const second = next !== undefined && next.contribution >= leastMentioned * score ? next : undefined;
  if (first === undefined) return `${risk}: nothing about this transaction stands out.`;
  if (level === 'low') return `${risk}: little stands out; most of all, ${first.feature}.`;
  return `${risk}: ${first.feature}${second === undefined ? '' : `, and ${second.feature}`}.`;
}
