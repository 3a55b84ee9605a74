import * as z from 'zod/mini';

/**
 * An object of any names whose values match the schema. `z.record` says the same, with more code in every bundle
 * that reads answers.
 */
export function dictionary<Value>(
  value: z.ZodMiniType<Value>,
): z.ZodMiniType<Readonly<Record<string, Value>>> {
  return z.catchall(z.object({}), value) as z.ZodMiniType<Readonly<Record<string, Value>>>;
}
