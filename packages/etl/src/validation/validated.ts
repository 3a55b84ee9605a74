import { type ErrorCode, TitansError } from '@titans/core';
import { en } from 'zod/locales';
import type * as z from 'zod/mini';

/** Words for the issues; given per call, so that the settings of zod that the host shares stay as they are. */
const issueWords = en().localeError;

/**
 * A value that a schema accepts.
 *
 * @param what Names the value in the message, for example `"options"`.
 * @throws TitansError with the given code, which names the first wrong or unknown member.
 */
export function validated<T>(
  schema: z.ZodMiniType<T>,
  value: unknown,
  code: Extract<ErrorCode, 'INVALID_ARGUMENT' | 'CONFIG_INVALID'>,
  what: string,
): T {
  const checked = schema.safeParse(value, { error: issueWords });
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...unknown].join('.');
  const place = field === '' ? '' : ` at "${field}"`;
  const reason = unknown.length > 0 ? 'there is no such member' : issue?.message;
  throw new TitansError(code, `The ${what} are not valid${place}: ${reason}.`, { details: { field } });
}
