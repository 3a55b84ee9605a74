import * as z from 'zod/mini';
import { count, having } from '../config/option-schemas.js';
import type { RateLimiter } from './rate-limiter.js';

/** How much each caller may ask. */
export interface LimitSettings {
  /** Units in any 60 seconds, 60 unless told. */
  readonly perMinute?: number | undefined;
  /** Units in any 3,600 seconds, 1,000 unless told. */
  readonly perHour?: number | undefined;
  /** The same for rows of streams, imports and jobs; 10,000 and 100,000 unless told. */
  readonly bulk?:
    | { readonly perMinute?: number | undefined; readonly perHour?: number | undefined }
    | undefined;
  /** Instead of the sliding window in memory; it then decides alone. */
  readonly limiter?: RateLimiter | undefined;
}

export const limitsSchema: z.ZodMiniType = z.optional(
  z.union(
    [
      z.literal(false),
      z.strictObject({
        perMinute: count,
        perHour: count,
        bulk: z.optional(z.strictObject({ perMinute: count, perHour: count })),
        limiter: z.optional(having<RateLimiter>('a rate limiter', 'take', 'peek')),
      }),
    ],
    'must be false or { perMinute, perHour } in whole numbers from 1',
  ),
);
