import { addDays, type PlainDate } from '@titans/core';
import type { AnomalyModel, LiveAnomalyModel } from '../../tasks/models.js';
import type { AnomalyPrediction, PredictOptions, TransactionQuery } from '../../tasks/predictions.js';

/**
 * The model with the answers of its live copy, as far as that has followed. What it is saved as is the model as it was
 * trained.
 *
 * @param liveNow `null` where nothing was followed yet.
 */
export function followedModel(model: AnomalyModel, liveNow: () => LiveAnomalyModel | null): AnomalyModel {
  function predictBatch(
    queries: readonly TransactionQuery[],
    options?: PredictOptions,
  ): readonly AnomalyPrediction[] {
    const live = liveNow();
    const last = live?.latest ?? null;
    // What is no list is refused by the model.
    if (live === null || last === null || !Array.isArray(queries))
      return model.predictBatch(queries, options);
    const isFollowed = followedUntil(addDays(last.date, 1));
    if (queries.every(isFollowed)) return live.predictBatch(queries, options);
    const ofLive = live.predictBatch(queries.filter(isFollowed), options)[Symbol.iterator]();
    const ofModel = model
      .predictBatch(
        queries.filter((query) => !isFollowed(query)),
        options,
      )
      [Symbol.iterator]();
    return queries.map((query) => (isFollowed(query) ? ofLive : ofModel).next().value as AnomalyPrediction);
  }

  return Object.freeze({
    ...model,
    predict: (query: TransactionQuery, options?: PredictOptions) =>
      predictBatch([query], options)[0] as AnomalyPrediction,
    predictBatch,
  });
}

/** Whether something may have been stored of the day of a query, or of the day before. */
function followedUntil(day: PlainDate): (query: TransactionQuery) => boolean {
  return ({ date }) => typeof date === 'string' && date <= day;
}
