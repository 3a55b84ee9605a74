import { type EventsQuery, type ServiceEvent, serviceEventSchema } from '@titans/core/contract';
import { isTitansError } from '@titans/core/errors';
import { isTitansApiError } from '../api-error.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import { endpoints } from '../endpoints.js';
import { readAnswer } from '../json.js';
import { linesOf } from '../lines.js';
import { pause } from '../pause.js';
import { backoffMs, isRetryableStatus, type RetryPolicy } from '../retry.js';
import { eventsIn } from '../server-sent-events.js';

/** How events are listened to. */
export interface EventOptions extends Omit<CallOptions, 'idempotencyKey'> {
  /** Goes on after this event, as far back as the server keeps them. */
  readonly after?: string | undefined;
}

/**
 * What happens in the service, as it happens, until the loop is left or the signal is raised. A connection that breaks is
 * made again, and events that were missed meanwhile are brought by it as far as the server keeps them.
 */
export type Events = (query?: EventsQuery, options?: EventOptions) => AsyncIterable<ServiceEvent>;

export function eventMethods({ open }: Caller, retry: Required<RetryPolicy>): Events {
  const endpoint = endpoints.events;
  return async function* listen(query: EventsQuery = {}, options: EventOptions = {}) {
    const { after, ...callOptions } = options;
    let lastId = after;
    let failures = 0;
    let waitMs: number | undefined;
    for (;;) {
      try {
        const response = await open(
          endpoint,
          {
            query: { types: query.types?.join(',') },
            ...(lastId === undefined ? {} : { headers: { 'last-event-id': lastId } }),
          },
          callOptions,
        );
        failures = 0;
        for await (const item of eventsIn(linesOf(endpoint, response, options.signal), lastId)) {
          if ('retryMs' in item) {
            waitMs = item.retryMs;
            continue;
          }
          lastId = item.id;
          yield readAnswer(endpoint, serviceEventSchema, item.data);
        }
      } catch (error) {
        if (!mayComeBack(error) || failures >= retry.retries) throw error;
        failures++;
        waitMs = (isTitansApiError(error) ? error.retryAfterMs : undefined) ?? waitMs;
      }
      await pause(waitMs ?? backoffMs(retry, failures + 1), options.signal, 'Listening to events');
    }
  };
}

function mayComeBack(error: unknown): boolean {
  if (isTitansApiError(error)) return isRetryableStatus(error.status);
  return isTitansError(error, 'API_UNREACHABLE') || isTitansError(error, 'API_TIMEOUT');
}
