import * as z from 'zod/mini';
import { count, waitMs } from '../config/option-schemas.js';

/** How much is done at once. `/health` and the routes below it are always answered. */
export interface ConcurrencySettings {
  /** Requests whose handlers run at once, 1,000 unless told. Reading a body and sending a stream do not count. */
  readonly max?: number | undefined;
  /** Requests that wait for their turn, 1,000 unless told; the next one is answered 503 with `Retry-After`. */
  readonly maxQueued?: number | undefined;
  /** Answers that are sent as streams at once, 1,000 unless told; the next one is answered 503 with `Retry-After`. */
  readonly maxStreams?: number | undefined;
}

/** How long things may take. */
export interface TimeoutSettings {
  /**
   * Milliseconds from the end of the body to the beginning of the answer, the wait for its turn included, 30,000 unless told.
   * Then the answer is 503 and the handler's signal is raised. A stream that has begun may last.
   */
  readonly handlerMs?: number | undefined;
}

/** The load that is taken, complete. */
export interface LoadLimits {
  readonly max: number;
  readonly maxQueued: number;
  readonly maxStreams: number;
  readonly handlerMs: number;
}

const defaultMax = 1_000;
const defaultMaxQueued = 1_000;
const defaultMaxStreams = 1_000;
const defaultHandlerMs = 30_000;

export const concurrencySchema: z.ZodMiniType = z.optional(
  z.strictObject({ max: count, maxQueued: z.optional(z.int().check(z.gte(0))), maxStreams: count }),
);

export const timeoutsSchema: z.ZodMiniType = z.optional(z.strictObject({ handlerMs: waitMs }));

/** The limits, complete. */
export function readLoadSettings(
  concurrency: ConcurrencySettings = {},
  timeouts: TimeoutSettings = {},
): LoadLimits {
  return {
    max: concurrency.max ?? defaultMax,
    maxQueued: concurrency.maxQueued ?? defaultMaxQueued,
    maxStreams: concurrency.maxStreams ?? defaultMaxStreams,
    handlerMs: timeouts.handlerMs ?? defaultHandlerMs,
  };
}
