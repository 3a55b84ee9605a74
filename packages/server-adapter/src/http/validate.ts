import { type ProblemIssue, transactionRequestSchema } from '@titans/core/contract';
import { en } from 'zod/locales';
import type * as z from 'zod/mini';
import { isPlainTransaction } from './plain-transaction.js';
import { requestError } from './problem.js';

const maxIssues = 20;
const maxMessageLength = 200;

/** Words for the issues; given per call, so that the settings of zod that the host shares stay as they are. */
export const issueWords: NonNullable<z.core.ParseContext<z.core.$ZodIssue>['error']> = en().localeError;

/**
 * Checks a body against its schema.
 *
 * @throws TitansError `REQUEST_INVALID` with a JSON pointer for each of the first 20 offending members.
 */
export function validateBody(schema: z.ZodMiniType, value: unknown): unknown {
  if (schema === transactionRequestSchema && isPlainTransaction(value)) return value;
  return validate(schema, value, (path) =>
    path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
  );
}

/**
 * Checks the query of a request against its schema. A name that appears twice is refused, unless the schema takes
 * an array.
 *
 * @throws TitansError `REQUEST_INVALID` with `?name` for each offending parameter.
 */
export function validateQuery(schema: z.ZodMiniType, query: string): unknown {
  const values: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(query)) {
    const earlier = values[name];
    if (Array.isArray(earlier)) earlier.push(value);
    else values[name] = earlier === undefined ? value : [earlier, value];
  }
  return validate(schema, values, (path) => `?${path.map(String).join('.')}`);
}

/**
 * Checks the parameters of a path against their schema.
 *
 * @throws TitansError `NOT_FOUND` for those that cannot name anything.
 */
export function validateParams(schema: z.ZodMiniType, params: Readonly<Record<string, string>>): unknown {
  const result = schema.safeParse(params, { error: issueWords });
  if (result.success) return result.data;
  throw requestError('NOT_FOUND', 'The path names nothing that is kept here.');
}

function validate(
  schema: z.ZodMiniType,
  value: unknown,
  pointerOf: (path: readonly PropertyKey[]) => string,
): unknown {
  const result = schema.safeParse(value, { error: issueWords });
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue): ProblemIssue[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), message: 'unknown member' }))
      : [{ pointer: pointerOf(issue.path), message: issue.message }],
  );
  const shown = issues.slice(0, maxIssues).map(({ pointer, message }) => ({
    pointer: pointer.slice(0, maxMessageLength),
    message: message.slice(0, maxMessageLength),
  }));
  const places = shown.map((issue) => issue.pointer || 'the body').slice(0, 3);
  const more = issues.length > places.length ? ` and ${issues.length - places.length} more` : '';
  throw requestError('REQUEST_INVALID', `The request is not valid at ${places.join(', ')}${more}.`, {
    issues: shown,
  });
}
