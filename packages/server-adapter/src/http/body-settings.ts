import * as z from 'zod/mini';
import { count, waitMs } from '../config/option-schemas.js';
import type { BodyLimits } from './body.js';

/** How much of a body is read, and how long it is waited for. */
export interface BodySettings {
  /** Bytes of a body, 1 MiB unless told; of a compressed one, also of what it becomes. */
  readonly maxBytes?: number | undefined;
  /** Bytes of the body of an import, a job or a comparison, 16 MiB unless told. A stream has no end that counts. */
  readonly maxBulkBytes?: number | undefined;
  /** Milliseconds within which a body must have arrived, 25,000 unless told; of a stream, each piece. */
  readonly timeoutMs?: number | undefined;
  /**
   * Bytes per second at which a stream must arrive on average once `timeoutMs` have been waited for it in all, 100 unless
   * told; 0 where lines may be minutes apart.
   */
  readonly minBytesPerSecond?: number | undefined;
}

const defaultMaxBytes = 1_048_576;
const defaultMaxBulkBytes = 16_777_216;
const defaultTimeoutMs = 25_000;
const defaultMinBytesPerSecond = 100;

export const bodySchema: z.ZodMiniType = z.optional(
  z.strictObject({
    maxBytes: count,
    maxBulkBytes: count,
    timeoutMs: waitMs,
    minBytesPerSecond: z.optional(z.int().check(z.gte(0))),
  }),
);

/** The limits, complete. */
export function readBodySettings(body: BodySettings = {}): BodyLimits {
  return {
    maxBytes: body.maxBytes ?? defaultMaxBytes,
    maxBulkBytes: body.maxBulkBytes ?? defaultMaxBulkBytes,
    timeoutMs: body.timeoutMs ?? defaultTimeoutMs,
    minBytesPerSecond: body.minBytesPerSecond ?? defaultMinBytesPerSecond,
  };
}
