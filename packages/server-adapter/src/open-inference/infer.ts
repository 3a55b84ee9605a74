import { transactionRequestSchema } from '@titans/core/contract';
import { requestError } from '../http/problem.js';
import { validateBody } from '../http/validate.js';
import type { Exchange } from '../routes/handlers.js';
import { asRequestError } from '../routes/model-errors.js';
import { toTransactionQuery } from '../routes/transaction-query.js';
import { type InferRequest, type InferResponse, type ModelPath, maxRows } from './schemas.js';
import { type ServedTask, servedTasks, transactionInputs } from './served-tasks.js';
import { columnOf } from './tensor.js';

/** A task of the protocol that is trained, in the version asked for. */
export interface FoundModel {
  readonly name: keyof typeof servedTasks;
  readonly task: ServedTask;
  readonly version: string;
}

/** @throws TitansError `NOT_FOUND` for a model or version that is not the one that answers now. */
export function findModel(
  { tenant }: Pick<Exchange<unknown, unknown, unknown>, 'tenant'>,
  { model_name, model_version }: ModelPath,
): FoundModel {
  const { suite } = tenant.models.current;
  const name = (['category', 'amount', 'anomaly'] as const).find((known) => known === model_name);
  if (name === undefined || !suite.tasks.includes(name)) {
    throw requestError('NOT_FOUND', 'There is no such model here.');
  }
  const { version } = suite[name];
  if (model_version !== undefined && model_version !== version) {
    throw requestError('NOT_FOUND', 'The model answers in another version now.');
  }
  return { name, task: servedTasks[name], version };
}

/**
 * Answers an inference request: every row of the inputs is a transaction.
 *
 * @throws TitansError `REQUEST_INVALID` for inputs that are none or do not belong together, `RATE_LIMITED`.
 */
export async function infer(exchange: Exchange<unknown, unknown, unknown>): Promise<InferResponse> {
  const body = exchange.body as InferRequest;
  const model = findModel(exchange, exchange.params as ModelPath);
  const { suite } = exchange.tenant.models.current;
  const rows = rowsOf(body);
  await exchange.charge(rows.length);
  const queries = rows.map((row) =>
    toTransactionQuery(
      validateBody(transactionRequestSchema, row) as Parameters<typeof toTransactionQuery>[0],
    ),
  );
  const outputs = asRequestError(() => model.task.predict(suite, queries));
  const wanted = body.outputs?.map(({ name }) => name);
  const unknown = wanted?.find((name) => outputs.every((output) => output.name !== name));
  if (unknown !== undefined) throw refusal('/outputs', `${model.name} has no output of that name`);
  return {
    model_name: model.name,
    model_version: model.version,
    id: body.id ?? exchange.requestId,
    outputs: wanted === undefined ? outputs : outputs.filter(({ name }) => wanted.includes(name)),
  };
}

function rowsOf({ inputs }: InferRequest): readonly Record<string, unknown>[] {
  const columns = inputs.map((tensor, index) => {
    const known = transactionInputs.find(({ name }) => name === tensor.name);
    const place = `/inputs/${index}`;
    if (known === undefined) throw refusal(`${place}/name`, 'is no input of the model');
    return { name: tensor.name, values: columnOf(tensor, place) };
  });
  const names = columns.map(({ name }) => name);
  const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (repeated >= 0) throw refusal(`/inputs/${repeated}/name`, 'is given twice');
  const length = columns[0]?.values.length ?? 0;
  const uneven = columns.findIndex(({ values }) => values.length !== length);
  if (uneven >= 0) throw refusal(`/inputs/${uneven}/shape`, 'has another number of rows than the first');
  if (length > maxRows) throw refusal('/inputs/0/shape', `has more than ${maxRows} rows`);
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[row]])),
  );
}

function refusal(pointer: string, message: string): Error {
  return requestError('REQUEST_INVALID', `The input at ${pointer} ${message}.`, {
    issues: [{ pointer, message }],
  });
}
