import type { KeyValueStore } from '@titans/core';
import * as z from 'zod/mini';
import { count, having, waitMs } from '../config/option-schemas.js';

/** Whether answers are kept, and how many. */
export interface CacheSettings {
  /** Bytes of answers that are kept in this process, 16 MiB unless told. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds for which an answer is kept, 60,000 unless told. */
  readonly ttlMs?: number | undefined;
  /** Keeps them for other processes too; it has to be faster than the models to be of use. It is not closed by Titans. */
  readonly store?: KeyValueStore | undefined;
}

export const cacheSchema: z.ZodMiniType = z.optional(
  z.strictObject({
    maxBytes: count,
    ttlMs: waitMs,
    store: z.optional(having<KeyValueStore>('a key-value store', 'get', 'set')),
  }),
);
