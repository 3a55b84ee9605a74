import { fromEpochDay, type TransactionTable, timeOrder } from '@titans/core';
import { compareMoments } from '../../features/account-fold.js';
import { type FeatureRow, featureRowAt, featureRowOf } from '../../features/feature-row.js';
import { checkAsked, checkTable } from '../check-asked.js';
import type { AnomalyModel, LiveAnomalyModel } from '../models.js';
import type { AnomalyPrediction, PredictOptions, TransactionQuery } from '../predictions.js';
import { leastThreshold, movedThreshold } from './alert-budget.js';
import type { AnomalyParts } from './anomaly-artifact.js';
import { type Answerer, fixedThreshold, type MovingThreshold } from './answering.js';
import { copyPopulation } from './population/population-artifact.js';
import { populationColumns } from './population/population-columns.js';
import { keepTrail, observePopulation } from './population/population-fold.js';

/** A copy of a model that follows transactions as they come. */
export function liveAnomalyModel(
  parts: AnomalyParts,
  answer: Answerer,
  modelOf: (parts: AnomalyParts) => Promise<AnomalyModel>,
): LiveAnomalyModel {
  const { fitted, currency } = parts;
  const population = copyPopulation(parts.population);
  keepTrail(population);
  const least = leastThreshold(fitted.mapPopulation, fitted.labels !== null);
  let threshold = fitted.followedThreshold;

  const moving: MovingThreshold = {
    value: () => threshold,
    moveBy({ isAnomaly }) {
      if (fitted.budget !== null) threshold = movedThreshold(threshold, isAnomaly, fitted.budget, least);
    },
  };

  function rowsOf(queries: readonly TransactionQuery[], options: PredictOptions): FeatureRow[] {
    checkAsked(queries, options);
    return queries.map((query) => featureRowOf(query, currency));
  }

  function predictBatch(
    queries: readonly TransactionQuery[],
    options: PredictOptions = {},
  ): readonly AnomalyPrediction[] {
    const rows = rowsOf(queries, options);
    return answer(rows, options, fixedThreshold(threshold), populationColumns(population, rows, false));
  }

  return Object.freeze({
    get threshold() {
      return threshold;
    },
    get latest() {
      const { day, second } = population;
      return Number.isFinite(day) ? { date: fromEpochDay(day), secondOfDay: second } : null;
    },
    predict: (query: TransactionQuery, options: PredictOptions = {}) =>
      predictBatch([query], options)[0] as AnomalyPrediction,
    predictBatch,
    follow(queries: readonly TransactionQuery[], options: PredictOptions = {}) {
      const rows = rowsOf(queries, options);
      const order = [...rows.keys()].sort(
        (a, b) => compareMoments(rows[a] as FeatureRow, rows[b] as FeatureRow) || a - b,
      );
      const inOrder = order.map((index) => rows[index] as FeatureRow);
      const answers = new Array<AnomalyPrediction>(rows.length);
      const seen = populationColumns(population, inOrder, true);
      answer(inOrder, options, moving, seen).forEach((one, place) => {
        answers[order[place] as number] = one;
      });
      return answers;
    },
    observe(transactions: TransactionTable) {
      checkTable('transactions', transactions);
      for (const row of timeOrder(transactions))
        observePopulation(population, featureRowAt(transactions, row));
    },
    toModel: () =>
      modelOf({
        ...parts,
        fitted: { ...fitted, followedThreshold: threshold },
        population: copyPopulation(population),
      }),
  });
}
