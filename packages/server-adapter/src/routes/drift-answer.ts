import type { ArtifactContent, TransactionTable } from '@titans/core';
import type { ColumnsDrift, DriftRequest, DriftResponse } from '@titans/core/contract';
import {
  type DriftResult,
  detectDrift,
  type FeatureDrift,
  type Sketch,
  sketch,
  sketchFromArtifact,
} from '@titans/models/drift';
import { type JointTest, jointDrift } from './drift-joint.js';
import { type GivenTransactions, tableOf } from './sent-transactions.js';

/** A comparison without what only the service knows of it. */
export type DriftAnswer = Omit<DriftResponse, 'processing_time' | 'predictions'>;

/** What is compared with what. */
export interface DriftQuestion {
  /** Transactions, or a sketch as data: what can be handed to another thread. */
  readonly reference: GivenTransactions | { readonly sketch: ArtifactContent };
  readonly current: GivenTransactions;
  readonly alpha: number;
  readonly tests?: DriftRequest['tests'];
  readonly joint?: JointTest | undefined;
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
export async function driftAnswer(question: DriftQuestion): Promise<DriftAnswer> {
  const { reference, current, alpha, joint } = question;
  const earlier = 'sketch' in reference ? sketchFromArtifact(reference.sketch) : tableOf(reference);
  const before = 'bounds' in earlier ? earlier : sketch(earlier);
  const now = tableOf(current);
  const result = drift(before, sketchLike(before, now), question);
  const { summary, features, schema } = result;
  const tested = features.some((feature) => feature.state !== 'insufficient');
  const isOneCurrency = features.filter(({ feature }) => amounts.test(feature)).length === 1;
  const name = (feature: string): string => nameOf(feature, isOneCurrency);
  return {
    ...columnsDrift(result, name),
    unseen_categories: schema.unseenCategories.map(({ column, rows, names }) => ({
      feature: name(column),
      n_current: rows,
      names,
    })),
    joint: joint === undefined || 'bounds' in earlier ? null : await jointDrift(joint, earlier, now, alpha),
    summary: {
      total_features: summary.totalFeatures,
      drifted_features: summary.featuresWithDrift,
      insufficient_features: summary.featuresInsufficient,
      max_drift_score: tested ? summary.maxDriftScore : null,
      avg_drift_score: tested ? summary.avgDriftScore : null,
    },
  };
}

const predictionNames: ReadonlyMap<string, string> = new Map([
  ['category', 'predicted_category'],
  ['confidence', 'category_confidence'],
  ['amount', 'expected_amount'],
  ['score', 'anomaly_score'],
]);

type DriftTerms = Pick<DriftQuestion, 'alpha' | 'tests'>;

function drift(reference: Sketch, current: Sketch, { alpha, tests = {} }: DriftTerms): DriftResult {
  const { numeric, categorical } = tests;
  return detectDrift(reference, current, {
    level: alpha,
    tests: { ...(numeric && { numeric }), ...(categorical && { categorical }) },
  });
}

/** Compares what models say of transactions with what they said of earlier ones. */
export function predictionsDrift(reference: Sketch, current: Sketch, terms: DriftTerms): ColumnsDrift {
  return columnsDrift(drift(reference, current, terms), (name) => predictionNames.get(name) ?? name);
}

function columnsDrift(
  { driftDetected, pValue, features }: Pick<DriftResult, 'driftDetected' | 'pValue' | 'features'>,
  name: (feature: string) => string,
): ColumnsDrift {
  return {
    drift_detected: driftDetected,
    overall_drift_score: pValue === null ? null : 1 - pValue,
    features: features.map((feature) => ({
      feature: name(feature.feature),
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
  };
}

/** Sketches are compared that have the same bounds. */
function sketchLike({ bounds }: Sketch, table: TransactionTable): Sketch {
  const { mostCells, mostCategories } = bounds;
  return sketch(table, { mostCells, mostCategories });
}

const amounts = /^amountMinor (.+)$/;

/** The name of a column in requests: amounts are `amount`, and `amount EUR` where there are several currencies. */
function nameOf(column: string, isOneCurrency: boolean): string {
  const currency = amounts.exec(column)?.[1];
  if (currency !== undefined) return isOneCurrency ? 'amount' : `amount ${currency}`;
  return column.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
