import { type ArtifactContent, defaultCurrency } from '@titans/core';
import { nested, nestedContent } from '../../estimators/nested-artifact.js';
import { readArtifact } from '../../estimators/restoring.js';
import { restoreTextClassifier } from '../../estimators/text/fitted-text-classifier.js';
import { featureRowOf } from '../../features/feature-row.js';
import { lookBackDaysOf } from '../../features/look-back.js';
import { measurementsFrom, measurementsToJson } from '../measurements.js';
import { modelVersion } from '../model-version.js';
import type { CategoryModel, Measurement } from '../models.js';
import type { CategoryPrediction, TransactionQuery } from '../predictions.js';
import {
  categoryFeatures,
  categoryInput,
  type FurtherTextField,
  furtherTextFields,
} from './category-input.js';
import { applyConfidence, type Confidence, mostProbable } from './confidence.js';
import { type CategoryScorer, within } from './scorer.js';

/** Everything a category model consists of. */
export interface CategoryParts {
  readonly scorer: CategoryScorer;
  readonly confidence: Confidence;
  /** Fields read as text beside the description. */
  readonly further: readonly FurtherTextField[];
  readonly threshold: number;
  readonly measurements: readonly Measurement[];
  readonly trainedOn: number;
}

export const categoryKind = 'titans/category-model';
const version = 1;
/** N-grams and features that an explanation names. */
const explained = 8;

/**
 * Makes the model of its parts.
 *
 * @param name Its version, where it was read from an artifact; computed unless told.
 */
export async function categoryModel(parts: CategoryParts, name?: string): Promise<CategoryModel> {
  const content = toContent(parts);
  const { classes } = parts.scorer.classifier;
  return Object.freeze({
    task: 'category' as const,
    version: name ?? (await modelVersion('category', content)),
    features: categoryFeatures.features,
    lookBackDays: lookBackDaysOf(categoryFeatures.features),
    measurements: parts.measurements,
    trainedOn: parts.trainedOn,
    categories: classes,
    threshold: parts.threshold,
    predict: (query: TransactionQuery) => predictAll(parts, [query])[0] as CategoryPrediction,
    predictBatch: (queries: readonly TransactionQuery[]) => predictAll(parts, queries),
    toArtifact: () => content,
  });
}

function predictAll(
  parts: CategoryParts,
  queries: readonly TransactionQuery[],
): readonly CategoryPrediction[] {
  const { scorer, confidence, further, threshold } = parts;
  const { classes } = scorer.classifier;
  const rows = queries.map((query) => featureRowOf(query, defaultCurrency));
  const input = within(categoryInput(rows, further), scorer.amountRange);
  const reading = scorer.classifier.read(input);
  const probabilities = applyConfidence(reading.decisionScores(), classes.length, confidence);
  return queries.map((_, row): CategoryPrediction => {
    const { label, probability } = mostProbable(probabilities, classes.length, row);
    const alternatives = classes
      .map((category, k) => ({ category, probability: probabilities[row * classes.length + k] as number }))
      .sort((a, b) => b.probability - a.probability || (a.category < b.category ? -1 : 1));
    const explanation = reading
      .explain(row, label, explained)
      .contributions.map(({ feature, contribution }) => ({ feature, contribution }));
    return {
      category: classes[label] as string,
      confidence: probability,
      alternatives,
      source: 'model',
      abstained: probability < threshold,
      explanation,
    };
  });
}

function toContent(parts: CategoryParts): ArtifactContent {
  const classifier = nested('classifier', parts.scorer.classifier.toArtifact());
  return {
    kind: categoryKind,
    version,
    data: {
      classifier: classifier.data,
      amountLow: parts.scorer.amountRange.low,
      amountHigh: parts.scorer.amountRange.high,
      temperature: parts.confidence.temperature,
      novelty: parts.confidence.novelty,
      further: parts.further,
      threshold: parts.threshold,
      trainedOn: parts.trainedOn,
      measurements: measurementsToJson(parts.measurements),
    },
    arrays: classifier.arrays,
  };
}

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreCategoryModel(content: ArtifactContent, name?: string): Promise<CategoryModel> {
  const artifact = readArtifact(content, categoryKind, version);
  const further = artifact.texts('further').map((field): FurtherTextField => {
    const known = furtherTextFields.find((candidate) => candidate === field);
    if (known === undefined) throw artifact.corrupt(`"further" names ${field}`);
    return known;
  });
  const parts: CategoryParts = {
    scorer: {
      classifier: restoreTextClassifier(nestedContent(content, artifact, 'classifier')),
      amountRange: { low: artifact.number('amountLow'), high: artifact.number('amountHigh') },
    },
    confidence: { temperature: artifact.number('temperature'), novelty: artifact.number('novelty') },
    further,
    threshold: artifact.number('threshold'),
    trainedOn: artifact.number('trainedOn'),
    measurements: measurementsFrom(artifact),
  };
  return categoryModel(parts, name);
}
