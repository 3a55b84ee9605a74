import { TitansError } from '@titans/core';
import * as z from 'zod/mini';

/** The longest that a timer takes. */
const maxTimerMs = 2 ** 31 - 1;

/** An object that has these methods. */
export const having = <T>(what: string, ...methods: readonly string[]): z.ZodMiniType<T> =>
  z.custom<T>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function'),
    `must be ${what}`,
  );

/** How many of something: a whole number from 1. */
export const count: z.ZodMiniType<number | undefined> = z.optional(z.int().check(z.gte(1)));

/** How long to wait, in milliseconds. */
export const waitMs: z.ZodMiniType<number | undefined> = z.optional(
  z.int().check(z.gte(1), z.lte(maxTimerMs)),
);

/** The refusal of an option. It quotes no value: values may be secrets. */
export function invalidOption(field: string, what: string): TitansError {
  return new TitansError('CONFIG_INVALID', `The option ${field || 'configuration'} ${what}.`, {
    details: { field },
  });
}
