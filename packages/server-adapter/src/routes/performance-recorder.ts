import { defaultAccountId } from '@titans/core';
import type {
  AmountResponse,
  AnomalyResponse,
  BatchItem,
  BatchTask,
  CategoryResponse,
  CorrectionRequest,
  RouteName,
  TransactionRequest,
} from '@titans/core/contract';
import type { MonitoredPrediction } from '@titans/models/lifecycle';

/** A transaction as it was asked about; `null` where it was none. */
type Asked = Pick<TransactionRequest, 'transaction_id' | 'account_id'> | null;

/** Longer names, and what no store keeps in a key, are left out: nobody finds a prediction by them. */
const longestName = 300;
const unkeepable = /[\0\p{Cs}]/u;

/** Whether a prediction can be found by a name that a client gave. */
function isName(name: string): boolean {
  return name.length >= 1 && name.length <= longestName && !unkeepable.test(name);
}

/** What a label of a transaction is found by: of every account and id another, and none that a request or its rows have. */
export function transactionAlias(
  transactionId: string | null | undefined,
  accountId: string | null | undefined,
): string | undefined {
  if (!transactionId) return undefined;
  const account = (accountId || defaultAccountId).replaceAll('%', '%25').replaceAll('/', '%2F');
  const alias = `/${account}/${transactionId}`;
  return isName(alias) ? alias : undefined;
}

/** What the answer is found by that a correction is of. */
export function correctedName(request: CorrectionRequest): string | undefined {
  const { prediction_id, transaction_id, transaction, account_id } = request;
  const name =
    prediction_id ??
    transactionAlias(transaction_id ?? transaction?.transaction_id, account_id ?? transaction?.account_id);
  return name !== undefined && isName(name) ? name : undefined;
}

/** Answers of one request, until they are stored. */
export interface AnsweredRequest {
  readonly requestId: string;
  readonly route: RouteName;
  readonly at: number;
  /** Numbers its rows, and no other's of this process. */
  readonly firstRow: number;
  /** What was asked; called once, when there is time. */
  readonly describeRequest: () => unknown;
  readonly response: unknown;
}

/** The routes whose answers are watched. */
const single: Partial<Record<RouteName, 'category' | 'amount' | 'anomaly'>> = {
  predictCategory: 'category',
  predictAmount: 'amount',
  predictAnomaly: 'anomaly',
};
const ofRows: ReadonlySet<RouteName> = new Set(['predictBatch', 'predictStream', 'jobCreate']);

export function isWatched(route: RouteName): boolean {
  return Object.hasOwn(single, route) || ofRows.has(route);
}

/** How many transactions an answer is about. */
export function rowsOf(route: RouteName, response: unknown): number {
  return ofRows.has(route) ? (response as RowsAnswer).results.length : 1;
}

/** The predictions of an answer: the same ones whenever it is asked for them. */
export function predictionsOf(answered: AnsweredRequest): readonly MonitoredPrediction[] {
  const { route, requestId, at, firstRow, response } = answered;
  const task = single[route];
  if (task !== undefined) {
    const asked = answered.describeRequest() as Asked;
    const envelope = {
      ...{ id: requestId, task, at, modelVersion: (response as { model_version: string }).model_version },
      ...aliasOf(asked),
    };
    return [{ ...envelope, ...singleAnswer(task, response) }];
  }
  const { results, model_versions: versions } = response as RowsAnswer;
  const rows = answered.describeRequest() as readonly Asked[];
  return results.flatMap((item, index) => {
    if (item.status !== 'success') return [];
    const named = { id: `${requestId}/${firstRow + index}`, at, ...aliasOf(rows[index] ?? null) };
    const { category, confidence, amount, amount_range: range, is_anomaly: isAnomaly } = item.predictions;
    const of = (
      name: BatchTask,
      predicted: MonitoredPrediction['predicted'] | undefined,
      more: Pick<MonitoredPrediction, 'confidence' | 'interval'> = {},
    ): readonly MonitoredPrediction[] =>
      predicted === undefined
        ? []
        : [{ ...named, task: name, modelVersion: versions[name] as string, predicted, ...more }];
    return [
      ...of('category', category, confidence === undefined ? {} : { confidence }),
      ...of(
        'amount',
        amount,
        range === undefined ? {} : { interval: { lower: range.min, upper: range.max } },
      ),
      ...of('anomaly', isAnomaly),
    ];
  });
}

/** What is recorded of many rows. */
interface RowsAnswer {
  readonly results: readonly BatchItem<readonly BatchTask[]>[];
  readonly model_versions: Readonly<Record<string, string>>;
}

function singleAnswer(
  task: 'category' | 'amount' | 'anomaly',
  response: unknown,
): Pick<MonitoredPrediction, 'predicted' | 'confidence' | 'probabilities' | 'interval'> {
  if (task === 'category') {
    const {
      predicted_category: predicted,
      confidence,
      all_predictions: probabilities,
    } = response as CategoryResponse;
    return { predicted, confidence, probabilities };
  }
  if (task === 'anomaly') return { predicted: (response as AnomalyResponse).is_anomaly };
  const { predicted_amount: predicted, prediction_range: range, coverage } = response as AmountResponse;
  // Baselines are of ranges that are built to cover 80 %.
  return { predicted, ...(coverage === 0.8 && { interval: { lower: range.min, upper: range.max } }) };
}

function aliasOf(asked: Asked): { readonly alias?: string } {
  const alias = transactionAlias(asked?.transaction_id, asked?.account_id);
  return alias === undefined ? {} : { alias };
}
