import { TitansError, throwIfAborted } from '@titans/core';
import type { Classifier, FittedClassifier, FittedRegressor, Regressor } from '../../estimators/estimator.js';
import { requireFit } from '../../estimators/require-fit.js';
import { checkSplit } from '../../evaluation/cross-predict.js';
import {
  checkData,
  type LabelledData,
  type LearningData,
  rowCount,
  selectData,
  type TargetData,
} from '../../evaluation/predict-folds.js';
import { nothingMeasured } from '../candidate-runner.js';
import type { ClassificationMetric, RegressionMetric } from '../metrics.js';
import { summarise } from '../rank-candidates.js';
import { type AnyMetric, describe, foldsOf } from '../run-search.js';
import { type CompareModelsOptions, checkCompareOptions } from './compare-options.js';
import type { ComparedModel, MeasuredModel, ModelComparison } from './comparison-report.js';
import { defaultFolds, defaultHoldOut, labelsOf } from './comparison-splits.js';
import { type DoneModel, measureModel } from './measure-model.js';
import { modelImportances } from './model-importances.js';
import { pairedTests } from './paired-tests.js';
import { bestFirst, rankOf } from './rank-models.js';
import { testFigures } from './test-figures.js';

/** A comparison with the models that it measured. */
export interface ComparedModels<Fitted> {
  readonly comparison: ModelComparison;
  /** By name: each measured model, fitted on all rows but the held-out ones. */
  readonly fitted: Readonly<Record<string, Fitted>>;
}

/**
 * Compares several models: the same folds and the same held-out rows for each, figures with bootstrap intervals, tests
 * of the best against each of the others, and what every model costs in time and bytes. The best is chosen by the
 * folds, so the held-out rows say what it is worth without flattering it.
 *
 * @param models Estimators by the name they go by in the report; at least one.
 * @param data Inputs with `labels` and `classes` for classifiers, with `target` for regressors.
 * @throws TitansError `INVALID_ARGUMENT`, `DATA_INSUFFICIENT`, `SHAPE_MISMATCH`, `ABORTED`, and the first model's error
 * if all of them fail. A model that fails beside others is in the report with its error.
 * @example
 * ```ts
 * import { gradientBoosting, randomForest, ridge } from '@titans/models/estimators';
 * import type { TargetData } from '@titans/models/evaluation';
 * import type { FeatureMatrix } from '@titans/models/features';
 * import { comparisonText, compareModels, regressionMetrics } from '@titans/models/selection';
 *
 * export async function compare(data: TargetData<FeatureMatrix>) {
 *   const models = { boosting: gradientBoosting(), forest: randomForest(), ridge: ridge() };
 *   const { comparison, fitted } = await compareModels(models, data, {
 *     metric: regressionMetrics.mae,
 *     budgetMs: 60_000,
 *     seed: 7,
 *   });
 *   console.log(comparisonText(comparison));
 *   return fitted[comparison.best ?? ''];
 * }
 * ```
 */
export function compareModels<X>(
  models: Readonly<Record<string, Classifier<X>>>,
  data: LabelledData<X>,
  options?: CompareModelsOptions<ClassificationMetric>,
): Promise<ComparedModels<FittedClassifier<X>>>;
export function compareModels<X>(
  models: Readonly<Record<string, Regressor<X>>>,
  data: TargetData<X>,
  options?: CompareModelsOptions<RegressionMetric>,
): Promise<ComparedModels<FittedRegressor<X>>>;
export async function compareModels<X>(
  models: Readonly<Record<string, Classifier<X> | Regressor<X>>>,
  data: LearningData<X>,
  options: CompareModelsOptions<AnyMetric> = {},
): Promise<ComparedModels<FittedClassifier<X> | FittedRegressor<X>>> {
  checkData(data);
  const settings = checkCompareOptions(options, data);
  const { metric, metrics, seed, clock } = settings;
  const { groups, signal, onProgress } = options;
  const named = Object.entries(models ?? {}).map(([name, estimator]) => ({ name, estimator }));
  for (const { name, estimator } of named) requireFit(`models.${name}`, estimator);
  if (named.length === 0) {
    throw new TitansError('INVALID_ARGUMENT', 'There is no model to compare. Name at least one.', {
      details: { field: 'models' },
    });
  }
  const stage = 'comparison';
  throwIfAborted(signal, stage);
  const holdOut = options.holdOut ?? defaultHoldOut(data, groups, seed);
  checkSplit(holdOut, rowCount(data), 'holdOut');
  const train = selectData(data, holdOut.train);
  const test = selectData(data, holdOut.test);
  const ownFolds = options.folds?.(holdOut.train);
  const folds = foldsOf(ownFolds ?? defaultFolds(train, labelsOf(groups, holdOut.train), seed));
  const testGroups = labelsOf(groups, holdOut.test);
  const bootstrap = { ...settings.bootstrap, ...(testGroups ? { groups: testGroups } : {}) };
  // A step per fit, and one per model for its intervals, tests and importances.
  const total = named.length * (folds.length + 2);
  let steps = 0;
  const step = (): void => onProgress?.({ stage, done: steps++, total, unit: 'steps' });
  const setup = { ...settings, clock: clock.clock, train, test, folds, signal, onFit: step };

  const results = [];
  for (const [index, model] of named.entries()) {
    results.push(await measureModel(model, setup));
    steps = (index + 1) * (folds.length + 1);
  }
  const done = bestFirst(
    results.filter((result) => result.status === 'done'),
    metric,
  );
  const others = results.filter((result) => result.status !== 'done');
  const failed = others.filter((result) => result.status === 'failed');
  if (failed.length === named.length) throw nothingMeasured(stage, failed);
  const measured: ComparedModel[] = [];
  for (const model of done) {
    step();
    const figures = await testFigures(metrics, test, model.predictions, bootstrap);
    const importances = await modelImportances(model, setup, settings.importanceRepeats);
    measured.push(measuredModel(model, rankOf(model, done, metric), figures, importances));
  }
  const [best, ...rest] = done;
  const tests = best ? await pairedTests(best, rest, setup, bootstrap) : [];
  steps = total;
  step();
  const comparison: ModelComparison = Object.freeze({
    task: 'labels' in data ? 'classification' : 'regression',
    metric: describe(metric),
    rows: Object.freeze({ train: rowCount(train), test: rowCount(test) }),
    folds: folds.length,
    seed,
    level: bootstrap.level,
    resamples: bootstrap.resamples,
    budgetMs: options.budgetMs ?? null,
    clock: clock.kind,
    models: Object.freeze([...measured, ...others]),
    best: best?.name ?? null,
    tests,
  });
  const fitted = Object.freeze(Object.fromEntries(done.map((model) => [model.name, model.fitted])));
  return Object.freeze({ comparison, fitted });
}

function measuredModel<X>(
  model: DoneModel<X>,
  rank: number,
  test: MeasuredModel['test'],
  importances: MeasuredModel['importances'],
): MeasuredModel {
  const { mean, standardError } = summarise(model.scores);
  const { fitMs, predictMs, artifactBytes } = model;
  return Object.freeze({
    status: 'measured',
    name: model.name,
    estimator: model.estimator.name,
    rank,
    folds: Object.freeze({
      scores: Object.freeze(model.scores.map(orNull)),
      mean: orNull(mean),
      standardError: orNull(standardError),
      fitMs: Object.freeze(model.foldFitMs),
    }),
    test,
    cost: Object.freeze({ fitMs, predictMs, artifactBytes }),
    importances,
  });
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
