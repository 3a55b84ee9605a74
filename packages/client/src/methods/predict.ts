import type {
  AmountQuery,
  AmountResponse,
  AnomalyResponse,
  BatchRequest,
  BatchResponse,
  BatchTask,
  batchTasks,
  CategoryResponse,
  ExplainResponse,
  StreamedItem,
  StreamItem,
  TransactionRequest,
} from '@titans/core/contract';
import {
  amountAnswer,
  anomalyAnswer,
  batchAnswer,
  categoryAnswer,
  explainAnswer,
  streamItem,
} from '../answers/predictions.js';
import { type AskedTasks, askedTasks } from '../asked-tasks.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import { inRange, refuse } from '../client-options.js';
import * as endpoints from '../endpoints.js';
import { invalidAnswer, writeJson } from '../json.js';
import { type ResumeSettings, resumedItems } from '../resumed-items.js';

/** Questions about transactions. They are pure: asking twice changes nothing. */
export interface PredictMethods {
  /** Category of a transaction. */
  category(request: TransactionRequest, options?: CallOptions): Promise<CategoryResponse>;
  /** Amount to expect, with a range. */
  amount(request: TransactionRequest, options?: CallOptions & AmountQuery): Promise<AmountResponse>;
  /** How far a transaction stands out, and why. */
  anomaly(request: TransactionRequest, options?: CallOptions): Promise<AnomalyResponse>;
  /**
   * Category, amount and anomaly of 1 to 100 transactions, or those `tasks` that are asked for, each transaction with its own
   * result or error. Predictions have the members of these tasks, and so has their type.
   */
  batch<const Tasks extends readonly BatchTask[] = typeof batchTasks>(
    request: BatchRequest,
    options?: CallOptions & AskedTasks<Tasks>,
  ): Promise<BatchResponse<Tasks>>;
  /**
   * The same for any number of transactions, in their order, while they are read. They are sent in blocks, the next one
   * when the answers of the last have been taken. Rows that were refused for now, or not answered as the connection broke,
   * are sent again. `timeoutMs` is how long an answer may take to begin, how long it may then be silent, and what a wait
   * that the server asks for must be below.
   */
  stream<const Tasks extends readonly BatchTask[] = typeof batchTasks>(
    requests: Iterable<TransactionRequest> | AsyncIterable<TransactionRequest>,
    options?: StreamOptions & AskedTasks<Tasks>,
  ): AsyncIterable<StreamedItem<Tasks>>;
  /** Why the models answer as they do. */
  explain(request: TransactionRequest, options?: CallOptions): Promise<ExplainResponse>;
}

/** How {@link PredictMethods.stream} sends. */
export interface StreamOptions extends Omit<CallOptions, 'idempotencyKey'> {
  /** Transactions sent at once, 1 to 10,000; 500 unless told. */
  readonly blockSize?: number | undefined;
}

export function predictMethods({ ask, lines }: Caller, settings: ResumeSettings): PredictMethods {
  async function* stream<Tasks extends readonly BatchTask[]>(
    requests: Iterable<TransactionRequest> | AsyncIterable<TransactionRequest>,
    options: StreamOptions & AskedTasks<Tasks> = {},
  ): AsyncGenerator<StreamedItem<Tasks>> {
    const { blockSize = 500, ...callOptions } = options;
    const { asked, query } = askedTasks(options);
    inRange('blockSize', blockSize, 1, 10_000);
    const iterable: object = Object(requests);
    if (!(Symbol.asyncIterator in iterable || Symbol.iterator in iterable)) {
      refuse('requests', 'what is streamed must be iterable');
    }
    const endpoint = endpoints.predictStream;
    let sent = 0;
    for await (const block of blocksOf(requests, blockSize)) {
      const rows = block.map((request) => `${writeJson(endpoint, request)}\n`);
      let answered = 0;
      const ask = (taken: number): AsyncGenerator<StreamItem<Tasks>> => {
        const payload = { query, body: rows.slice(taken).join(''), contentType: 'application/x-ndjson' };
        return lines(endpoint, streamItem(asked), payload, callOptions);
      };
      for await (const item of resumedItems(endpoint, settings, callOptions, ask)) {
        yield { ...item, index: sent + answered++ };
      }
      if (answered !== block.length)
        throw invalidAnswer(endpoint, `ended after ${answered} of ${block.length} rows`);
      sent += block.length;
    }
  }

  return Object.freeze({
    category: (request: TransactionRequest, options?: CallOptions) =>
      ask(endpoints.predictCategory, categoryAnswer, { json: request }, options),
    amount: (request: TransactionRequest, options?: CallOptions & AmountQuery) =>
      ask(
        endpoints.predictAmount,
        amountAnswer,
        { json: request, query: { level: options?.level } },
        options,
      ),
    anomaly: (request: TransactionRequest, options?: CallOptions) =>
      ask(endpoints.predictAnomaly, anomalyAnswer, { json: request }, options),
    async batch<Tasks extends readonly BatchTask[]>(
      request: BatchRequest,
      options?: CallOptions & AskedTasks<Tasks>,
    ) {
      const { asked, query } = askedTasks(options);
      return ask(endpoints.predictBatch, batchAnswer(asked), { json: request, query }, options);
    },
    stream,
    explain: (request: TransactionRequest, options?: CallOptions) =>
      ask(endpoints.explain, explainAnswer, { json: request }, options),
  });
}

async function* blocksOf<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  size: number,
): AsyncGenerator<readonly Item[]> {
  let block: Item[] = [];
  for await (const item of items) {
    block.push(item);
    if (block.length < size) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}
