import * as z from 'zod/mini';
import { dictionary } from './dictionary.js';
import { wellFormed } from './well-formed.js';

/** What happens in the service, as `GET /events` and the WebSocket stream tell it. */
export const eventTypes = ['prediction', 'correction', 'models', 'job', 'drift', 'import'] as const;
export type EventType = (typeof eventTypes)[number];

/**
 * What a stream says of itself. `gap`: events before it are no longer kept. `end`: the stream ends, and `data.reason` says
 * why: `slow` (the client did not keep up), `draining` (the service stops) or `renew` (it is time to show the credential
 * again); whoever asks again with its id misses nothing that is still kept.
 */
export const noticeTypes = ['gap', 'end'] as const;
export type NoticeType = (typeof noticeTypes)[number];

/** One event. Ids rise; after a break, `Last-Event-ID` brings those that were missed and are still kept. */
export interface ServiceEvent {
  readonly id: string;
  readonly type: EventType | NoticeType;
  readonly at: string;
  /** Depends on the type. Personal data and secrets in its texts are masked. */
  readonly data: Readonly<Record<string, unknown>>;
}

export const serviceEventSchema: z.ZodMiniType<ServiceEvent> = z.object({
  id: z.string(),
  type: z.enum([...eventTypes, ...noticeTypes]),
  at: z.string(),
  data: dictionary(z.unknown()),
});

/** Query of `GET /events`. */
export interface EventsQuery {
  /** Types wanted, separated by commas; all unless told. */
  readonly types?: readonly EventType[] | undefined;
}

export const eventsQuerySchema: z.ZodMiniType<EventsQuery, { types?: unknown }> = /* @__PURE__ */ (() =>
  z.strictObject({
    types: z.optional(
      z.pipe(
        z.pipe(
          z.string().check(z.maxLength(200), wellFormed),
          z.transform((text) => text.split(',')),
        ),
        z.array(z.enum(eventTypes)).check(z.minLength(1), z.maxLength(eventTypes.length)),
      ),
    ),
  }))();
