import { Registry } from 'prom-client';
import * as z from 'zod/mini';

/** What is measured, and where it is kept. */
export interface MetricsSettings {
  /** A registry of prom-client that other metrics of the process are in; one of its own unless told. */
  readonly registry?: Registry | undefined;
  /** Whether to measure the process too: its memory, its processor time and its event loop. */
  readonly process?: boolean | undefined;
}

export const metricsSchema: z.ZodMiniType = z.optional(
  z.union(
    [
      z.boolean(),
      z.strictObject({
        registry: z.optional(z.custom<Registry>((value) => value instanceof Registry)),
        process: z.optional(z.boolean()),
      }),
    ],
    'must be true, false, or settings with a registry of prom-client and whether to measure the process',
  ),
);

/** `null` where nothing is measured. */
export function readMetrics(metrics: boolean | MetricsSettings | undefined): MetricsSettings | null {
  if (metrics === false) return null;
  return typeof metrics === 'object' ? metrics : {};
}
