import type { ArtifactContent, WorkOptions } from '@titans/core';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import type { WorkerPool } from './parallel/worker-pool.js';

/** What every `fit` takes. */
export interface FitOptions extends WorkOptions {
  /** 0 unless told. The same seed and data give the same model, bit for bit. */
  readonly seed?: number;
  /** One non-negative weight per row; 1 unless told. */
  readonly weights?: Float64Array;
  /** Threads to share the work with, which estimators of trees do; what is learned does not depend on them. */
  readonly workers?: WorkerPool;
}

/** Whatever was learned. Frozen; `predict` and `score` are pure. */
export interface Fitted {
  /** The model as data, to be restored by the function that its estimator's folder exports. */
  toArtifact(): ArtifactContent;
}

/** Learns a number from features. */
export interface Regressor<X = FeatureMatrix> {
  readonly name: string;
  /**
   * What is given must stay as it is until the fit ends.
   *
   * @throws TitansError `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` or `ABORTED`.
   */
  fit(x: X, target: Float64Array, options?: FitOptions): Promise<FittedRegressor<X>>;
}

export interface FittedRegressor<X = FeatureMatrix> extends Fitted {
  /** One number per row. */
  predict(x: X): Float64Array;
}

/** Learns one of several classes from features. */
export interface Classifier<X = FeatureMatrix> {
  readonly name: string;
  /** `labels` are codes into `classes`; classes without a row are permitted and get probability 0. */
  fit(
    x: X,
    labels: Int32Array,
    classes: readonly string[],
    options?: FitOptions,
  ): Promise<FittedClassifier<X>>;
}

export interface FittedClassifier<X = FeatureMatrix> extends Fitted {
  readonly classes: readonly string[];
  /** Row-major rows × classes; every row sums to 1. */
  predictProbabilities(x: X): Float64Array;
}

/** Learns what is ordinary, without labels. */
export interface AnomalyDetector<X = FeatureMatrix> {
  readonly name: string;
  fit(x: X, options?: FitOptions): Promise<FittedAnomalyDetector<X>>;
}

export interface FittedAnomalyDetector<X = FeatureMatrix> extends Fitted {
  /** One score per row in 0..1, higher for what stands out more. */
  score(x: X): Float64Array;
}

/** Learns a daily series. */
export interface Forecaster {
  readonly name: string;
  /**
   * @param series One value per day without gaps.
   * @param firstDay Epoch day of the first value.
   */
  fit(series: Float64Array, firstDay: number, options?: FitOptions): Promise<FittedForecaster>;
}

export interface FittedForecaster extends Fitted {
  /** Point forecasts of the days after the series, 1 to `days` ahead. */
  forecast(days: number): Float64Array;
}
