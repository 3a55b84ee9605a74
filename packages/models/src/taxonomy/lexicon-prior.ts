import { TitansError } from '@titans/core';
import { defaultTaxonomy } from './default-taxonomy.js';
import { readLexicon } from './lexicon/lexicon-reading.js';
import type { LexiconQuery } from './lexicon/read-evidence.js';
import { readUserCategory } from './user-categories.js';

/** What is known of the user's categories before any row is labelled. */
export interface LexiconPrior {
  readonly categories: readonly string[];
  /** Whether the name of the category says what is in it. */
  readonly isUnderstood: readonly boolean[];
  /**
   * Natural logarithms of the probability of each category, in the order given; `null` where the lexicon knows nothing of
   * the transaction that tells the categories apart.
   */
  logProbabilities(query: LexiconQuery): Float64Array | null;
}

/** Share of every detailed category that may be in any of the user's, whatever their names say. */
const elsewhere = 0.15;
/** Power of the weights, so that the category that is named after what was bought wins over one that takes it in. */
const sharpness = 3;
/** Least difference between the most and the least probable category, as a logarithm, that says something. */
const leastDifference = 0.05;

/**
 * Reads the user's own category names and makes of the lexicon, which knows merchants and words in six languages, a prior
 * over them: useful without one labelled row, and beside a model of a few. Names may be in any of the languages, written
 * `meals_entertainment`, `Meals & Entertainment` or `mealsEntertainment`. A name that is not understood, or "other", is
 * neither favoured nor ruled out.
 *
 * @throws TitansError `INVALID_ARGUMENT` where categories are no texts, or there are none.
 * @example
 * ```ts
 * import { lexiconPrior } from '@titans/models/taxonomy';
 *
 * const prior = lexiconPrior(['food', 'fuel', 'software', 'other']);
 * prior.logProbabilities({ description: 'GITHUB.COM', amount: -9 }); // highest for "software"
 * prior.logProbabilities({ description: 'XJ-4471' }); // null
 * ```
 */
export function lexiconPrior(categories: readonly string[]): LexiconPrior {
  if (
    !Array.isArray(categories) ||
    categories.length === 0 ||
    categories.some((name) => typeof name !== 'string')
  ) {
    throw new TitansError('INVALID_ARGUMENT', 'A prior needs a list of one category or more, each a text.', {
      details: { field: 'categories' },
    });
  }
  const count = categories.length;
  const meanings = categories.map(readUserCategory);
  const { details } = defaultTaxonomy;
  // Row-major detailed categories × the user's: how probable each of the user's is, given the detailed one.
  const shares = new Float64Array(details.length * count);
  details.forEach((detail, row) => {
    const weights = meanings.map((meaning) => (meaning.get(detail) ?? 0) ** sharpness);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, column) => {
      const told = total === 0 ? 1 / count : weight / total;
      shares[row * count + column] = (1 - elsewhere) * told + elsewhere / count;
    });
  });
  return Object.freeze({
    categories: Object.freeze([...categories]),
    isUnderstood: Object.freeze(meanings.map((meaning) => meaning.size > 0)),
    logProbabilities(query: LexiconQuery) {
      const reading = readLexicon(query);
      if (reading === null) return null;
      const logs = new Float64Array(count);
      reading.probabilities.forEach((probability, row) => {
        for (let column = 0; column < count; column++) {
          logs[column] = (logs[column] as number) + probability * (shares[row * count + column] as number);
        }
      });
      let least = Number.POSITIVE_INFINITY;
      let most = Number.NEGATIVE_INFINITY;
      for (let column = 0; column < count; column++) {
        const log = Math.log(logs[column] as number);
        logs[column] = log;
        least = Math.min(least, log);
        most = Math.max(most, log);
      }
      return most - least < leastDifference ? null : logs;
    },
  });
}
