import type { ArtifactContent, CurrencyCode } from '@titans/core';
import type { FittedAnomalyDetector } from '../../estimators/estimator.js';
import { nested, nestedContent } from '../../estimators/nested-artifact.js';
import { type ArtifactReader, readArtifact } from '../../estimators/restoring.js';
import { featureRowOf } from '../../features/feature-row.js';
import { lookBackDaysOf } from '../../features/look-back.js';
import { numbersIn } from '../../forecast/fitted-forecast.js';
import { measurementsFrom, measurementsToJson } from '../measurements.js';
import { modelVersion } from '../model-version.js';
import type { AnomalyModel, Measurement } from '../models.js';
import type { AnomalyPrediction, PredictOptions, TransactionQuery } from '../predictions.js';
import { type AnomalyValues, anomalyFeatures, detectorMatrix, valuesAt } from './anomaly-input.js';
import { restoreDetector } from './detectors.js';
import { evidenceOf, lookBackFeatures, type Ordinary } from './evidence.js';
import { type AmountReference, withReference } from './reference.js';
import { anomalyThreshold, scored } from './score.js';

/** What was learned of the ordinary. */
export interface FittedAnomaly {
  readonly detector: FittedAnomalyDetector;
  readonly ordinary: Ordinary;
  /** Evidence at which the score is ½. */
  readonly alertLevel: number;
}

/** Everything an anomaly model consists of. */
export interface AnomalyParts {
  readonly fitted: FittedAnomaly;
  readonly reference: AmountReference;
  /** Currency of queries that name none. */
  readonly currency: CurrencyCode;
  readonly measurements: readonly Measurement[];
  readonly trainedOn: number;
}

export const anomalyKind = 'titans/anomaly-model';
const version = 1;

/**
 * Scores rows.
 *
 * @param seen What the detector is shown of them; the same unless told.
 */
export function scoreRows(
  fitted: FittedAnomaly,
  rows: readonly AnomalyValues[],
  seen: readonly AnomalyValues[] = rows,
): readonly AnomalyPrediction[] {
  if (rows.length === 0) return [];
  const patterns = fitted.detector.score(detectorMatrix(seen));
  return rows.map((values, row) =>
    scored(evidenceOf(values, patterns[row] as number, fitted.ordinary), fitted.alertLevel),
  );
}

/**
 * Makes the model of its parts.
 *
 * @param name Its version, where it was read from an artifact; computed unless told.
 */
export async function anomalyModel(parts: AnomalyParts, name?: string): Promise<AnomalyModel> {
  const content = toContent(parts);
  return Object.freeze({
    task: 'anomaly' as const,
    version: name ?? (await modelVersion('anomaly', content)),
    features: anomalyFeatures.features,
    lookBackDays: lookBackDaysOf(anomalyFeatures.features),
    measurements: parts.measurements,
    trainedOn: parts.trainedOn,
    threshold: anomalyThreshold,
    predict: (query: TransactionQuery, options: PredictOptions = {}) =>
      predictAll(parts, [query], options)[0] as AnomalyPrediction,
    predictBatch: (queries: readonly TransactionQuery[], options: PredictOptions = {}) =>
      predictAll(parts, queries, options),
    toArtifact: () => content,
  });
}

function predictAll(
  { fitted, reference, currency }: AnomalyParts,
  queries: readonly TransactionQuery[],
  { history }: PredictOptions,
): readonly AnomalyPrediction[] {
  const rows = queries.map((query) => featureRowOf(query, currency));
  const matrix = anomalyFeatures.read(rows, history);
  const values = rows.map((row, index) => withReference(valuesAt(matrix, index), row, reference));
  if (history !== undefined) return scoreRows(fitted, values);
  // The detector needs numbers: without a history, those of an ordinary account. They are no evidence.
  return scoreRows(
    fitted,
    values,
    values.map((known) => ({ ...known, ...fitted.ordinary.typical })),
  );
}

function toContent({ fitted, reference, currency, measurements, trainedOn }: AnomalyParts): ArtifactContent {
  const detector = nested('detector', fitted.detector.toArtifact());
  const { hours, typical, ...ordinary } = fitted.ordinary;
  return {
    kind: anomalyKind,
    version,
    data: {
      ...ordinary,
      typical,
      detector: detector.data,
      alertLevel: fitted.alertLevel,
      currency,
      trainedOn,
      measurements: measurementsToJson(measurements),
    },
    arrays: {
      hours,
      keys: reference.keys,
      medians: reference.medians,
      deviations: reference.deviations,
      ...detector.arrays,
    },
  };
}

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreAnomalyModel(content: ArtifactContent, name?: string): Promise<AnomalyModel> {
  const artifact = readArtifact(content, anomalyKind, version);
  const reference = {
    keys: artifact.uint32('keys'),
    medians: artifact.float64('medians'),
    deviations: artifact.float64('deviations'),
  };
  const hours = artifact.float64('hours');
  const levels = reference.keys.length;
  if (hours.length !== 24 || reference.medians.length !== levels || reference.deviations.length !== levels) {
    throw artifact.corrupt('its arrays have lengths that do not belong together');
  }
  const parts: AnomalyParts = {
    fitted: {
      detector: restoreDetector(nestedContent(content, artifact, 'detector')),
      ordinary: {
        patternMedian: artifact.number('patternMedian'),
        patternDeviation: artifact.number('patternDeviation'),
        paceMean: artifact.number('paceMean'),
        paceDeviation: artifact.number('paceDeviation'),
        hours,
        typical: typicalIn(artifact),
      },
      alertLevel: artifact.number('alertLevel'),
    },
    reference,
    currency: artifact.text('currency'),
    trainedOn: artifact.number('trainedOn'),
    measurements: measurementsFrom(artifact),
  };
  return anomalyModel(parts, name);
}

function typicalIn(artifact: ArtifactReader): Ordinary['typical'] {
  const found = numbersIn(artifact.json('typical'));
  const [payee, days, day, week] = lookBackFeatures.map((feature) => found[feature]);
  if (payee === undefined || days === undefined || day === undefined || week === undefined) {
    throw artifact.corrupt('"typical" is incomplete');
  }
  return { payee_count: payee, days_since_payee: days, count_1d: day, count_7d: week };
}
