import * as z from 'zod/mini';

/** What happens in the service, as `GET /events` and the WebSocket stream tell it. */
export const eventTypes = ['prediction', 'correction', 'models', 'job', 'drift', 'import'] as const;
export type EventType = (typeof eventTypes)[number];

/** One event. Ids rise; after a break, `Last-Event-ID` brings those that were missed and are still kept. */
export interface ServiceEvent {
  readonly id: string;
  readonly type: EventType;
  readonly at: string;
  /** Depends on the type; free text of transactions is masked. */
  readonly data: Readonly<Record<string, unknown>>;
}

export const serviceEventSchema: z.ZodMiniType<ServiceEvent> = z.object({
  id: z.string(),
  type: z.enum(eventTypes),
  at: z.string(),
  data: z.record(z.string(), z.unknown()),
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
          z.string().check(z.maxLength(200)),
          z.transform((text) => text.split(',')),
        ),
        z.array(z.enum(eventTypes)).check(z.minLength(1), z.maxLength(eventTypes.length)),
      ),
    ),
  }))();
