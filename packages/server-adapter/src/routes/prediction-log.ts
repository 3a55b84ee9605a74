import { maskSample, type Queue } from '@titans/core';
import type { TransactionRequest } from '@titans/core/contract';
import type { Logger } from '../logging/logger.js';

/** Topic on which predictions are sent. */
export const predictionsTopic = 'titans.predictions';

/** One answered question, as monitoring and retraining find it. */
export interface PredictionRecord {
  readonly requestId: string;
  readonly timestamp: string;
  readonly route: string;
  readonly credential: string;
  readonly request: unknown;
  readonly response: unknown;
}

/** Sends predictions to a queue without keeping anyone waiting. */
export interface PredictionLog {
  /** `describe` is called only where there is a queue. */
  record(describe: () => PredictionRecord): void;
  /** Resolves when everything recorded so far has been sent or has failed. */
  flush(): Promise<void>;
}

/** A queue that fails costs the record, never the answer; the loss is logged. */
export function predictionLog(events: Queue | null, logger: Logger): PredictionLog {
  const pending = new Set<Promise<void>>();

  async function send(queue: Queue, record: PredictionRecord): Promise<void> {
    try {
      await queue.send(predictionsTopic, JSON.stringify(record));
    } catch (error) {
      logger.warn({ requestId: record.requestId, err: error }, 'A prediction could not be recorded.');
    }
  }

  return {
    record(describe) {
      if (events === null) return;
      const sending = send(events, describe()).finally(() => pending.delete(sending));
      pending.add(sending);
    },
    async flush() {
      await Promise.all(pending);
    },
  };
}

/** A transaction with its free text masked. Identifiers, amounts and codes are kept: feedback is joined by them. */
export function maskTransaction(request: TransactionRequest): TransactionRequest {
  return {
    ...request,
    ...maskMember('description', request.description),
    ...maskMember('merchant_name', request.merchant_name),
    ...maskMember('location', request.location),
    ...(request.tags ? { tags: request.tags.map((tag) => maskSample(tag)) } : {}),
  };
}

function maskMember(name: string, value: string | null | undefined): Record<string, string> {
  return typeof value === 'string' ? { [name]: maskSample(value) } : {};
}
