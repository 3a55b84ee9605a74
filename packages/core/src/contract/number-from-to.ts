import * as z from 'zod/mini';

/** A number within ends. `z.gte` and `z.lte` say the same, with more code in every bundle that reads answers with it. */
export function numberFromTo(least: number, most: number = Number.POSITIVE_INFINITY): z.ZodMiniType<number> {
  const schema = z.number().check(({ value, issues }) => {
    if (value < least || value > most) issues.push({ code: 'custom', input: value });
  });
  // What JSON Schema is told of it.
  schema._zod.bag.minimum = least;
  if (most < Number.POSITIVE_INFINITY) schema._zod.bag.maximum = most;
  return schema;
}
