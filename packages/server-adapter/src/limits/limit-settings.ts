import * as z from 'zod/mini';
import type { RateLimitAlgorithm, RateLimitWindow } from './rate-limiter.js';

/** Units per minute and per hour. */
export interface MinuteAndHour {
  /** Units in any 60 seconds. */
  readonly perMinute?: number | undefined;
  /** Units in any 3,600 seconds. */
  readonly perHour?: number | undefined;
}

/** How much each caller may ask. */
export interface LimitSettings extends MinuteAndHour {
  /** Units of a credential in any 60 seconds, 60 unless told. */
  readonly perMinute?: number | undefined;
  /** Units of a credential in any 3,600 seconds, 1,000 unless told. */
  readonly perHour?: number | undefined;
  /** `"sliding-window"` unless told. */
  readonly algorithm?: RateLimitAlgorithm | undefined;
  /** Units that a token bucket gives at once to who saved them up, `perMinute` unless told. */
  readonly burst?: number | undefined;
  /**
   * Units of one client address, whatever credentials it uses; no limit unless told. Rows of `bulk` are not counted, and
   * neither is anything where the host gives no address. An IPv6 address counts with its /64 network.
   */
  readonly perAddress?: MinuteAndHour | undefined;
  /** The same for rows of streams, imports and jobs; 10,000 and 100,000 unless told. */
  readonly bulk?: MinuteAndHour | undefined;
  /**
   * What happens while a shared store cannot be reached. `"local"`, unless told: each process keeps the same limits by
   * itself, and lockouts too, so that the service goes on. `"refuse"`: requests that would be counted are answered 503.
   * Access tokens are refused either way, since nobody can say whether they were revoked.
   */
  readonly onStoreFailure?: 'local' | 'refuse' | undefined;
}

const units = z.optional(z.int().check(z.gte(1), z.lte(1e9)));
const minuteAndHour = z.optional(z.strictObject({ perMinute: units, perHour: units }));

export const limitsSchema: z.ZodMiniType = z.optional(
  z.union(
    [
      z.literal(false),
      z
        .strictObject({
          perMinute: units,
          perHour: units,
          algorithm: z.optional(z.enum(['sliding-window', 'token-bucket'])),
          burst: units,
          perAddress: minuteAndHour,
          bulk: minuteAndHour,
          onStoreFailure: z.optional(z.enum(['local', 'refuse'])),
        })
        .check(
          z.refine(
            ({ burst, algorithm }) => burst === undefined || algorithm === 'token-bucket',
            'has a burst, which is for the algorithm "token-bucket"',
          ),
        ),
    ],
    'must be false or { perMinute, perHour, algorithm, burst, perAddress, bulk, onStoreFailure }, with whole numbers from 1',
  ),
);

const defaults = { perMinute: 60, perHour: 1_000 } as const;
const bulkDefaults = { perMinute: 10_000, perHour: 100_000 } as const;

/** The windows of ordinary requests. */
export function standardWindows({
  perMinute = defaults.perMinute,
  perHour = defaults.perHour,
  burst,
  perAddress = {},
}: LimitSettings): readonly RateLimitWindow[] {
  return [
    { name: 'minute', limit: perMinute, windowSeconds: 60, burst },
    { name: 'hour', limit: perHour, windowSeconds: 3_600 },
    ...windowOf('address-minute', perAddress.perMinute, 60),
    ...windowOf('address-hour', perAddress.perHour, 3_600),
  ];
}

/** The windows of rows of streams, imports and jobs. */
export function bulkWindows({ bulk = {} }: LimitSettings): readonly RateLimitWindow[] {
  const { perMinute = bulkDefaults.perMinute, perHour = bulkDefaults.perHour } = bulk;
  return [
    { name: 'bulk-minute', limit: perMinute, windowSeconds: 60 },
    { name: 'bulk-hour', limit: perHour, windowSeconds: 3_600 },
  ];
}

function windowOf(
  name: string,
  limit: number | undefined,
  windowSeconds: number,
): readonly RateLimitWindow[] {
  return limit === undefined ? [] : [{ name, limit, windowSeconds, partition: 'address' }];
}
