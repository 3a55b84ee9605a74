import type { ArtifactContent } from '@titans/core';
import type { Create } from '@titans/core/conformance';
import type { FitOptions, Fitted } from '../estimators/estimator.js';
import type { TrainingTraces } from './example-inputs.js';

/** An estimator or forecaster as the cases see it: something learned from data answers queries with numbers. */
export interface Learner<Data, Query> {
  readonly name: string;
  learn(data: Data, options?: FitOptions): Promise<Learned<Query>>;
}

export interface Learned<Query> {
  readonly fitted: Fitted;
  answer(query: Query): Float64Array;
}

/** What the cases that hold for every learner need. */
export interface LearningTask<Data extends object, Query extends object> {
  readonly create: Create<Learner<Data, Query>>;
  /** The same data at each call, in arrays of their own. */
  data(): Data;
  /** Other data of the same kind. */
  otherData(): Data;
  /** The same query at each call, in arrays of its own, about what is not in the data. */
  query(): Query;
  /** What an artifact learned from `data()` must not hold. */
  traces(): TrainingTraces;
  /** The inverse of `toArtifact`, if the caller gave one. */
  readonly restore: ((content: ArtifactContent) => Promise<Learned<Query>>) | null;
}

/** Learns from `data()` with seed 1. */
export async function learn<Data extends object, Query extends object>(
  task: LearningTask<Data, Query>,
  options: FitOptions = {},
): Promise<Learned<Query>> {
  const learner = await task.create();
  return learner.learn(task.data(), { seed: 1, ...options });
}
