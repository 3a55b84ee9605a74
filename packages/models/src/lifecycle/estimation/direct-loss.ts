import { TitansError, type WorkOptions } from '@titans/core';
import { requireFinite, requireLength } from '../../calibration/checked-values.js';
import { oneOf, refuseUnknownParameters } from '../../estimators/parameters.js';
import { gradientBoosting } from '../../estimators/trees/gradient-boosting.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import {
  type EstimatedMetric,
  type EstimatedPeriod,
  estimateChunks,
  type PerformanceEstimate,
} from './performance-estimate.js';
import { spreadOfMean, standardErrorOf } from './sampling-error.js';

/** Answers of a model that predicts numbers, and what it saw. */
export interface PredictedRows {
  readonly features: FeatureMatrix;
  readonly predicted: Float64Array;
}

/** What can be estimated: mean absolute, mean squared and root mean squared error. */
export const lossMetrics = ['mae', 'mse', 'rmse'] as const;
export type LossMetric = (typeof lossMetrics)[number];

/** What {@link directLossEstimate} takes. */
export interface DirectLossOptions extends WorkOptions {
  /** Rows with labels that the model had not learned from. */
  readonly reference: PredictedRows & { readonly actual: Float64Array };
  /** Rows to be judged, with the same features; labels, where there are some, are only reported beside the estimate. */
  readonly current: PredictedRows & { readonly actual?: Float64Array };
  /** Rows judged together. */
  readonly chunkRows: number;
  /** All unless told. */
  readonly metrics?: readonly LossMetric[];
  /** 0 unless told. */
  readonly seed?: number;
}

const predictionColumn = 'prediction';

/**
 * Estimates how large the errors of a regression model are without labels: a second model, boosted trees, learns from the
 * reference how large the error of a row is from its features and its prediction (direct loss estimation, DLE, of NannyML).
 * It sees that rows became harder, not that the same rows are answered otherwise than before (concept drift). Estimates of
 * chunks of the reference are of rows that it learned from.
 *
 * @throws TitansError `DATA_INSUFFICIENT`, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT`, `FEATURE_UNKNOWN`,
 * `ABORTED`.
 * @example
 * ```ts
 * import { directLossEstimate } from '@titans/models/lifecycle';
 *
 * const features = {
 *   rows: 40,
 *   features: [{ name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] }],
 *   columns: [Float64Array.from({ length: 40 }, (_, row) => row)],
 * };
 * const predicted = new Float64Array(40);
 * const actual = Float64Array.from({ length: 40 }, (_, row) => (row < 20 ? 1 : 5));
 * const estimate = await directLossEstimate({
 *   reference: { features, predicted, actual },
 *   current: { features, predicted },
 *   chunkRows: 20,
 * });
 * console.log(estimate.chunks.map(({ figures }) => figures[0]?.estimate));
 * ```
 */
export async function directLossEstimate(options: DirectLossOptions): Promise<PerformanceEstimate> {
  refuseUnknownParameters('directLossEstimate', options, [
    ...['reference', 'current', 'chunkRows', 'metrics', 'seed', 'signal', 'onProgress'],
  ]);
  const { reference, current, chunkRows, metrics = lossMetrics, seed = 0, signal, onProgress } = options;
  for (const metric of metrics) oneOf('metrics', metric, lossMetrics);
  const errors = errorsOf(reference.predicted, reference.actual);
  const [before, now] = [withPrediction(reference), withPrediction(current)];
  const losses = (power: 1 | 2): Float64Array => errors.map((error) => error ** power);
  const expected = new Map<1 | 2, readonly [Float64Array, Float64Array]>();
  for (const power of new Set(metrics.map(powerOf))) {
    const fitted = await gradientBoosting().fit(before, losses(power), {
      seed,
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    expected.set(power, [fitted.predict(before), fitted.predict(now)]);
  }
  const periods: EstimatedPeriod<0 | 1>[] = [
    { period: 'reference', rows: 0, length: before.rows, realise: realised(errors) },
    {
      ...{ period: 'current', rows: 1, length: now.rows },
      realise: current.actual === undefined ? null : realised(errorsOf(current.predicted, current.actual)),
    },
  ];
  return estimateChunks(
    periods,
    metrics.map((metric): EstimatedMetric<0 | 1> => {
      const power = powerOf(metric);
      const spread = spreadOfMean([...losses(power)]);
      const meanSquare = meanBetween(losses(2), 0, errors.length);
      return {
        ...{ metric, least: 0, most: Number.POSITIVE_INFINITY },
        estimate: (rows, from, to) => {
          // Trees may promise a little less than nothing.
          const loss = Math.max(
            0,
            meanBetween((expected.get(power) as readonly [Float64Array, Float64Array])[rows], from, to),
          );
          return metric === 'rmse' ? Math.sqrt(loss) : loss;
        },
        standardError: (rows) =>
          standardErrorOf([spread], rows) / (metric === 'rmse' ? 2 * Math.sqrt(meanSquare) : 1),
      };
    }),
    chunkRows,
  );
}

function powerOf(metric: LossMetric): 1 | 2 {
  return metric === 'mae' ? 1 : 2;
}

function errorsOf(predicted: Float64Array, actual: Float64Array): Float64Array {
  requireLength('actual', actual, predicted.length);
  requireFinite('actual', actual);
  return actual.map((value, row) => Math.abs(value - (predicted[row] as number)));
}

function realised(errors: Float64Array): (metric: string, from: number, to: number) => number {
  return (metric, from, to) => {
    const loss = meanBetween(metric === 'mae' ? errors : errors.map((error) => error ** 2), from, to);
    return metric === 'rmse' ? Math.sqrt(loss) : loss;
  };
}

function meanBetween(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let row = from; row < to; row++) sum += values[row] as number;
  return sum / (to - from);
}

/** What was predicted tells much of how wrong it may be. */
function withPrediction({ features, predicted }: PredictedRows): FeatureMatrix {
  requireLength('predicted', predicted, features.rows);
  requireFinite('predicted', predicted);
  if (features.features.some(({ name }) => name === predictionColumn)) {
    throw new TitansError('INVALID_ARGUMENT', `A feature cannot be named "${predictionColumn}" here.`, {
      details: { field: 'features' },
    });
  }
  return {
    rows: features.rows,
    features: [...features.features, { name: predictionColumn, kind: 'numeric', inputs: [] }],
    columns: [...features.columns, predicted],
  };
}
