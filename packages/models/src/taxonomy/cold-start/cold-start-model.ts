import { type ArtifactContent, defaultCurrency, TitansError } from '@titans/core';
import { restoreOnlinePayeeMemory } from '../../estimators/neighbours/online-payee-memory.js';
import { numberWithin, refuseUnknownParameters } from '../../estimators/parameters.js';
import { featureRowOf } from '../../features/feature-row.js';
import { rulesOf } from '../../tasks/category/category-options.js';
import { confidenceLevelOf } from '../../tasks/category/confidence-level.js';
import { correctedPayee } from '../../tasks/category/corrected-payee.js';
import { type Corrected, correctedBy, emptyCorrections } from '../../tasks/category/corrections.js';
import { queryRules } from '../../tasks/category/query-rules.js';
import { checkAsked } from '../../tasks/check-asked.js';
import { identityOf } from '../../tasks/model-identity.js';
import type { CategoryModel, LiveCategoryModel } from '../../tasks/models.js';
import type {
  Attribution,
  CategoryPrediction,
  PredictOptions,
  TransactionQuery,
} from '../../tasks/predictions.js';
import { type AnswerContext, answerContext } from '../answer-context.js';
import { defaultTaxonomy } from '../default-taxonomy.js';
import { readLexicon } from '../lexicon/lexicon-reading.js';
import type { LexiconQuery } from '../lexicon/read-evidence.js';
import { attributionsOf } from '../lexicon-categorizer.js';
import { type LexiconPrior, lexiconPrior } from '../lexicon-prior.js';
import { type ColdStartParts, coldStartArtifact, readColdStartParts } from './cold-start-artifact.js';

/** How a {@link coldStartCategoryModel} answers. */
export interface ColdStartOptions {
  /** The user's own categories; the detailed ones of the default taxonomy unless told. */
  readonly categories?: readonly string[];
  /** Confidence below which it abstains, from 0 to 1; 0.5 unless told. */
  readonly threshold?: number;
}

/**
 * A category model that nothing was trained for: it answers from the lexicon, over the default taxonomy or the user's own
 * categories, obeys rules of the user and learns from corrections as trained ones do, but that these do not fade. Where
 * the lexicon knows nothing, all categories are equally probable and it abstains.
 *
 * Its artifact holds the user's categories, rules and corrections; the lexicon is part of the release, and the version of
 * the model changes with it.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an unknown option, categories that are no distinct texts, or a threshold outside 0
 * to 1.
 * @example
 * ```ts
 * import { coldStartCategoryModel } from '@titans/models/taxonomy';
 *
 * const model = await coldStartCategoryModel();
 * model.predict({ description: 'SHELL OIL 5744', amount: -40 }); // { category: 'fuel', source: 'lexicon', … }
 * const live = model.online();
 * live.correct({ description: 'XJ-4471', amount: -9 }, 'parking');
 * ```
 */
export async function coldStartCategoryModel(options: ColdStartOptions = {}): Promise<CategoryModel> {
  refuseUnknownParameters('coldStartCategoryModel', options, ['categories', 'threshold']);
  const { categories = null, threshold = 0.5 } = options;
  numberWithin('threshold', threshold, 0, 1);
  if (categories !== null) {
    const prior = lexiconPrior(categories);
    if (
      new Set(prior.categories).size < prior.categories.length ||
      prior.categories.some((name) => name === '')
    )
      throw wrong('categories', 'Every category needs a name of its own.');
  }
  const own = categories === null ? null : Object.freeze([...categories]);
  return modelOf({ categories: own, threshold, rules: null, corrections: emptyCorrections() });
}

async function modelOf(parts: ColdStartParts, sha256?: string): Promise<CategoryModel> {
  const content = await coldStartArtifact(parts);
  const answer = answererOf(parts);
  return Object.freeze({
    task: 'category' as const,
    ...(await identityOf('category', content, sha256)),
    features: Object.freeze([]),
    lookBackDays: 0,
    measurements: Object.freeze([]),
    trainedOn: 0,
    categories: categoriesOf(parts),
    threshold: parts.threshold,
    predict: (query: TransactionQuery, options: PredictOptions = {}) =>
      answer([query], options)[0] as CategoryPrediction,
    predictBatch: (queries: readonly TransactionQuery[], options: PredictOptions = {}) =>
      answer(queries, options),
    online: () => liveModel(parts),
    withRules: (rules: Parameters<CategoryModel['withRules']>[0]) =>
      modelOf({ ...parts, rules: rules === null ? null : rulesOf(rules) }),
    toArtifact: () => content,
  });
}

function liveModel(given: ColdStartParts): LiveCategoryModel {
  const corrections = restoreOnlinePayeeMemory(given.corrections.toArtifact());
  const parts: ColdStartParts = { ...given, corrections };
  const answer = answererOf(parts);
  return Object.freeze({
    get categories() {
      return categoriesOf(parts);
    },
    get corrections() {
      return corrections.rows;
    },
    predict: (query: TransactionQuery, options: PredictOptions = {}) =>
      answer([query], options)[0] as CategoryPrediction,
    predictBatch: (queries: readonly TransactionQuery[], options: PredictOptions = {}) =>
      answer(queries, options),
    correct(query: TransactionQuery, category: string) {
      const { payee, name } = correctedPayee(query, category, defaultCurrency);
      return corrections.learn(payee, name, 0);
    },
    undo: (id: number) => corrections.forget(id),
    toModel: () => modelOf({ ...parts, corrections: restoreOnlinePayeeMemory(corrections.toArtifact()) }),
  });
}

