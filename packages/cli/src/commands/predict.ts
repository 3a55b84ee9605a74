import {
  isTitansError,
  parsePlainDate,
  plainDate,
  TitansError,
  type Transaction,
  type TransactionTable,
  toMajor,
} from '@titans/core';
import { extract } from '@titans/etl';
import type { TaskName, TrainedSuite, TransactionAnswers, TransactionQuery } from '@titans/models';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import { hasWarehouse, type State, withState } from '../state/state.js';
import { accountsOf, importSettings, inputOf, knownAccounts } from '../state/transactions.js';
import { loadVersion } from '../state/versions.js';
import { predictText } from './predict-text.js';

/** The questions about one transaction. */
type Question = Exclude<TaskName, 'cashflow'>;

/** What `titans predict` takes. */
export interface PredictCommandOptions {
  readonly description?: string;
  readonly amount?: number;
  readonly date?: string;
  readonly type?: 'Income' | 'Expense';
  readonly category?: string;
  readonly account?: string;
  readonly file?: string;
  readonly task?: readonly Question[];
  readonly explain?: boolean;
  readonly modelVersion?: string;
}

/** What the models say of one transaction. */
export interface PredictedTransaction {
  readonly transaction: TransactionQuery;
  readonly answers: TransactionAnswers;
  /** With `--explain`: what spoke for each answer, strongest first. */
  readonly explanations?: ReturnType<TrainedSuite['explain']>;
}

/** What `titans predict --json` prints. */
export interface PredictDocument {
  /** Number of the version that answered. */
  readonly version: number;
  readonly predictions: readonly PredictedTransaction[];
}

/**
 * Asks the models about one transaction or every row of a file. What came before in the account counts: it is read from the
 * warehouse, or, of a file, from its own rows.
 *
 * @throws TitansError `INVALID_ARGUMENT` without a description, an amount or a file; `NOT_FOUND` without models.
 */
export async function predictTransactions(
  options: PredictCommandOptions,
  context: CommandContext,
): Promise<Outcome<PredictDocument>> {
  const { file, task, explain = false } = options;
  if (file === undefined && options.description === undefined && options.amount === undefined) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'Say what to ask about: a description, such as titans predict "WHOLEFDS MKT 10234" --amount -85.5, or --file.',
      { details: { field: 'description' } },
    );
  }
  return withState(context, async (state) => {
    const { version, suite } = await loadVersion(state, context, options.modelVersion);
    const [queries, history] =
      file === undefined ? await oneQuery(options, context, state) : await queriesOfFile(file, context);
    const given = history === null ? {} : { history };
    const wanted = task ?? (['category', 'amount', 'anomaly'] as const);
    const answers = suite.predictBatch(queries, given);
    const predictions = queries.map((transaction, row) => ({
      transaction,
      answers: only(answers[row] as TransactionAnswers, wanted),
      ...(explain
        ? { explanations: suite.explain(transaction, given).filter((each) => wanted.includes(each.task)) }
        : {}),
    }));
    return { document: { version: version.number, predictions } };
  });
}

async function oneQuery(
  options: PredictCommandOptions,
  context: CommandContext,
  state: State,
): Promise<[readonly TransactionQuery[], TransactionTable | null]> {
  const { description, amount, type, category, account } = options;
  const today = new Date(context.now());
  const date = options.date ?? plainDate(today.getFullYear(), today.getMonth() + 1, today.getDate());
  const query: TransactionQuery = {
    date,
    ...(description === undefined ? {} : { description }),
    ...(amount === undefined ? {} : { amount }),
    ...(type === undefined ? {} : { type }),
    ...(category === undefined ? {} : { category }),
    ...(account === undefined ? {} : { accountId: account }),
  };
  return [[query], await historyOf(date, account, context, state)];
}

/** Earlier rows of the warehouse; without them the answer is that of an account of which nothing is known. */
async function historyOf(
  date: string,
  account: string | undefined,
  context: CommandContext,
  state: State,
): Promise<TransactionTable | null> {
  if (context.settings.databaseUrl === null && !(await hasWarehouse(context))) return null;
  try {
    const warehouse = await state.warehouse();
    const history = await warehouse.transactions({
      to: parsePlainDate(date),
      signal: context.signal,
      ...(account === undefined ? {} : { accountId: account }),
    });
    if (history.length === 0 && account !== undefined) {
      const known = await accountsOf(warehouse);
      if (!known.includes(account)) {
        context.note(
          `Answered as for a new account: there are no transactions of "${account}". ${knownAccounts(known)}`,
        );
      }
    }
    return history;
  } catch (error) {
    if (!isTitansError(error, 'DATABASE_LOCKED')) throw error;
    context.note('The warehouse is open in another process: answered without the history of the account.');
    return null;
  }
}

async function queriesOfFile(
  file: string,
  context: CommandContext,
): Promise<[readonly TransactionQuery[], TransactionTable]> {
  const { signal, onProgress } = context;
  const input = await inputOf(file, context);
  const { transactions } = await extract(input, importSettings(context)).table({ signal, onProgress });
  return [[...transactions.rows()].map(queryOf), transactions];
}

/** A transaction without what is to be answered: a category that is there already would be no question. */
function queryOf(transaction: Transaction): TransactionQuery {
  const { date, description, amountMinor, currency, type, accountId, paymentMethod } = transaction;
  return {
    date,
    description,
    amount: toMajor(amountMinor, currency),
    currency,
    type,
    accountId,
    ...(paymentMethod == null ? {} : { paymentMethod }),
  };
}

function only(answers: TransactionAnswers, wanted: readonly Question[]): TransactionAnswers {
  return Object.fromEntries(Object.entries(answers).filter(([task]) => wanted.includes(task as Question)));
}

/** `titans predict`. */
export const predictCommand: LoadedCommand = loadedCommand(predictTransactions, predictText);
