import { defaultTaxonomy } from '../default-taxonomy.js';
import { type Evidence, flowOf, type LexiconQuery, readEvidence } from './read-evidence.js';
import { strengths } from './strengths.js';

/** What the lexicon says of a transaction. */
export interface LexiconReading {
  /** Probability of each detailed category of the default taxonomy, in its order; they sum to 1. */
  readonly probabilities: Float64Array;
  readonly evidence: readonly Evidence[];
}

/** Categories of money that comes in. */
const incoming: ReadonlySet<string> = new Set(['income', 'transfer_in']);

const { details } = defaultTaxonomy;
const positions: ReadonlyMap<string, number> = new Map(details.map((detail, position) => [detail, position]));
const isIncoming: readonly boolean[] = details.map((detail) =>
  incoming.has(defaultTaxonomy.primaryOf(detail)),
);
const isOther: readonly boolean[] = details.map((detail) => detail.startsWith('other_'));
/** First and last position of the categories beside each. */
const siblings: readonly (readonly number[])[] = details.map((detail) =>
  defaultTaxonomy
    .childrenOf(defaultTaxonomy.primaryOf(detail))
    .map((child) => positions.get(child) as number),
);

/** Reads a transaction; `null` where the lexicon knows nothing of it. */
export function readLexicon(query: LexiconQuery): LexiconReading | null {
  const evidence = readEvidence(query);
  if (evidence.length === 0) return null;
  return { evidence, probabilities: weigh(evidence, flowOf(query)) };
}

/** Scratch: of each category the strongest evidence, and the sum. */
const best = new Float64Array(details.length);
const sum = new Float64Array(details.length);

/**
 * A softmax of the sum of strengths. Of several words for one category the strongest counts whole, the others less, as
 * they seldom say something new; categories beside one that is spoken for gain a part.
 */
function weigh(evidence: readonly Evidence[], flow: 'in' | 'out' | null): Float64Array {
  best.fill(0);
  sum.fill(0);
  for (const item of evidence) {
    const position = positions.get(item.detail) as number;
    const strength = strengths[item.kind] + (item.isLast ? strengths.last : 0);
    best[position] = Math.max(best[position] as number, strength);
    sum[position] = (sum[position] as number) + strength;
  }
  const scores = new Float64Array(details.length);
  for (let k = 0; k < scores.length; k++) {
    const own = best[k] as number;
    if (own === 0) continue;
    const whole = own + strengths.repeated * ((sum[k] as number) - own);
    scores[k] = (scores[k] as number) + whole;
    for (const sibling of siblings[k] as readonly number[]) {
      if (sibling !== k) scores[sibling] = (scores[sibling] as number) + strengths.sibling * own;
    }
  }
  for (let k = 0; k < scores.length; k++) {
    if (isOther[k]) scores[k] = (scores[k] as number) + strengths.other;
    if (flow !== null && (flow === 'in') !== isIncoming[k])
      scores[k] = (scores[k] as number) + (flow === 'in' ? strengths.spendingIn : strengths.incomeOut);
  }
  return softmax(scores);
}

function softmax(scores: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) highest = Math.max(highest, scores[k] as number);
  let total = 0;
  // Most categories have the score of the one before.
  let [score, share] = [Number.NaN, 0];
  for (let k = 0; k < scores.length; k++) {
    if (scores[k] !== score) {
      score = scores[k] as number;
      share = Math.exp(score - highest);
    }
    scores[k] = share;
    total += share;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) / total;
  return scores;
}
