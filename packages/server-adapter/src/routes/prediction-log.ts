import { maskSample, type Queue } from '@titans/core';
import { type RouteName, type TransactionRequest, transactionRequestSchema } from '@titans/core/contract';
import type { Principal } from '../auth/principal.js';
import type { Logger } from '../logging/logger.js';
import type { SentRow } from './predict-rows.js';

/** Topic on which predictions are sent. */
export const predictionsTopic = 'titans.predictions';

/** Records that wait for the queue at most; what comes then is lost, and the loss is logged. */
const mostWaiting = 1_000;

/** One answered question, as monitoring and retraining find it. */
export interface PredictionRecord {
  readonly requestId: string;
  readonly timestamp: string;
  readonly route: string;
  readonly tenant: string;
  readonly credential: string;
  readonly request: unknown;
  readonly response: unknown;
}

/** Who asked; an exchange is one. */
export interface Asker {
  readonly requestId: string;
  readonly principal: Pick<Principal, 'id'> | null;
  readonly tenant: { readonly id: string };
}

/** Sends predictions to a queue without keeping anyone waiting. */
export interface PredictionLog {
  /** `describeRequest` masks what was asked; it is called only for what is recorded. */
  record(asker: Asker, route: RouteName, describeRequest: () => unknown, response: unknown): void;
  /** Resolves when everything recorded so far has been sent or has failed. */
  flush(): Promise<void>;
}

/** What {@link predictionLog} needs. */
export interface PredictionLogParts {
  readonly events: Queue | null;
  /** Share of the requests that are recorded, 0 to 1; which ones, their id decides. */
  readonly sampleShare: number;
  readonly logger: Logger;
  readonly timestamp: () => string;
}

/** A queue that fails costs the record, never the answer; the loss is logged. */
export function predictionLog({ events, sampleShare, logger, timestamp }: PredictionLogParts): PredictionLog {
  const pending = new Set<Promise<void>>();

  async function send(queue: Queue, record: PredictionRecord): Promise<void> {
    try {
      await queue.send(predictionsTopic, JSON.stringify(record));
    } catch (error) {
      logger.warn({ requestId: record.requestId, err: error }, 'A prediction could not be recorded.');
    }
  }

  return {
    record({ requestId, principal, tenant }, route, describeRequest, response) {
      if (events === null || !isSampled(requestId, sampleShare)) return;
      if (pending.size >= mostWaiting) {
        logger.warn({ requestId, waiting: pending.size }, 'A prediction could not be recorded.');
        return;
      }
      const sending = send(events, {
        requestId,
        timestamp: timestamp(),
        route,
        tenant: tenant.id,
        credential: principal?.id ?? 'anonymous',
        request: describeRequest(),
        response,
      }).finally(() => pending.delete(sending));
      pending.add(sending);
    },
    async flush() {
      await Promise.all(pending);
    },
  };
}

/** FNV-1a of the id, spread by the finaliser of MurmurHash3, as a share of all 32-bit values. */
export function isSampled(requestId: string, share: number): boolean {
  if (share >= 1) return true;
  let hash = 0x811c9dc5;
  for (let index = 0; index < requestId.length; index++) {
    hash = Math.imul(hash ^ requestId.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 < share;
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

/** A row as it may be kept: nothing of one that is no transaction. */
export function maskRow(row: SentRow): TransactionRequest | null {
  const checked = row.kind === 'value' ? transactionRequestSchema.safeParse(row.value) : null;
  return checked?.success ? maskTransaction(checked.data) : null;
}

function maskMember(name: string, value: string | null | undefined): Record<string, string> {
  return typeof value === 'string' ? { [name]: maskSample(value) } : {};
}
