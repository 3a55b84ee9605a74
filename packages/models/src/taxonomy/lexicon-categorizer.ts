import { TitansError } from '@titans/core';
import { numberWithin, refuseUnknownParameters } from '../estimators/parameters.js';
import type { Attribution } from '../tasks/predictions.js';
import { defaultTaxonomy } from './default-taxonomy.js';
import { readLexicon } from './lexicon/lexicon-reading.js';
import type { Evidence, LexiconQuery } from './lexicon/read-evidence.js';
import { strengths } from './lexicon/strengths.js';
import { lexiconPrior } from './lexicon-prior.js';
import type { Taxonomy } from './taxonomy.js';

/** How a {@link lexiconCategorizer} answers. */
export interface LexiconCategorizerOptions {
  /** The default one unless told. */
  readonly taxonomy?: Taxonomy;
  /** Confidence below which it abstains, from 0 to 1; 0.5 unless told. */
  readonly threshold?: number;
}

/** Answer of a {@link LexiconCategorizer}. */
export interface LexiconPrediction {
  /** The most probable detailed category of the most probable primary one; `null` where nothing is known. */
  readonly category: string | null;
  /** Probability of the category; 0 where nothing is known. */
  readonly confidence: number;
  /** The primary category of `category`. */
  readonly primary: string | null;
  /** Probability of the primary category: the sum over its detailed ones. */
  readonly primaryConfidence: number;
  /** Detailed categories with their probabilities, most probable first; empty where nothing is known. */
  readonly alternatives: readonly { readonly category: string; readonly probability: number }[];
  readonly source: 'lexicon';
  /** Whether the confidence is below the threshold. */
  readonly abstained: boolean;
  /** What was found in the text, strongest first; the contributions are natural logarithms of odds. */
  readonly explanation: readonly Attribution[];
}

/** Categories of transactions without one labelled row. */
export interface LexiconCategorizer {
  readonly taxonomy: Taxonomy;
  /** Confidence below which it abstains. */
  readonly threshold: number;
  /** Says what the transaction is, by its text, merchant category code and direction. */
  categorize(query: LexiconQuery): LexiconPrediction;
}

/** Probability that the user's own meaning of a merchant category code is right. */
const codeShare = 0.9;

const nothingKnown: LexiconPrediction = Object.freeze({
  category: null,
  confidence: 0,
  primary: null,
  primaryConfidence: 0,
  alternatives: Object.freeze([]),
  source: 'lexicon',
  abstained: true,
  explanation: Object.freeze([]),
});

/**
 * Makes a categoriser that needs no training: known merchants, words for kinds of merchants and payments in English, German,
 * French, Spanish, Italian and Dutch, merchant category codes, and whether money came in or went out. Where nothing of
 * that is found, it answers with `null`. With a taxonomy of the user's own, its names are read as {@link lexiconPrior}
 * reads them, and its merchant category codes count before the default ones.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an unknown option, a threshold outside 0 to 1, or what is no taxonomy with a detailed
 * category.
 * @example
 * ```ts
 * import { lexiconCategorizer } from '@titans/models/taxonomy';
 *
 * const categorizer = lexiconCategorizer();
 * categorizer.categorize({ description: 'STADT-APOTHEKE MUENCHEN', amount: -12.5 });
 * // { category: 'pharmacies', primary: 'health', source: 'lexicon', explanation: [{ feature: 'apotheke', … }], … }
 * categorizer.categorize({ description: 'XJ-4471' }).category; // null
 * ```
 */
