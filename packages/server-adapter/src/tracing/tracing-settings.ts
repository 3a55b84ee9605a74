import * as z from 'zod/mini';
import type { TracingApi } from './tracing-api.js';

/** The package `@opentelemetry/api`; `false` for none, `true` for the installed one, if there is one. */
export type TracingSetting = boolean | TracingApi;

export const tracingSchema: z.ZodMiniType = z.optional(
  z.union(
    [
      z.boolean(),
      z.custom<TracingApi>(
        (value) =>
          typeof value === 'object' &&
          value !== null &&
          hasMethod(value, 'trace', 'getTracer') &&
          hasMethod(value, 'context', 'active') &&
          hasMethod(value, 'propagation', 'extract'),
      ),
    ],
    'must be true, false, or the package @opentelemetry/api',
  ),
);

/** The package to trace with, or `null` where it is not installed or not wanted. */
export async function readTracing(setting: TracingSetting | undefined): Promise<TracingApi | null> {
  if (setting === false) return null;
  if (typeof setting === 'object') return setting;
  try {
    return await import('@opentelemetry/api');
  } catch {
    // It is optional: without it nobody looks at spans.
    return null;
  }
}

function hasMethod(api: object, part: string, method: string): boolean {
  const found: unknown = Reflect.get(api, part);
  return typeof found === 'object' && found !== null && typeof Reflect.get(found, method) === 'function';
}
