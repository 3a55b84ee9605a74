import type { Transaction, TransactionTable, WorkOptions } from '@titans/core';
import { refuseUnknownParameters } from '../estimators/parameters.js';
import type { TaskName, TrainedSuite } from '../tasks/models.js';
import { withoutAnswer } from '../tasks/query-of.js';
import { answersOf } from './evaluation/answers.js';
import { evaluationRows } from './evaluation/evaluation-rows.js';
import { predictionSketch, type SuiteReference } from './suite-reference.js';

/** What is known beside the transactions that are asked about. */
export interface SketchPredictionsOptions extends WorkOptions {
  /** Transactions before them, which predictions may look back on. They see one another in any case. */
  readonly history?: TransactionTable;
}

/**
 * Sketches what a suite says of transactions, by task: categories with confidences, amounts, scores; categories and amounts
 * as if they were not known. Compare two periods of one suite, or the categories with those of `reference.predictions`.
 *
 * @throws TitansError `DATA_INSUFFICIENT` without a transaction, `INVALID_ARGUMENT` for what is none, `ABORTED`.
 * @example
 * ```ts
 * import type { TransactionTable } from '@titans/core';
 * import { sketchPredictions, type TrainedSuite } from '@titans/models';
 * import { detectDrift } from '@titans/models/drift';
 *
 * export async function amountDrift(
 *   suite: TrainedSuite, firstWeeks: TransactionTable, lastWeeks: TransactionTable,
 * ): Promise<string | undefined> {
 *   const { amount: before } = await sketchPredictions(suite, firstWeeks);
 *   const { amount: now } = await sketchPredictions(suite, lastWeeks, { history: firstWeeks });
 *   return before && now && detectDrift(before, now).state;
 * }
 * ```
 */
export async function sketchPredictions(
  suite: TrainedSuite,
  transactions: TransactionTable | Iterable<Transaction>,
  options: SketchPredictionsOptions = {},
): Promise<SuiteReference['predictions']> {
  refuseUnknownParameters('sketchPredictions', options, ['history', 'signal', 'onProgress']);
  const { table, history } = evaluationRows(transactions, options);
  const rows = [...table.rows()];
  const has = (task: TaskName): boolean => suite.tasks.includes(task);
  const predictions: { -readonly [Task in TaskName]?: SuiteReference['predictions'][Task] } = {};
  if (has('category')) {
    const answers = await answersOf(suite.category, rows, history, options, (query) =>
      withoutAnswer(query, 'category'),
    );
    predictions.category = predictionSketch({
      category: answers.map(({ category }) => category),
      confidence: Float64Array.from(answers, ({ confidence }) => confidence),
    });
  }
  if (has('amount')) {
    const own = rows.filter(({ currency }) => currency === suite.amount.currency);
    const answers = await answersOf(suite.amount, own, history, options, (query) =>
      withoutAnswer(query, 'amount'),
    );
    predictions.amount = predictionSketch({ amount: Float64Array.from(answers, ({ amount }) => amount) });
  }
  if (has('anomaly')) {
    const answers = await answersOf(suite.anomaly, rows, history, options);
    predictions.anomaly = predictionSketch({ score: Float64Array.from(answers, ({ score }) => score) });
  }
  return Object.freeze(predictions);
}
