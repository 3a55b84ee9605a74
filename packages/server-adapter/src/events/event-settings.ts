import * as z from 'zod/mini';
import { count, waitMs } from '../config/option-schemas.js';

/** How `GET /events` and the WebSocket stream tell what happens. */
export interface EventSettings {
  /** Events of each type and tenant that are kept for those who come back, 1,000 unless told. */
  readonly kept?: number | undefined;
  /** Listeners per tenant at once, 200 unless told; the next one is answered 503 with `Retry-After`. */
  readonly maxListeners?: number | undefined;
  /** Milliseconds of silence after which a comment keeps the connection alive, 15,000 unless told. */
  readonly heartbeatMs?: number | undefined;
  /** Milliseconds after which a stream ends, so that the credential has to be shown again, 1,800,000 unless told. */
  readonly maxMs?: number | undefined;
}

const defaultKept = 1_000;
const defaultMaxListeners = 200;
const defaultHeartbeatMs = 15_000;
const defaultMaxMs = 1_800_000;

export const eventsSchema: z.ZodMiniType = z.optional(
  z.strictObject({ kept: count, maxListeners: count, heartbeatMs: waitMs, maxMs: waitMs }),
);

/** How events are told, complete. */
export interface EventLimits {
  readonly kept: number;
  readonly maxListeners: number;
  readonly heartbeatMs: number;
  readonly maxMs: number;
}

/** The settings, complete. */
export function readEventSettings(settings: EventSettings = {}): EventLimits {
  return {
    kept: settings.kept ?? defaultKept,
    maxListeners: settings.maxListeners ?? defaultMaxListeners,
    heartbeatMs: settings.heartbeatMs ?? defaultHeartbeatMs,
    maxMs: settings.maxMs ?? defaultMaxMs,
  };
}
