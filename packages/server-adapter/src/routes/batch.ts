import { isTitansError, type TransactionTable } from '@titans/core';
import type { BatchPredictions, BatchTask, ProblemIssue } from '@titans/core/contract';
import type { PredictOptions, TrainedSuite, TransactionQuery } from '@titans/models';
import { exposedError } from '../http/problem.js';
import type { ServedModels } from '../model-host/model-host.js';
import { type AnswerMemory, answerMemory } from './answer-memory.js';
import type { Histories } from './history.js';
import { rounded } from './json-writer.js';
import { asRequestError } from './model-errors.js';
import { questionOf } from './question-text.js';

/** What became of one transaction, without its identifier. */
export type BatchOutcome =
  | { readonly status: 'success'; readonly predictions: BatchPredictions<readonly BatchTask[]> }
  | {
      readonly status: 'failed';
      readonly error: string;
      readonly code: string;
      readonly issues?: readonly ProblemIssue[];
    };

/** What models said of transactions that come again. */
export type BatchMemory = AnswerMemory<BatchOutcome>;

/** Of transactions and of what is said of them, some 500 each. */
const mostRememberedBytes = 6_000_000;
/** An outcome has always the same members. */
const outcomeBytes = 400;

/** A memory for the batches of a service. */
export function batchMemory(): BatchMemory {
  return answerMemory(mostRememberedBytes);
}

/** What a batch is predicted with. */
export interface BatchParts {
  readonly served: ServedModels;
  /** What is asked about each transaction. */
  readonly tasks: readonly BatchTask[];
  readonly memory: BatchMemory;
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
  { served, tasks, memory, histories, onDefect }: BatchParts,
  queries: readonly TransactionQuery[],
): readonly BatchOutcome[] {
  if (queries.length === 0) return [];
  const { suite } = served;
  const outcomes = new Array<BatchOutcome>(queries.length);
  const asked = tasks.join();

  function ask(indices: readonly number[], options: PredictOptions): void {
    const group = indices.map((index) => queries[index] as TransactionQuery);
    const predicted =
      predictTogether(suite, tasks, group, options) ??
      group.map((query) => predictAlone(suite, tasks, query, options, onDefect));
    for (const [position, index] of indices.entries()) outcomes[index] = predicted[position] as BatchOutcome;
  }

  /** Of a transaction without a history the same is said whenever it comes. */
  function askUnknown(indices: readonly number[]): void {
    const unknown: number[] = [];
    const questions: string[] = [];
    for (const index of indices) {
      const question = questionOf(asked, queries[index] as TransactionQuery);
      const known = memory.get(served, question);
      if (known === undefined) {
        unknown.push(index);
        questions.push(question);
      } else outcomes[index] = known;
    }
    if (unknown.length === 0) return;
    ask(unknown, {});
    for (const [position, index] of unknown.entries()) {
      const outcome = outcomes[index] as BatchOutcome;
      if (outcome.status !== 'success') continue;
      memory.put(served, questions[position] as string, outcome, outcomeBytes);
    }
  }

  for (const [history, indices] of groupByHistory(queries, histories)) {
    if (history === null) askUnknown(indices);
    else ask(indices, { history });
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
  tasks: readonly BatchTask[],
  queries: readonly TransactionQuery[],
  options: PredictOptions,
): readonly BatchOutcome[] | null {
  try {
    return predictAll(suite, tasks, queries, options);
  } catch (error) {
    if (isTitansError(error, 'TASK_NOT_TRAINED')) throw error;
    // Which transaction is at fault is found, and reported, by asking for each alone.
    return null;
  }
}

function predictAlone(
  suite: TrainedSuite,
  tasks: readonly BatchTask[],
  query: TransactionQuery,
  options: PredictOptions,
  onDefect: BatchParts['onDefect'],
): BatchOutcome {
  try {
    return asRequestError(() => predictAll(suite, tasks, [query], options)[0] as BatchOutcome);
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
  tasks: readonly BatchTask[],
  queries: readonly TransactionQuery[],
  options: PredictOptions,
): readonly BatchOutcome[] {
  // The answers say what is predicted, not why.
  const brief = { ...options, details: false };
  const said = queries.map((): Said => ({}));
  for (const task of tasks) sayOf[task](suite, queries, brief, said);
  return said.map((predictions) => ({ status: 'success', predictions }));
}

/** What the models have said of a transaction so far. */
type Said = { -readonly [Name in keyof AllPredictions]?: AllPredictions[Name] };
type AllPredictions = BatchPredictions<readonly BatchTask[]>;

/** Adds what one model says: member by member, as engines take six microseconds to spread an object into another. */
type Say = (
  suite: TrainedSuite,
  queries: readonly TransactionQuery[],
  brief: PredictOptions,
  said: readonly Said[],
) => void;

const sayOf: Readonly<Record<BatchTask, Say>> = {
  category({ category }, queries, brief, said) {
    for (const [index, prediction] of category.predictBatch(queries, brief).entries()) {
      const of = said[index] as Said;
      of.category = prediction.category;
      of.confidence = rounded(prediction.confidence);
      of.abstained = prediction.abstained;
    }
  },
  amount({ amount }, queries, brief, said) {
    for (const [index, prediction] of amount.predictBatch(queries, brief).entries()) {
      const of = said[index] as Said;
      of.amount = prediction.amount;
      of.amount_range = prediction.range;
    }
  },
  anomaly({ anomaly }, queries, brief, said) {
    for (const [index, prediction] of anomaly.predictBatch(queries, brief).entries()) {
      const of = said[index] as Said;
      of.is_anomaly = prediction.isAnomaly;
      of.anomaly_score = prediction.score;
      of.risk_level = prediction.riskLevel;
    }
  },
};
