import * as z from 'zod/mini';

/** A whole number. `z.int` says the same, with more code in every bundle that reads answers with it. */
export const integer: z.ZodMiniType<number> = /* @__PURE__ */ (() => {
  const schema = z.number().check(({ value, issues }) => {
    if (!Number.isSafeInteger(value)) issues.push({ code: 'custom', input: value });
  });
  // What JSON Schema is told of it.
  schema._zod.bag.format = 'safeint';
  return schema;
})();
