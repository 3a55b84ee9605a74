import { createHash } from 'node:crypto';
import { canonicalJson, isTitansError, type JsonValue, type KeyValueStore } from '@titans/core';
import type { RouteName, TransactionRequest } from '@titans/core/contract';
import type { TaskName } from '@titans/models';
import { boundedStore } from '../config/bounded-store.js';
import { storeCircuit } from '../config/store-circuit.js';
import type { Clock } from '../http/clock.js';
import type { Logger } from '../logging/logger.js';
import { type Draft, type Passage, type Step, textOf } from '../passage.js';
import { maskTransaction, type PredictionLog } from '../routes/prediction-log.js';
import { secondsSince } from '../routes/stopwatch.js';
import type { Tenant } from '../tenants/tenant.js';
import type { CacheSettings } from './cache-settings.js';
import { recentAnswers } from './recent-answers.js';

/** What {@link cachedAnswers} needs. */
export interface CacheParts {
  readonly settings: CacheSettings;
  /** Predictions that were given again are recorded as all others are. */
  readonly log: Pick<PredictionLog, 'record'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An answer without what belongs to one request. */
interface KeptAnswer {
  readonly model_sha256: string;
  readonly [member: string]: unknown;
}

const defaultMaxBytes = 16_777_216;
const defaultTtlMs = 60_000;
const cacheHeader = 'x-titans-cache';

/** Tasks behind the routes whose answers may be kept. */
const taskOf: Partial<Record<string, TaskName>> = {
  predictCategory: 'category',
  predictAmount: 'amount',
  predictAnomaly: 'anomaly',
} satisfies Partial<Record<RouteName, TaskName>>;

/**
 * Gives the same question to the same models the same answer without asking them, with the id and the time of this request
 * and `x-titans-cache: hit` or `miss`.
 *
 * The key is the SHA-256 of tenant, revision of its models and corrections, route, query and body in canonical form. An
 * answer that may depend on stored transactions is never kept, so that none is older than what was imported: where there is
 * a source, tasks that look back pass by.
 */
export function cachedAnswers({ settings, log, clock, logger }: CacheParts): Step {
  const { maxBytes = defaultMaxBytes, ttlMs = defaultTtlMs } = settings;
  const store = settings.store && unhurt(settings.store, logger);
  const answers = recentAnswers(maxBytes, ttlMs, () => clock.now());

  async function fromStore(key: string): Promise<KeptAnswer | undefined> {
    try {
      const found = await store?.get(`titans:answer:${key}`);
      return found ? parseKept(found.value) : undefined;
    } catch (err) {
      warn(err, 'Kept answers could not be read.');
      return undefined;
    }
  }

  function keep(key: string, answer: KeptAnswer): void {
    const text = JSON.stringify(answer);
    answers.set(key, answer, 2 * text.length);
    store?.set(`titans:answer:${key}`, text, { ttlMs }).catch((err: unknown) => {
      warn(err, 'An answer could not be kept.');
    });
  }

  /** That the store is away its circuit says, once. */
  function warn(err: unknown, what: string): void {
    if (!isTitansError(err, 'STORE_UNAVAILABLE')) logger.warn({ err }, what);
  }

  return async (passage, body, next) => {
    const { route, tenant, requestId, headers } = passage;
    const task = route?.contract.isCacheable ? taskOf[route.name] : undefined;
    if (tenant === null || task === undefined || looksBack(tenant, task)) return next();
    // In an experiment others may be asked, and what they answer is counted.
    if (tenant.experiments?.trial) return next();
    const started = performance.now();
    const { revision } = tenant.models.current;
    const key = keyOf(passage, tenant.id, revision, body);
    const found = (answers.get(key) as KeptAnswer | undefined) ?? (store && (await fromStore(key)));
    if (found !== undefined) {
      const answer = { ...found, prediction_id: requestId, processing_time: secondsSince(started) };
      headers[cacheHeader] = 'hit';
      log.record(
        { requestId, principal: passage.principal, tenant },
        route?.name as RouteName,
        () => maskTransaction(body as TransactionRequest),
        answer,
      );
      return { status: 200, headers: jsonHeaders, body: JSON.stringify(answer) };
    }
    headers[cacheHeader] = 'miss';
    const draft = await next();
    const kept = keptOf(draft);
    if (kept !== null && tenant.models.current.revision === revision) keep(key, kept);
    return draft;
  };
}

/** The store, not waited for where it hangs: then models answer faster. */
function unhurt(store: KeyValueStore, logger: Logger): KeyValueStore {
  return boundedStore(store, storeCircuit({ probe: () => store.get('probe'), logger, longestMs: 200 }));
}

/** What another process kept; `undefined` if it is no answer. */
function parseKept(text: string): KeptAnswer | undefined {
  const kept: unknown = JSON.parse(text);
  return isKept(kept) ? kept : undefined;
}

function isKept(value: unknown): value is KeptAnswer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'model_sha256' in value &&
    typeof value.model_sha256 === 'string'
  );
}

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' };

function looksBack({ source, models }: Tenant, task: TaskName): boolean {
  if (source === null) return false;
  const { suite } = models.current;
  // A task that was not trained refuses by itself.
  return !suite.tasks.includes(task) || suite[task].lookBackDays > 0;
}

function keyOf({ route, target }: Passage, tenant: string, revision: string, body: unknown): string {
  const question = [tenant, revision, route?.name ?? '', String(target.query), body];
  return createHash('sha256')
    .update(canonicalJson(question as JsonValue))
    .digest('base64url');
}

function keptOf(draft: Draft): KeptAnswer | null {
  const body = textOf(draft);
  if (draft.status !== 200 || body === null) return null;
  const { prediction_id: _id, processing_time: _time, ...kept } = JSON.parse(body) as KeptAnswer;
  return kept;
}
