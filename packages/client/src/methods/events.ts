import type { EventsQuery, ServiceEvent } from '@titans/core/contract';
import { isTitansError } from '@titans/core/errors';
import { eventTypes, serviceEvent } from '../answers/service.js';
import { isTitansApiError } from '../api-error.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import { maxTimerMs } from '../client-options.js';
import * as endpoints from '../endpoints.js';
import { invalidAnswer, readAnswer } from '../json.js';
import { linesOf } from '../lines.js';
import { pause } from '../pause.js';
import { backoffMs, type RetryPolicy } from '../retry.js';
import { eventsIn } from '../server-sent-events.js';
import { mayDifferLater } from '../wait-before-retry.js';

/** How events are listened to. */
export interface EventOptions extends Omit<CallOptions, 'idempotencyKey'> {
  /** Goes on after this event, as far back as the server keeps them. */
  readonly after?: string | undefined;
}

/**
 * What happens in the service, as it happens, until the loop is left or the signal is raised. Once there was a connection,
 * one that breaks is made again for as long as that takes (unless `retry` is `false`), and events that were missed
 * meanwhile are brought by it as far as the server keeps them. Events of types that a later release adds are left out.
 */
export type Events = (query?: EventsQuery, options?: EventOptions) => AsyncIterable<ServiceEvent>;

/** A server says that it is still there every quarter of a minute unless told otherwise. */
const silenceMs = 120_000;
const knownTypes: readonly string[] = eventTypes;

export function eventMethods({ open }: Caller, retry: Required<RetryPolicy>): Events {
  const endpoint = endpoints.events;
  return async function* listen(query: EventsQuery = {}, options: EventOptions = {}) {
    const { after, ...callOptions } = options;
    const { signal } = options;
    // From plain JavaScript, one type may come as text.
    const types = query.types === undefined ? undefined : String(query.types);
    let lastId = after;
    let wasHeard = false;
    let failures = 0;
    let serverWaitMs = 0;
    for (;;) {
      let waitMs = 0;
      try {
        const headers = lastId === undefined ? {} : { 'last-event-id': lastId };
        const response = await open(endpoint, { query: { types }, headers }, callOptions);
        if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
          await response.body?.cancel();
          throw invalidAnswer(endpoint, 'is no stream of events');
        }
        wasHeard = retry.retries > 0;
        failures = 0;
        for await (const item of eventsIn(linesOf(endpoint, response, { silenceMs, signal }), lastId)) {
          if ('retryMs' in item) {
            serverWaitMs = item.retryMs;
            continue;
          }
          lastId = item.id;
          if (knownTypes.includes(item.type)) yield readAnswer(endpoint, serviceEvent, item.data);
        }
      } catch (error) {
        failures++;
        const isSilent = isTitansError(error, 'API_TIMEOUT');
        if (!(isSilent || mayDifferLater(error)) || (failures > retry.retries && !wasHeard)) throw error;
        waitMs = (isTitansApiError(error) ? error.retryAfterMs : undefined) ?? 0;
      }
      waitMs = Math.max(waitMs, serverWaitMs, backoffMs(retry, failures + 1));
      await pause(Math.min(waitMs, maxTimerMs), signal, 'Listening to events');
    }
  };
}
