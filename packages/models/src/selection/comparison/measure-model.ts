import { encodeArtifact, throwIfAborted } from '@titans/core';
import type { Classifier, FittedClassifier, FittedRegressor, Regressor } from '../../estimators/estimator.js';
import {
  fitData,
  type LearningData,
  predictFolds,
  predictRows,
  rowCount,
  selectData,
} from '../../evaluation/predict-folds.js';
import type { Split } from '../../evaluation/splits/split.js';
import { type FitSettings, failureOf } from '../candidate-runner.js';
import { measureRows } from '../metrics.js';
import type { AnyMetric } from '../run-search.js';
import { type TimeLimit, withinLimit } from '../time-limit.js';
import type { FailedModel, OverBudgetModel } from './comparison-report.js';

/** A model with the name it goes by. */
export interface NamedModel<X> {
  readonly name: string;
  readonly estimator: Classifier<X> | Regressor<X>;
}

/** What every model of a comparison meets. */
export interface ComparisonSetup<X> {
  readonly train: LearningData<X>;
  readonly test: LearningData<X>;
  /** Of the rows of `train`. */
  readonly folds: readonly Split[];
  readonly metric: AnyMetric;
  readonly seed: number;
  /** What every fit is given. */
  readonly fit: FitSettings;
  readonly clock: () => number;
  readonly budgetMs: number;
  readonly sampleRows: number;
  readonly signal: AbortSignal | undefined;
  /** Called before each fit. */
  readonly onFit: () => void;
}

/** A model that did its work, and what it predicted of the held-out rows. */
export interface DoneModel<X> extends NamedModel<X> {
  readonly status: 'done';
  readonly fitted: FittedClassifier<X> | FittedRegressor<X>;
  readonly scores: readonly number[];
  readonly foldFitMs: readonly number[];
  readonly predictions: Float64Array;
  readonly fitMs: number;
  readonly predictMs: number;
  readonly artifactBytes: number;
}

const fewestSampleRows = 20;

/** Measures a model on the folds, fits it on all training rows and predicts the held-out ones, within its budget. */
export async function measureModel<X>(
  model: NamedModel<X>,
  setup: ComparisonSetup<X>,
): Promise<DoneModel<X> | OverBudgetModel | FailedModel> {
  const { train, test, folds, metric, clock, budgetMs, signal, onFit } = setup;
  const { name, estimator } = model;
  const begun = clock();
  const limit: TimeLimit = { endsAt: begun + budgetMs, clock, signal };
  const scores: number[] = [];
  const foldFitMs: number[] = [];
  const overBudget = async (): Promise<OverBudgetModel> => {
    const spentMs = clock() - begun;
    const sample = await costOfSample(estimator, setup);
    return Object.freeze({ status: 'over-budget', name, estimator: estimator.name, spentMs, sample });
  };
  try {
    for (const split of folds) {
      onFit();
      const fold = await withinLimit(limit, (work) =>
        predictFolds(estimator, train, [split], { ...work, ...setup.fit, clock }),
      );
      if (fold === null || clock() > limit.endsAt) return await overBudget();
      const { predicted, fitMs } = fold.done;
      scores.push(measureRows(metric, train, predicted.rows, predicted.predictions));
      foldFitMs.push(...fitMs);
    }
    onFit();
    const fitBegun = clock();
    const fit = await withinLimit(limit, (work) => fitData(estimator, train, { ...work, ...setup.fit }));
    if (fit === null) return await overBudget();
    const fittedAt = clock();
    const fitted = fit.done;
    const predictions = predictRows(fitted, test.x);
    const endedAt = clock();
    if (endedAt > limit.endsAt) return await overBudget();
    return {
      ...model,
      status: 'done',
      fitted,
      scores,
      foldFitMs,
      predictions,
      fitMs: fittedAt - fitBegun,
      predictMs: endedAt - fittedAt,
      artifactBytes: (await encodeArtifact(fitted.toArtifact())).length,
    };
  } catch (error) {
    throwIfAborted(signal, 'comparison');
    const failedFold = scores.length < folds.length ? scores.length + 1 : null;
    return Object.freeze({
      status: 'failed',
      name,
      estimator: estimator.name,
      error: failureOf(error, failedFold),
    });
  }
}

/** What a fit of a few rows takes, of fewer where the budget is not enough for those either. */
async function costOfSample<X>(
  estimator: Classifier<X> | Regressor<X>,
  { train, sampleRows, fit, clock, budgetMs, signal }: ComparisonSetup<X>,
): Promise<OverBudgetModel['sample']> {
  for (
    let rows = Math.min(sampleRows, rowCount(train));
    rows >= fewestSampleRows;
    rows = Math.floor(rows / 2)
  ) {
    // Evenly over the rows, which may be in an order.
    const drawn = Int32Array.from({ length: rows }, (_, row) => Math.floor((row * rowCount(train)) / rows));
    const sample = selectData(train, drawn);
    const begun = clock();
    const done = await withinLimit({ endsAt: begun + budgetMs, clock, signal }, (work) =>
      fitData(estimator, sample, { ...work, ...fit }),
    );
    if (done !== null) return Object.freeze({ rows, fitMs: clock() - begun });
  }
  return null;
}
