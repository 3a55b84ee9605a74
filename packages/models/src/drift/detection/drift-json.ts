import type { JsonValue } from '@titans/core';
import type { DriftResult } from './drift-result.js';

/**
 * A result as JSON: the members of the specification under their names (`overall_drift_detected`, `drift_score`,
 * `feature_drifts`, `summary`), and what they do not say: the state, p- and q-values, effects, rows and the schema.
 */
export function driftJson(result: DriftResult): JsonValue {
  const { features, schema, summary } = result;
  return {
    state: result.state,
    overall_drift_detected: result.driftDetected,
    drift_score: result.driftScore,
    p_value: result.pValue,
    level: result.level,
    reference_rows: result.referenceRows,
    current_rows: result.currentRows,
    // A list of pairs made an object: a column may be called anything.
    feature_drifts: Object.fromEntries(
      features.map((feature) => [
        feature.feature,
        {
          drift_detected: feature.state === 'drift',
          drift_score: feature.effect,
          p_value: feature.pValue,
          test_used: feature.test,
          state: feature.state,
          kind: feature.kind,
          role: feature.role,
          statistic: feature.statistic,
          q_value: feature.qValue,
          method: feature.method,
          n: feature.n,
          reference_n: feature.referenceRows,
          missing:
            feature.missing === null
              ? null
              : {
                  reference_share: feature.missing.referenceShare,
                  current_share: feature.missing.currentShare,
                  p_value: feature.missing.pValue,
                  q_value: feature.missing.qValue,
                  state: feature.missing.state,
                },
        },
      ]),
    ),
    schema: {
      drift_detected: schema.state === 'drift',
      missing_columns: [...schema.missingColumns],
      new_columns: [...schema.newColumns],
      changed_kinds: schema.changedKinds.map((change) => ({ ...change })),
      unseen_categories: schema.unseenCategories.map(({ column, categories, rows, names }) => ({
        column,
        categories,
        rows,
        names: [...names],
      })),
    },
    summary: {
      total_features: summary.totalFeatures,
      features_with_drift: summary.featuresWithDrift,
      features_insufficient: summary.featuresInsufficient,
      max_drift_score: summary.maxDriftScore,
      avg_drift_score: summary.avgDriftScore,
    },
  };
}
