import {
  type ArtifactContent,
  type CurrencyCode,
  maskSample,
  roundToMinor,
  TitansError,
  type TransactionType,
  toMajor,
  transactionTypes,
} from '@titans/core';
import { checkQuery } from '../../features/check-query.js';
import { type FeatureRow, featureRowOf } from '../../features/feature-row.js';
import { lookBackDaysOf } from '../../features/look-back.js';
import { checkAsked } from '../check-asked.js';
import { measured } from '../measurements.js';
import { identityOf } from '../model-identity.js';
import type { AmountModel, Measurement } from '../models.js';
import type {
  AmountPrediction,
  AmountPredictOptions,
  Attribution,
  TransactionQuery,
} from '../predictions.js';
import { partsOf, toContent } from './amount-artifact.js';
import { amountColumns, amountFeatures } from './amount-input.js';
import { categoryCodes, typeCode } from './amount-rows.js';
import { checkLevel } from './check-level.js';
import { usualLevels } from './credibility.js';
import { evidenceFor } from './evidence.js';
import { type FittedAmount, type ToldAmounts, tellAmounts } from './fitted-amount.js';
import { payeeKnowledge, rangeEnds } from './range.js';
import { knownMean, knownPayee, type UsualAmounts, usualKeys } from './usual-amounts.js';

export { amountKind } from './amount-artifact.js';

/** Everything an amount model consists of. */
export interface AmountParts {
  readonly fitted: FittedAmount;
  readonly currency: CurrencyCode;
  /** The type of most training rows, for queries that do not say. */
  readonly usualType: TransactionType;
  readonly measurements: readonly Measurement[];
  readonly trainedOn: number;
}

/**
 * Makes the model of its parts.
 *
 * @param sha256 Of its artifact, where it was read from an artifact; computed unless told.
 */
export async function amountModel(parts: AmountParts, sha256?: string): Promise<AmountModel> {
  const content = toContent(parts);
  const features = amountColumns(parts.fitted.categories);
  const answer = amountAnswerer(parts);
  return Object.freeze({
    task: 'amount' as const,
    ...(await identityOf('amount', content, sha256)),
    features,
    lookBackDays: lookBackDaysOf(features),
    measurements: parts.measurements,
    trainedOn: parts.trainedOn,
    currency: parts.currency,
    predict: (query: TransactionQuery, options: AmountPredictOptions = {}) =>
      answer([query], options)[0] as AmountPrediction,
    predictBatch: (queries: readonly TransactionQuery[], options: AmountPredictOptions = {}) =>
      answer(queries, options),
    toArtifact: () => content,
  });
}

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreAmountModel(content: ArtifactContent, sha256?: string): Promise<AmountModel> {
  return amountModel(partsOf(content), sha256);
}
