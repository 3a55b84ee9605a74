import type { ArtifactContent } from '@titans/core';
import { featureRowOf } from '../../features/feature-row.js';
import { lookBackDaysOf } from '../../features/look-back.js';
import { checkAsked } from '../check-asked.js';
import { identityOf } from '../model-identity.js';
import type { AnomalyModel } from '../models.js';
import type { AnomalyPrediction, PredictOptions, TransactionQuery } from '../predictions.js';
import { type AnomalyParts, anomalyContent, anomalyPartsIn } from './anomaly-artifact.js';
import { anomalyFeatures } from './anomaly-input.js';
import { answererOf, fixedThreshold } from './answering.js';
import { liveAnomalyModel } from './live-anomaly.js';

/**
 * Makes the model of its parts.
 *
 * @param sha256 Of its artifact, where it was read from an artifact; computed unless told.
 */
export async function anomalyModel(parts: AnomalyParts, sha256?: string): Promise<AnomalyModel> {
  const content = anomalyContent(parts);
  const { fitted, currency } = parts;
  const answer = await answererOf(fitted);
  const threshold = fixedThreshold(fitted.threshold);
  const predictBatch = (
    queries: readonly TransactionQuery[],
    options: PredictOptions = {},
  ): readonly AnomalyPrediction[] => {
    checkAsked(queries, options);
    return answer(
      queries.map((query) => featureRowOf(query, currency)),
      options,
      threshold,
      null,
    );
  };
  return Object.freeze({
    task: 'anomaly' as const,
    ...(await identityOf('anomaly', content, sha256)),
    features: anomalyFeatures.features,
    lookBackDays: lookBackDaysOf(anomalyFeatures.features),
    measurements: parts.measurements,
    trainedOn: parts.trainedOn,
    threshold: fitted.threshold,
    comparesAccounts: (fitted.labels?.populationTrees ?? null) !== null,
    predict: (query: TransactionQuery, options: PredictOptions = {}) =>
      predictBatch([query], options)[0] as AnomalyPrediction,
    predictBatch,
    online: () => liveAnomalyModel(parts, answer, anomalyModel),
    toArtifact: () => content,
  });
}

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreAnomalyModel(content: ArtifactContent, sha256?: string): Promise<AnomalyModel> {
  return anomalyModel(anomalyPartsIn(content), sha256);
}
