import { createHash } from 'node:crypto';
import type { KeyValueStore, TitansError } from '@titans/core';
import type { Clock } from '../http/clock.js';
import { exposedError, requestError } from '../http/problem.js';
import type { Route } from '../http/router.js';
import type { Logger } from '../logging/logger.js';
import { type Draft, type Passage, type Step, textOf } from '../passage.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { type IdempotencyRecord, parseRecord } from './idempotency-record.js';
import { digestOfPayload, digestWhileReading, isByteStream } from './payload-digest.js';

/** What {@link idempotentRequests} needs. */
export interface IdempotencyParts {
  readonly store: KeyValueStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Goes on, with another body if there is one. */
type Next = Parameters<Step>[2];

const keptMs = 86_400_000;
/** A process that runs a request says so three times in this time. */
const leaseMs = 30_000;
const longestKeptBody = 262_144;

/** Errors of a request that was not begun, although their status is one of the server's. */
const codesWithoutEffect: ReadonlySet<string> = new Set([
  'TASK_NOT_TRAINED',
  'NOT_READY',
  'SHUTTING_DOWN',
  'OVERLOADED',
]);
/** Statuses of a request that was broken off. */
const statusesOfUnknownEffect: ReadonlySet<number> = new Set([408, 499]);

/**
 * Lets a request with the header `Idempotency-Key` have its effect once, on routes whose contract says `key`
 * (draft-ietf-httpapi-idempotency-key-header-07). For a day, the same credential asking the same of the same route with
 * the same key gets the first answer again, with `idempotency-replayed: true`; another payload is refused (422), and so is
 * asking while the first still runs (409).
 *
 * A request that was refused before it had an effect can be sent again. Where a process ended, or a dependency failed,
 * between the effect and the answer, nobody knows whether there was one: asking again is then refused (409
 * `OUTCOME_UNKNOWN`) rather than risked. A client that goes away does not stop the work, so that it finds the answer when
 * it comes again.
 */
export function idempotentRequests({ store, clock, logger }: IdempotencyParts): Step {
  return Object.assign(step, { concerns: ({ contract }: Route) => contract.idempotency === 'key' });

  async function step(passage: Passage, body: unknown, next: Next): Promise<Draft> {
    const { request, target } = passage;
    const key = idempotencyKeyOf(request.headers);
    if (key === null) return next();
    const place = placeOf(passage, key);
    const asked = `${request.method} ${target.route}?${target.query}`;
    const payload = isByteStream(body) ? null : digestOfPayload(asked, body);
    const record = await begin(place, payload);
    if (record !== null) {
      const again = isByteStream(body) ? await digestOfAll(asked, body) : payload;
      return answerAgain(record, again, clock.now());
    }
    passage.isDetached = true;
    if (!isByteStream(body)) return run(passage, place, () => payload, next);
    const digested = digestWhileReading(asked, body);
    return run(passage, place, digested.digest, () => next(digested.pieces));
  }

  /** Takes the key, or gives what is known of who has it. */
  async function begin(place: string, payload: string | null): Promise<IdempotencyRecord | null> {
    for (;;) {
      if (await store.compareAndSet(place, null, runningRecord(payload), { ttlMs: keptMs })) return null;
      const found = await store.get(place);
      if (found !== null) return parseRecord(found.value);
    }
  }

  function runningRecord(payload: string | null): string {
    return JSON.stringify({
      state: 'running',
      payload,
      until: clock.now() + leaseMs,
    } satisfies IdempotencyRecord);
  }

  async function run(
    passage: Passage,
    place: string,
    payloadOf: () => string | null,
    next: () => Promise<Draft>,
  ): Promise<Draft> {
    const before = { ...passage.headers };
    const lease = keepLease(place, payloadOf);
    let draft: Draft;
    try {
      draft = await next();
    } catch (error) {
      await lease.end();
      await settle(
        passage,
        place,
        isWithoutEffect(error) ? null : { state: 'unknown', payload: payloadOf() },
      );
      throw error;
    }
    await lease.end();
    await settle(passage, place, recordOf(draft, headersSince(before, passage.headers), payloadOf()));
    return draft;
  }

  /** Says that the request still runs, as long as it does. */
  function keepLease(place: string, payloadOf: () => string | null): { end(): Promise<void> } {
    let renewing: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      renewing = store.set(place, runningRecord(payloadOf()), { ttlMs: keptMs }).catch((err: unknown) => {
        logger.warn({ err }, 'The key of a request that runs could not be kept.');
      });
    }, leaseMs / 3);
    timer.unref?.();
    return {
      end() {
        clearInterval(timer);
        return renewing;
      },
    };
  }

  /** A record that cannot be written costs the replay, not the answer: the key then counts as of unknown outcome. */
  async function settle(
    { requestId }: Passage,
    place: string,
    record: IdempotencyRecord | null,
  ): Promise<void> {
    try {
      if (record === null) await store.delete(place);
      else await store.set(place, JSON.stringify(record), { ttlMs: keptMs });
    } catch (err) {
      logger.warn({ requestId, err }, 'The answer to a request with a key could not be kept.');
    }
  }
}