function categoriesOf({ categories, corrections }: ColdStartParts): readonly string[] {
  const given = categories ?? defaultTaxonomy.details;
  const known = new Set(given);
  return Object.freeze([...given, ...corrections.labels.filter((label) => !known.has(label))]);
}

/** Answers queries. */
function answererOf(
  parts: ColdStartParts,
): (queries: readonly TransactionQuery[], options: PredictOptions) => readonly CategoryPrediction[] {
  const answer = singleAnswererOf(parts);
  return (queries, options) => {
    checkAsked(queries, options);
    const answers = queries.map(answer);
    if (options.details ?? true) return answers;
    return answers.map((each) => ({ ...each, alternatives: [], explanation: [] }));
  };
}

/** Rules first, then corrections, then the lexicon. */
function singleAnswererOf(parts: ColdStartParts): (query: TransactionQuery) => CategoryPrediction {
  const rule = parts.rules === null ? null : queryRules(parts.rules);
  const prior = parts.categories === null ? null : lexiconPrior(parts.categories);
  return (query) => {
    const row = featureRowOf(query, defaultCurrency);
    const categories = categoriesOf(parts);
    const ruled = rule?.(query, row) ?? null;
    if (ruled !== null) {
      const names = [ruled.category, ...categories.filter((other) => other !== ruled.category)];
      return {
        ...answerFrom(
          names,
          Float64Array.from(names, (_, at) => (at === 0 ? 1 : 0)),
          0,
        ),
        ...answerContext(query, ruled.category),
        source: 'rule',
        explanation: [{ feature: `rule: ${ruled.rule.name ?? ruled.rule.id}`, contribution: 1 }],
      };
    }
    const known = lexiconProbabilities(row, prior);
    const given = (parts.categories ?? defaultTaxonomy.details).length;
    const probabilities = new Float64Array(categories.length);
    probabilities.set(known ?? new Float64Array(given).fill(1 / given));
    // Without dates: corrections do not fade.
    const corrected = correctedBy(parts.corrections, { ...row, date: Number.NaN }, false);
    if (corrected !== null) mixIn(probabilities, categories, corrected, parts.corrections.labels);
    const answer = answerFrom(categories, probabilities, parts.threshold);
    const isOfMemory = corrected !== null && corrected.said.label === answer.category;
    return {
      ...answer,
      ...answerContext(query, answer.category),
      // Where nothing is known, the first of equals is no answer, however low the threshold.
      abstained: answer.abstained || (known === null && corrected === null),
      source: isOfMemory ? 'memory' : 'lexicon',
      explanation: isOfMemory
        ? [correctionReason(corrected)]
        : attributionsOf(readLexicon(row)?.evidence ?? []),
    };
  };
}

function lexiconProbabilities(row: LexiconQuery, prior: LexiconPrior | null): Float64Array | null {
  if (prior !== null) return prior.logProbabilities(row)?.map(Math.exp) ?? null;
  return readLexicon(row)?.probabilities ?? null;
}

function mixIn(
  probabilities: Float64Array,
  categories: readonly string[],
  { said, share }: Corrected,
  labels: readonly string[],
): void {
  const codes = new Map(categories.map((name, at) => [name, at]));
  for (let at = 0; at < probabilities.length; at++)
    probabilities[at] = (1 - share) * (probabilities[at] as number);
  labels.forEach((label, at) => {
    const code = codes.get(label) as number;
    probabilities[code] = (probabilities[code] as number) + share * (said.probabilities[at] as number);
  });
}

function correctionReason({ said, share }: Corrected): Attribution {
  const what =
    said.match === 'payee' ? 'this payee was corrected' : 'a payee of a similar name was corrected';
  return { feature: `${what}: ${said.label}`, contribution: share };
}

function answerFrom(
  categories: readonly string[],
  probabilities: Float64Array,
  threshold: number,
): Omit<CategoryPrediction, 'source' | 'explanation' | keyof AnswerContext> {
  const alternatives = categories
    .map((category, at) => ({ category, probability: probabilities[at] as number }))
    .sort((a, b) => b.probability - a.probability || (a.category < b.category ? -1 : 1));
  const { category, probability } = alternatives[0] as (typeof alternatives)[number];
  return {
    category,
    confidence: probability,
    confidenceLevel: confidenceLevelOf(probability),
    alternatives,
    abstained: probability < threshold,
  };
}

/**
 * Restores what `toArtifact` of a cold-start model wrote. It answers with the lexicon of this release.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreColdStartCategoryModel(
  content: ArtifactContent,
  sha256?: string,
): Promise<CategoryModel> {
  return modelOf(readColdStartParts(content), sha256);
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}
