import { betterFirst } from '../metrics.js';
import { summarise } from '../rank-candidates.js';
import type { AnyMetric } from '../run-search.js';
import type { DoneModel } from './measure-model.js';

/** By the mean over folds; models that the metric is defined for in fewer folds come after the others. */
export function bestFirst<X>(models: readonly DoneModel<X>[], metric: AnyMetric): readonly DoneModel<X>[] {
  return models.toSorted((a, b) => order(a, b, metric));
}

/** 1 for the best; equal models share the better rank. */
export function rankOf<X>(model: DoneModel<X>, models: readonly DoneModel<X>[], metric: AnyMetric): number {
  return models.filter((other) => order(other, model, metric) < 0).length + 1;
}

function order<X>(a: DoneModel<X>, b: DoneModel<X>, { direction }: AnyMetric): number {
  const definedFolds = ({ scores }: DoneModel<X>): number =>
    scores.filter((score) => !Number.isNaN(score)).length;
  return (
    definedFolds(b) - definedFolds(a) ||
    betterFirst(direction, summarise(a.scores).mean, summarise(b.scores).mean)
  );
}
