import type { ArtifactContent, CurrencyCode, TransactionType } from '@titans/core';
import { lookBackDaysOf } from '../../features/look-back.js';
import { identityOf } from '../model-identity.js';
import type { AmountModel, Measurement } from '../models.js';
import type { AmountPrediction, AmountPredictOptions, TransactionQuery } from '../predictions.js';
import { partsOf, toContent } from './amount-artifact.js';
import { amountColumns } from './amount-input.js';
import { amountAnswerer, amountTeller } from './answer.js';
import type { FittedAmount } from './fitted-amount.js';
import { liveAmountModel } from './live-amount.js';

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
  const teller = amountTeller(parts);
  const answer = amountAnswerer(teller, parts.fitted);
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
    online: () => liveAmountModel(parts, teller, (moved) => amountModel(moved)),
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