export function lexiconCategorizer(options: LexiconCategorizerOptions = {}): LexiconCategorizer {
  refuseUnknownParameters('lexiconCategorizer', options, ['taxonomy', 'threshold']);
  const { taxonomy = defaultTaxonomy, threshold = 0.5 } = options;
  numberWithin('threshold', threshold, 0, 1);
  if (!Array.isArray(taxonomy?.details) || typeof taxonomy.primaryOf !== 'function') {
    throw new TitansError('INVALID_ARGUMENT', 'Make the taxonomy with defineTaxonomy.', {
      details: { field: 'taxonomy' },
    });
  }
  if (taxonomy.details.length === 0) {
    throw new TitansError('INVALID_ARGUMENT', 'The taxonomy needs a detailed category.', {
      details: { field: 'taxonomy' },
    });
  }
  const probabilitiesOf = taxonomy === defaultTaxonomy ? ofDefault : ofOwn(taxonomy);
  return Object.freeze({
    taxonomy,
    threshold,
    categorize(query: LexiconQuery): LexiconPrediction {
      const probabilities = probabilitiesOf(query);
      if (probabilities === null) return nothingKnown;
      return answer(taxonomy, threshold, probabilities, readLexicon(query)?.evidence ?? []);
    },
  });
}

function ofDefault(query: LexiconQuery): Float64Array | null {
  return readLexicon(query)?.probabilities ?? null;
}

function ofOwn(taxonomy: Taxonomy): (query: LexiconQuery) => Float64Array | null {
  const prior = lexiconPrior(taxonomy.details);
  const { details } = taxonomy;
  return (query) => {
    const told = prior.logProbabilities(query)?.map(Math.exp) ?? null;
    const code = query.merchantCategoryCode;
    const own = typeof code === 'string' ? taxonomy.fromMerchantCategoryCode(code) : null;
    if (own === null) return told;
    const meant = taxonomy.parentOf(own) === null ? taxonomy.childrenOf(own) : [own];
    if (meant.length === 0) return told;
    return Float64Array.from(details, (detail, at) => {
      const byCode = meant.includes(detail) ? codeShare / meant.length : 0;
      return byCode + (1 - codeShare) * (told?.[at] ?? 1 / details.length);
    });
  };
}

/** The category is one of the most probable primary one, so that the two never contradict each other. */
function answer(
  taxonomy: Taxonomy,
  threshold: number,
  probabilities: Float64Array,
  evidence: readonly Evidence[],
): LexiconPrediction {
  const { details } = taxonomy;
  const byPrimary = new Map<string, number>();
  details.forEach((detail, at) => {
    const primary = taxonomy.primaryOf(detail);
    byPrimary.set(primary, (byPrimary.get(primary) ?? 0) + (probabilities[at] as number));
  });
  const [primary, primaryConfidence] = largest(byPrimary);
  const children = new Set(taxonomy.childrenOf(primary));
  // Stable: of equals, the first of the taxonomy.
  const alternatives = details
    .map((category, at) => ({ category, probability: probabilities[at] as number }))
    .sort((a, b) => b.probability - a.probability);
  const best = alternatives.find(({ category }) => children.has(category)) as (typeof alternatives)[number];
  return {
    category: best.category,
    confidence: best.probability,
    primary,
    primaryConfidence: Math.min(1, primaryConfidence),
    alternatives,
    source: 'lexicon',
    abstained: best.probability < threshold,
    explanation: attributionsOf(evidence),
  };
}

function largest(sums: ReadonlyMap<string, number>): readonly [name: string, sum: number] {
  let best: readonly [string, number] = ['', -1];
  for (const [name, sum] of sums) if (sum > best[1]) best = [name, sum];
  return best;
}

/** What was found, as people read it: `apotheke (pharmacies)`. */
export function attributionsOf(evidence: readonly Evidence[]): readonly Attribution[] {
  const byFeature = new Map<string, number>();
  for (const { words, detail, kind, isLast } of evidence) {
    const feature = `${kind === 'code' ? `merchant category code ${words}` : words} (${detail})`;
    const strength = strengths[kind] + (isLast ? strengths.last : 0);
    byFeature.set(feature, Math.max(strength, byFeature.get(feature) ?? 0));
  }
  return [...byFeature]
    .map(([feature, contribution]) => ({ feature, contribution }))
    .sort((a, b) => b.contribution - a.contribution);
}
