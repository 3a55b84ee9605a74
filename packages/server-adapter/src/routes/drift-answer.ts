import type { ArtifactContent } from '@titans/core';
import type { DriftResponse } from '@titans/core/contract';
import {
  detectDrift,
  type FeatureDrift,
  type Sketch,
  sketch,
  sketchFromArtifact,
} from '@titans/models/drift';
import { type GivenTransactions, tableOf } from './sent-transactions.js';

/** A comparison without what only the service knows of it. */
export type DriftAnswer = Omit<DriftResponse, 'processing_time'>;

/** What is compared with what. */
export interface DriftQuestion {
  /** Transactions, or a sketch as data: what can be handed to another thread. */
  readonly reference: GivenTransactions | { readonly sketch: ArtifactContent };
  readonly current: GivenTransactions;
  readonly alpha: number;
}

/** What the effect of each kind of column is: 0 for no difference, 1 for nothing in common. */
const effectMeasures: Readonly<Record<FeatureDrift['kind'], string>> = {
  numeric: 'largest difference of the distribution functions',
  categorical: 'total variation distance',
  text: 'half the distance of mean embeddings',
};

/**
 * Compares transactions with earlier ones, column by column, at the level `alpha` over all columns together.
 *
 * @throws TitansError `REQUEST_INVALID` with the place of what is wrong.
 */
export async function driftAnswer({ reference, current, alpha }: DriftQuestion): Promise<DriftAnswer> {
  const before = 'sketch' in reference ? sketchFromArtifact(reference.sketch) : sketch(tableOf(reference));
  const result = detectDrift(before, sketchLike(before, current), { level: alpha });
  const { summary, features } = result;
  const tested = features.some((feature) => feature.state !== 'insufficient');
  const isOneCurrency = features.filter(({ feature }) => amounts.test(feature)).length === 1;
  return {
    drift_detected: result.driftDetected,
    overall_drift_score: result.pValue === null ? null : 1 - result.pValue,
    features: features.map((feature) => ({
      feature: nameOf(feature.feature, isOneCurrency),
      test: feature.test,
      statistic: feature.statistic,
      p_value: feature.pValue,
      q_value: feature.qValue,
      effect: feature.effect,
      effect_measure: effectMeasures[feature.kind],
      n_reference: feature.referenceRows,
      n_current: feature.n,
      missing: feature.missing && {
        reference_share: feature.missing.referenceShare,
        current_share: feature.missing.currentShare,
        p_value: feature.missing.pValue,
        q_value: feature.missing.qValue,
      },
      state: feature.state === 'no-drift' ? 'no_drift' : feature.state,
    })),
    summary: {
      total_features: summary.totalFeatures,
      drifted_features: summary.featuresWithDrift,
      insufficient_features: summary.featuresInsufficient,
      max_drift_score: tested ? summary.maxDriftScore : null,
      avg_drift_score: tested ? summary.avgDriftScore : null,
    },
  };
}

/** Sketches are compared that have the same bounds. */
function sketchLike({ bounds }: Sketch, given: GivenTransactions): Sketch {
  const { mostCells, mostCategories } = bounds;
  return sketch(tableOf(given), { mostCells, mostCategories });
}

const amounts = /^amountMinor (.+)$/;

/** The name of a column in requests: amounts are `amount`, and `amount EUR` where there are several currencies. */
function nameOf(column: string, isOneCurrency: boolean): string {
  const currency = amounts.exec(column)?.[1];
  if (currency !== undefined) return isOneCurrency ? 'amount' : `amount ${currency}`;
  return column.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
