import { eventTypes } from '@titans/core/contract';
import type { EventHub } from '../events/event-hub.js';
import type { EventLimits } from '../events/event-settings.js';
import { eventStream } from '../events/event-stream.js';
import type { Clock } from '../http/clock.js';
import type { RouteHandlers } from './handlers.js';

/** What the event route needs. */
export interface EventParts {
  readonly hub: EventHub;
  readonly limits: EventLimits;
  readonly clock: Clock;
}

/** Handler of the stream of events: those of the credential's tenant alone. */
export function eventHandlers({ hub, limits, clock }: EventParts): Pick<RouteHandlers, 'events'> {
  return {
    async events({ tenant, query, request, headers, draining }) {
      const after = request.headers.get('last-event-id') ?? undefined;
      const listener = hub.listen(tenant.id, { types: query.types ?? eventTypes, after });
      // Proxies of the nginx kind would collect events before they hand them on.
      headers['x-accel-buffering'] = 'no';
      const { heartbeatMs, maxMs } = limits;
      return { chunks: eventStream({ listener, heartbeatMs, maxMs, draining, clock }) };
    },
  };
}
