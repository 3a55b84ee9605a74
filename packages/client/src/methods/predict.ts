import {
  type AmountQuery,
  type AmountResponse,
  type AnomalyResponse,
  amountResponseSchema,
  anomalyResponseSchema,
  type BatchRequest,
  type BatchResponse,
  batchResponseSchema,
  type CategoryResponse,
  categoryResponseSchema,
  type ExplainResponse,
  explainResponseSchema,
  type StreamItem,
  streamItemSchema,
  type TransactionRequest,
} from '@titans/core/contract';
import { TitansError } from '@titans/core/errors';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import { endpoints } from '../endpoints.js';
import { writeJson } from '../json.js';

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
   * when the answers of the last have been taken; `timeoutMs` is that of a block.
   */
  stream(
    requests: Iterable<TransactionRequest> | AsyncIterable<TransactionRequest>,
    options?: StreamOptions,
  ): AsyncIterable<StreamItem>;
  /** Why the models answer as they do. */
  explain(request: TransactionRequest, options?: CallOptions): Promise<ExplainResponse>;
}

/** How {@link PredictMethods.stream} sends. */
export interface StreamOptions extends Omit<CallOptions, 'idempotencyKey'> {
  /** Transactions sent at once, 1 to 10,000; 500 unless told. */
  readonly blockSize?: number | undefined;
}

export function predictMethods({ ask, lines }: Caller): PredictMethods {
  async function* stream(
    requests: Iterable<TransactionRequest> | AsyncIterable<TransactionRequest>,
    options: StreamOptions = {},
  ): AsyncGenerator<StreamItem> {
    const { blockSize = 500, ...callOptions } = options;
    if (!Number.isInteger(blockSize) || blockSize < 1 || blockSize > 10_000) {
      throw new TitansError('INVALID_ARGUMENT', 'blockSize must be a whole number from 1 to 10,000.', {
        details: { field: 'blockSize' },
      });
    }
    let sent = 0;
    for await (const block of blocksOf(requests, blockSize)) {
      const body = block.map((request) => `${writeJson(endpoints.predictStream, request)}\n`).join('');
      const payload = { body, contentType: 'application/x-ndjson' };
      let answered = 0;
      for await (const item of lines(endpoints.predictStream, streamItemSchema, payload, callOptions)) {
        answered++;
        yield { ...item, index: sent + item.index };
      }
      if (answered !== block.length) throw incomplete(answered, block.length);
      sent += block.length;
    }
  }

  return Object.freeze({
    category: (request: TransactionRequest, options?: CallOptions) =>
      ask(endpoints.predictCategory, categoryResponseSchema, { json: request }, options),
    amount: (request: TransactionRequest, options?: CallOptions & AmountQuery) =>
      ask(
        endpoints.predictAmount,
        amountResponseSchema,
        { json: request, query: { level: options?.level } },
        options,
      ),
    anomaly: (request: TransactionRequest, options?: CallOptions) =>
      ask(endpoints.predictAnomaly, anomalyResponseSchema, { json: request }, options),
    batch: (request: BatchRequest, options?: CallOptions) =>
      ask(endpoints.predictBatch, batchResponseSchema, { json: request }, options),
    stream,
    explain: (request: TransactionRequest, options?: CallOptions) =>
      ask(endpoints.explain, explainResponseSchema, { json: request }, options),
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

function incomplete(answered: number, asked: number): TitansError {
  return new TitansError(
    'API_RESPONSE_INVALID',
    `The stream ended after ${answered} of ${asked} answers of a block.`,
    { details: { answered, asked } },
  );
}
