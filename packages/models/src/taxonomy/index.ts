/**
 * Categories on two levels, with merchant category codes and Plaid's names, and what is known of merchants before any row
 * is labelled. Runs everywhere.
 *
 * @module
 */
export {
  type ColdStartOptions,
  coldStartCategoryModel,
  restoreColdStartCategoryModel,
} from './cold-start/cold-start-model.js';
export { defaultTaxonomy } from './default-taxonomy.js';
export type { LexiconQuery } from './lexicon/read-evidence.js';
export {
  type LexiconCategorizer,
  type LexiconCategorizerOptions,
  type LexiconPrediction,
  lexiconCategorizer,
} from './lexicon-categorizer.js';
export { type LexiconPrior, lexiconPrior } from './lexicon-prior.js';
export { defineTaxonomy, type PlaidCategory, type Taxonomy, type TaxonomyDefinition } from './taxonomy.js';
