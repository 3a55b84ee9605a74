import { type Transaction, tableFromRows } from '@titans/core';
import { loadModels, train } from '@titans/models';
import { gradientBoosting, isolationForest, ridge, textClassifier } from '@titans/models/estimators';
import { classificationReport, crossValidate, kFold, rSquared } from '@titans/models/evaluation';
import { type Explainer, linearShap, permutationImportance, treeShap } from '@titans/models/explain';
import { type FeatureMatrix, features } from '@titans/models/features';
import {
  oneHotEncoder,
  regressorPipeline,
  simpleImputer,
  standardScaler,
} from '@titans/models/preprocessing';
import {
  compareModels,
  comparisonText,
  integerRange,
  logUniform,
  randomSearch,
  regressionMetrics,
} from '@titans/models/selection';

export const trainAll = (transactions: readonly Transaction[]) => train(transactions, { seed: 42 });
export const trainTable = (transactions: readonly Transaction[]) =>
  train(tableFromRows(transactions), {
    tasks: ['category', 'cashflow'],
    onProgress: ({ stage }) => void stage,
  });
export const models = () => loadModels('./models');

export async function ask(suite: Awaited<ReturnType<typeof trainAll>>) {
  const category = suite.category.predict({ description: 'WHOLEFDS MKT 10234', amount: -85.5 });
  const amount = suite.amount.predict({ description: 'Fuel' });
  const anomaly = suite.anomaly.predict({ description: 'Fuel', amount: -8_000 });
  const days = suite.cashflow.forecast({ days: 30 });
  await suite.save('./models');
  return { category, amount, anomaly, days, rows: suite.report.rows(), skipped: suite.report.skipped };
}

export const classifier = textClassifier();
export const boost = (matrix: FeatureMatrix, target: Float64Array) =>
  gradientBoosting({ objective: 'quantile', quantile: 0.9 }).fit(matrix, target, { seed: 7 });
export const isolate = (matrix: FeatureMatrix) => isolationForest({ trees: 100 }).fit(matrix, { seed: 7 });
export const standard = features;
export const validate = (x: FeatureMatrix, target: Float64Array) =>
  crossValidate(gradientBoosting(), { x, target }, kFold(x.rows, { folds: 5, seed: 7 }));
export const measure = (labels: Int32Array, probabilities: Float64Array) =>
  classificationReport(labels, probabilities, ['fuel', 'rent']);
export const prepare = (x: FeatureMatrix, target: Float64Array) =>
  regressorPipeline([simpleImputer(), oneHotEncoder(), standardScaler()], gradientBoosting()).fit(x, target);
export const tune = (x: FeatureMatrix, target: Float64Array) =>
  randomSearch(
    gradientBoosting,
    { rounds: integerRange(20, 200), learningRate: logUniform(0.02, 0.3) },
    { x, target },
    kFold(x.rows, { seed: 7 }),
    { candidates: 10, metric: regressionMetrics.mae, refit: true },
  );
export const rivals = async (x: FeatureMatrix, target: Float64Array) => {
  const models = {
    boosting: gradientBoosting(),
    piped: regressorPipeline(simpleImputer(), gradientBoosting()),
  };
  return comparisonText((await compareModels(models, { x, target }, { budgetMs: 10_000 })).comparison);
};
export const explain = async (matrix: FeatureMatrix, target: Float64Array): Promise<Explainer> =>
  treeShap(await boost(matrix, target), { background: matrix });
export const explainLine = async (matrix: FeatureMatrix, target: Float64Array): Promise<Explainer> =>
  linearShap(await ridge().fit(matrix, target));
export const rank = async (matrix: FeatureMatrix, target: Float64Array) =>
  permutationImportance((await boost(matrix, target)).predict, matrix, (said) => rSquared(target, said));
