import type {
  AmountQuery,
  AmountResponse,
  AnomalyResponse,
  BatchRequest,
  BatchResponse,
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
  /** Category, amount and anomaly of 1 to 100 transactions, each with its own result or error. */
  batch(request: BatchRequest, options?: CallOptions): Promise<BatchResponse>;
  /**
   * The same for any number of transactions, in their order, while they are read. They are sent in blocks, the next one
   * when the answers of the last have been taken. Rows that were refused for now, or not answered as the connection broke,
   * are sent again. `timeoutMs` is how long an answer may take to begin, how long it may then be silent, and what a wait
   * that the server asks for must be below.
   */
  stream(
    requests: Iterable<TransactionRequest> | AsyncIterable<TransactionRequest>,
    options?: StreamOptions,
  ): AsyncIterable<StreamedItem>;
  /** Why the models answer as they do. */
  explain(request: TransactionRequest, options?: CallOptions): Promise<ExplainResponse>;
}

/** How {@link PredictMethods.stream} sends. */
export interface StreamOptions extends Omit<CallOptions, 'idempotencyKey'> {
  /** Transactions sent at once, 1 to 10,000; 500 unless told. */
  readonly blockSize?: number | undefined;
}

export function predictMethods({ ask, lines }: Caller, settings: ResumeSettings): PredictMethods {
  async function* stream(
    requests: Iterable<TransactionRequest> | AsyncIterable<TransactionRequest>,
    options: StreamOptions = {},
  ): AsyncGenerator<StreamedItem> {
    const { blockSize = 500, ...callOptions } = options;
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
      const ask = (taken: number): AsyncGenerator<StreamItem> => {
        const payload = { body: rows.slice(taken).join(''), contentType: 'application/x-ndjson' };
        return lines(endpoint, streamItem, payload, callOptions);
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
    batch: (request: BatchRequest, options?: CallOptions) =>
      ask(endpoints.predictBatch, batchAnswer, { json: request }, options),
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
