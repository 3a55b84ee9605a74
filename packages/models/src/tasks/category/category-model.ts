import type { ArtifactContent } from '@titans/core';
import { restoreOnlinePayeeMemory } from '../../estimators/neighbours/online-payee-memory.js';
import { lookBackDaysOf } from '../../features/look-back.js';
import { identityOf } from '../model-identity.js';
import type { CategoryModel, LiveCategoryModel } from '../models.js';
import type { CategoryPrediction, PredictOptions, TransactionQuery } from '../predictions.js';
import { answerer } from './answer.js';
import { categoryArtifact, readCategoryParts } from './category-artifact.js';
import { categoryFeatures } from './category-input.js';
import { rulesOf } from './category-options.js';
import type { CategoryParts } from './category-parts.js';
import { correctedPayee } from './corrected-payee.js';

export { categoryKind } from './category-artifact.js';

/**
 * Makes the model of its parts.
 *
 * @param sha256 Of its artifact, where it was read from an artifact; computed unless told.
 */
export async function categoryModel(parts: CategoryParts, sha256?: string): Promise<CategoryModel> {
  const content = categoryArtifact(parts);
  const answer = answerer(parts);
  return Object.freeze({
    task: 'category' as const,
    ...(await identityOf('category', content, sha256)),
    features: categoryFeatures.features,
    lookBackDays: lookBackDaysOf(categoryFeatures.features),
    measurements: parts.measurements,
    trainedOn: parts.trainedOn,
    categories: categoriesOf(parts),
    threshold: parts.threshold,
    predict: (query: TransactionQuery, options: PredictOptions = {}) =>
      answer([query], options)[0] as CategoryPrediction,
    predictBatch: (queries: readonly TransactionQuery[], options: PredictOptions = {}) =>
      answer(queries, options),
    online: () => liveModel(parts),
    withRules: (rules: Parameters<CategoryModel['withRules']>[0]) =>
      categoryModel({ ...parts, rules: rules === null ? null : rulesOf(rules) }),
    toArtifact: () => content,
  });
}

function categoriesOf({ sources, corrections }: CategoryParts): readonly string[] {
  const { classes } = sources.text;
  const known = new Set(classes);
  // Of a category whose corrections were all undone no payee is left.
  const { probabilities } = corrections.predict('');
  const added = corrections.labels.filter(
    (label, at) => !known.has(label) && (probabilities[at] as number) > 0,
  );
  return Object.freeze([...classes, ...added]);
}

function liveModel(given: CategoryParts): LiveCategoryModel {
  const corrections = restoreOnlinePayeeMemory(given.corrections.toArtifact());
  const parts: CategoryParts = { ...given, corrections };
  const answer = answerer(parts);
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
      const { payee, name, row } = correctedPayee(query, category, parts.currency);
      return corrections.learn(payee, name, Number.isNaN(row.date) ? latestDay(parts) : row.date);
    },
    undo: (id: number) => corrections.forget(id),
    toModel: () => {
      const frozen = restoreOnlinePayeeMemory(corrections.toArtifact());
      return categoryModel({ ...parts, corrections: frozen });
    },
  });
}

/** A correction without a date is as late as the latest row learned. */
function latestDay({ sources }: CategoryParts): number {
  return sources.amounts.days.reduce((latest, day) => Math.max(latest, day), 0);
}

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreCategoryModel(
  content: ArtifactContent,
  sha256?: string,
): Promise<CategoryModel> {
  return categoryModel(readCategoryParts(content), sha256);
}
