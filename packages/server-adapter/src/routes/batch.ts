import { isTitansError, type TransactionTable } from '@titans/core';
import type { BatchPredictions, ProblemIssue } from '@titans/core/contract';
import type { PredictOptions, TrainedSuite, TransactionQuery } from '@titans/models';
import { exposedError } from '../http/problem.js';
import type { Histories } from './history.js';
import { rounded } from './json-writer.js';
import { asRequestError } from './model-errors.js';

/** The models that a batch asks. */
export const batchTasks = ['category', 'amount', 'anomaly'] as const;

/** What became of one transaction, without its identifier. */
export type BatchOutcome =
  | { readonly status: 'success'; readonly predictions: BatchPredictions }
  | {
      readonly status: 'failed';
      readonly error: string;
      readonly code: string;
      readonly issues?: readonly ProblemIssue[];
    };

/** What a batch is predicted with. */
export interface BatchParts {
  readonly suite: TrainedSuite;
  readonly histories: Histories;
  /** Hears of what a transaction ran into that was not its own fault; the answer says no more than that. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * Predicts the transactions of a batch, in their order. The models see all transactions at once that may use the same
 * history; only when they refuse are they asked one by one, to find out which transaction they refuse.
 *
 * @throws TitansError `TASK_NOT_TRAINED` if a model is missing: then no transaction can be answered.
 */
export function predictBatch(
  { suite, histories, onDefect }: BatchParts,
  queries: readonly TransactionQuery[],
): readonly BatchOutcome[] {
  if (queries.length === 0) return [];
  const outcomes = new Array<BatchOutcome>(queries.length);
  for (const [history, indices] of groupByHistory(queries, histories)) {
    const group = indices.map((index) => queries[index] as TransactionQuery);
    const options = history === null ? {} : { history };
    const predicted =
      predictTogether(suite, group, options) ??
      group.map((query) => predictAlone(suite, query, options, onDefect));
    for (const [position, index] of indices.entries()) outcomes[index] = predicted[position] as BatchOutcome;
  }
  return outcomes;
}

function groupByHistory(
  queries: readonly TransactionQuery[],
  histories: Histories,
): ReadonlyMap<TransactionTable | null, readonly number[]> {
  const groups = new Map<TransactionTable | null, number[]>();
  for (const [index, query] of queries.entries()) {
    const history = histories(query);
    const group = groups.get(history);
    if (group === undefined) groups.set(history, [index]);
    else group.push(index);
  }
  return groups;
}

function predictTogether(
  suite: TrainedSuite,
  queries: readonly TransactionQuery[],
  options: PredictOptions,
): readonly BatchOutcome[] | null {
  try {
    return predictAll(suite, queries, options);
  } catch (error) {
    if (isTitansError(error, 'TASK_NOT_TRAINED')) throw error;
    // Which transaction is at fault is found, and reported, by asking for each alone.
    return null;
  }
}

function predictAlone(
  suite: TrainedSuite,
  query: TransactionQuery,
  options: PredictOptions,
  onDefect: BatchParts['onDefect'],
): BatchOutcome {
  try {
    return asRequestError(() => predictAll(suite, [query], options)[0] as BatchOutcome);
  } catch (error) {
    return failedOutcome(error, onDefect);
  }
}

/** The outcome of a transaction that could not be answered; what is not its own fault is told to `onDefect`. */
export function failedOutcome(error: unknown, onDefect: BatchParts['onDefect']): BatchOutcome {
  const { status, code, message, extras } = exposedError(error);
  if (status >= 500) onDefect(error);
  const { issues } = extras;
  return { status: 'failed', error: message, code, ...(issues === undefined ? {} : { issues }) };
}

function predictAll(
  suite: TrainedSuite,
  queries: readonly TransactionQuery[],
  options: PredictOptions,
): readonly BatchOutcome[] {
  // The answers say what is predicted, not why.
  const brief = { ...options, details: false };
  const categories = suite.category.predictBatch(queries, brief);
  const amounts = suite.amount.predictBatch(queries, brief);
  const anomalies = suite.anomaly.predictBatch(queries, brief);
  return categories.map((category, index) => {
    const amount = amounts[index] as (typeof amounts)[number];
    const anomaly = anomalies[index] as (typeof anomalies)[number];
    return {
      status: 'success',
      predictions: {
        category: category.category,
        confidence: rounded(category.confidence),
        abstained: category.abstained,
        amount: amount.amount,
        amount_range: amount.range,
        is_anomaly: anomaly.isAnomaly,
        anomaly_score: anomaly.score,
        risk_level: anomaly.riskLevel,
      },
    };
  });
}