/** Keys of tenants, credentials and routes are apart. Neither the key nor the credential can be read in the store. */
function placeOf({ tenant, principal, route }: Passage, key: string): string {
  const parts = [tenant?.id, principal?.id, route?.name, key];
  return `titans:idempotency:${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}

async function digestOfAll(asked: string, body: AsyncIterable<Uint8Array>): Promise<string | null> {
  const digested = digestWhileReading(asked, body);
  for await (const _piece of digested.pieces);
  return digested.digest();
}

function isWithoutEffect(error: unknown): boolean {
  const { status, code } = exposedError(error);
  if (codesWithoutEffect.has(code)) return true;
  return status < 500 && !statusesOfUnknownEffect.has(status);
}

function recordOf(
  draft: Draft,
  added: Readonly<Record<string, string>>,
  payload: string | null,
): IdempotencyRecord {
  const { status, headers } = draft;
  const body = textOf(draft);
  const isKept = draft.body === null || (body !== null && body.length <= longestKeptBody);
  if (!isKept) return { state: 'not-kept', payload, status };
  return { state: 'answered', payload, status, headers: { ...added, ...headers }, body };
}

/** What the handler said in headers; quotas are those of each request. */
function headersSince(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => before[name] !== value && !/^(?:x-)?ratelimit/.test(name),
    ),
  );
}

function answerAgain(record: IdempotencyRecord, payload: string | null, now: number): Draft {
  if (record.payload !== null && payload !== null && record.payload !== payload) {
    throw requestError(
      'IDEMPOTENCY_KEY_REUSED',
      'The Idempotency-Key was sent before with another request. Send a new key with a new request.',
    );
  }
  switch (record.state) {
    case 'answered':
      return {
        status: record.status,
        headers: { ...record.headers, 'idempotency-replayed': 'true' },
        body: record.body,
      };
    case 'running':
      if (now < record.until) {
        throw requestError('REQUEST_IN_PROGRESS', 'The first request with this Idempotency-Key still runs.', {
          headers: { 'retry-after': '1' },
        });
      }
      throw outcomeUnknown('ended without an answer: whether it had its effect is not known');
    case 'unknown':
      throw outcomeUnknown('failed: whether it had its effect before is not known');
    case 'not-kept':
      throw outcomeUnknown(
        `had its effect and was answered with ${record.status}, in an answer too long to be kept`,
      );
  }
}

function outcomeUnknown(what: string): TitansError {
  return requestError(
    'OUTCOME_UNKNOWN',
    `The first request with this Idempotency-Key ${what}. Look at what there is, and send a new key if it is to be done again.`,
  );
}
