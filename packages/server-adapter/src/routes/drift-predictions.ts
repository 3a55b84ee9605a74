import { breathe, type Transaction } from '@titans/core';
import { queryOf, type TrainedSuite, type TransactionQuery } from '@titans/models';
import { type Columns, type Sketch, sketch } from '@titans/models/drift';
import { type GivenTransactions, tableOf } from './sent-transactions.js';

/** Rows of each side that are asked about at most, and before requests have their turn again. */
const mostRows = 1_000;
const rowsTogether = 50;

/**
 * What the models say of transactions, as a sketch: of rows drawn evenly, each asked by itself, so that those with a short history
 * differ from none. Columns are `category`, `confidence`, `amount` and `score`, or those of `like` alone.
 *
 * @param like What it is compared with, where that is known before.
 * @throws TitansError `REQUEST_INVALID` for transactions that are none, `ABORTED`.
 */
export async function sketchAnswers(
  suite: TrainedSuite,
  given: GivenTransactions,
  like: Sketch | null,
  signal: AbortSignal | undefined,
): Promise<Sketch> {
  const rows = evenly(given);
  const wanted = (name: string): boolean => like === null || like.columns.some((own) => own.name === name);
  const columns: Record<string, Columns[string]> = {};
  if (suite.tasks.includes('category') && wanted('category')) {
    const answers = await asked(
      rows.map(withoutCategory),
      (part) => suite.category.predictBatch(part, brief),
      signal,
    );
    columns.category = answers.map(({ category }) => category);
    if (wanted('confidence')) columns.confidence = Float64Array.from(answers, ({ confidence }) => confidence);
  }
  if (suite.tasks.includes('amount') && wanted('amount')) {
    const own = rows.filter(({ currency }) => currency === suite.amount.currency);
    const answers = await asked(
      own.map(withoutAmount),
      (part) => suite.amount.predictBatch(part, brief),
      signal,
    );
    const amounts = new Float64Array(rows.length).fill(Number.NaN);
    for (const [place, { amount }] of answers.entries()) amounts[place] = amount;
    columns.amount = amounts;
  }
  if (suite.tasks.includes('anomaly') && wanted('score')) {
    const answers = await asked(rows.map(queryOf), (part) => suite.anomaly.predictBatch(part, brief), signal);
    columns.score = Float64Array.from(answers, ({ score }) => score);
  }
  const bounds = like?.bounds;
  return sketch(columns, {
    predictions: Object.keys(columns),
    ...(bounds && { mostCells: bounds.mostCells, mostCategories: bounds.mostCategories }),
  });
}

const brief = { details: false } as const;

async function asked<Answer>(
  queries: readonly TransactionQuery[],
  ask: (part: readonly TransactionQuery[]) => readonly Answer[],
  signal: AbortSignal | undefined,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < queries.length; start += rowsTogether) {
    await breathe(signal, 'drift of predictions');
    answers.push(...ask(queries.slice(start, start + rowsTogether)));
  }
  return answers;
}

/** Rows in equal distances, all where there are few. */
function evenly(given: GivenTransactions): readonly Transaction[] {
  if ('requests' in given) {
    const requests = places(given.requests.length).flatMap((place) => given.requests[place] ?? []);
    return [...tableOf({ ...given, requests }).rows()];
  }
  const table = tableOf(given);
  return places(table.length).map((place) => table.row(place) as Transaction);
}

function places(length: number): readonly number[] {
  const count = Math.min(mostRows, length);
  return Array.from({ length: count }, (_, place) => Math.floor((place * length) / count));
}

function withoutCategory(row: Transaction): TransactionQuery {
  const { category: _, ...query } = queryOf(row);
  return query;
}

function withoutAmount(row: Transaction): TransactionQuery {
  const { amount: _, ...query } = queryOf(row);
  return query;
}
