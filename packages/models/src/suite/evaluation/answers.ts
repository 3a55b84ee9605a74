import { breathe, type Transaction, type TransactionTable, type WorkOptions } from '@titans/core';
import { compareText } from '../../compare-text.js';
import type { TrainedTask } from '../../tasks/models.js';
import type { PredictOptions, TransactionQuery } from '../../tasks/predictions.js';
import { queryOf } from '../../tasks/query-of.js';

/** Rows asked about at once: each call reads the history of their accounts once. */
const rowsAtOnce = 20_000;

/** A model that is asked about transactions. */
export interface AskedModel<Prediction> extends Pick<TrainedTask, 'task' | 'lookBackDays'> {
  predictBatch(queries: readonly TransactionQuery[], options?: PredictOptions): readonly Prediction[];
}

/** What a model answers about rows, each looking back on the rows of `history` before it. */
export async function answersOf<Prediction>(
  model: AskedModel<Prediction>,
  rows: readonly Transaction[],
  history: TransactionTable,
  { signal, onProgress }: WorkOptions,
  ask: (query: TransactionQuery) => TransactionQuery = (query) => query,
): Promise<readonly Prediction[]> {
  // Rows of one account together, so that its history is read in few calls.
  const order = [...rows.keys()].sort((a, b) => compareText(accountOf(rows, a), accountOf(rows, b)) || a - b);
  const answers = new Array<Prediction>(rows.length);
  const options: PredictOptions = model.lookBackDays > 0 ? { history } : {};
  for (let start = 0; start < order.length; start += rowsAtOnce) {
    await breathe(signal, `${model.task}: evaluation`);
    onProgress?.({ stage: `${model.task}: evaluation`, done: start, total: rows.length, unit: 'rows' });
    const part = order.slice(start, start + rowsAtOnce);
    const queries = part.map((row) => ask(queryOf(rows[row] as Transaction)));
    model.predictBatch(queries, options).forEach((answer, index) => {
      answers[part[index] as number] = answer;
    });
  }
  return answers;
}

function accountOf(rows: readonly Transaction[], row: number): string {
  return (rows[row] as Transaction).accountId;
}
