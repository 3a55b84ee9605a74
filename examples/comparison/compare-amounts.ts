import type { WorkOptions } from '@titans/core';
import { type FittedRegressor, gradientBoosting, randomForest, ridge } from '@titans/models/estimators';
import { kFold, timeOrderedSplit } from '@titans/models/evaluation';
import { regressorPipeline, simpleImputer } from '@titans/models/preprocessing';
import { type ComparedModels, compareModels, regressionMetrics } from '@titans/models/selection';
import { mlRandomForest } from '@titans/models/wrapped';
import type { Expenses } from './amounts-of-expenses.js';

const seed = 42;

/** Regressors that predict what an expense amounts to: measured in folds, and on the newest fifth of the days. */
export function compareAmounts(
  { data, epochDays }: Expenses,
  { budgetMs, ...work }: WorkOptions & { readonly budgetMs: number },
): Promise<ComparedModels<FittedRegressor>> {
  const models = {
    boosting: gradientBoosting({ rounds: 100, learningRate: 0.05, minSamplesLeaf: 5, maxLeaves: 8 }),
    forest: randomForest({ trees: 200, minSamplesLeaf: 3 }),
    ridge: ridge({ l2: 100, missing: 'mean' }),
    'ml-random-forest': regressorPipeline(simpleImputer(), mlRandomForest({ trees: 50 })),
  };
  return compareModels(models, data, {
    metric: regressionMetrics.mae,
    holdOut: timeOrderedSplit(epochDays),
    folds: (rows) => kFold(rows.length, { seed }),
    budgetMs,
    seed,
    ...work,
  });
}
