import { TitansError } from '@titans/core/errors';
import { type Endpoint, nameOf } from './endpoints.js';

/** Whatever can check a value: the contract's schemas do. */
export interface Schema<Value> {
  safeParse(
    value: unknown,
  ): { success: true; data: Value } | { success: false; error: { issues: readonly SchemaIssue[] } };
}

/** A fault as a schema reports it. */
export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
}

/**
 * Writes the body of a request. The server checks it; here only what JSON cannot carry is refused, since JSON would
 * turn a `NaN` into a `null`, which means "not given", without a word.
 *
 * @throws TitansError `REQUEST_INVALID`.
 */
export function writeJson(endpoint: Endpoint, body: unknown): string {
  const refusal = (reason: string, details: { field?: string; cause?: unknown }): TitansError =>
    new TitansError('REQUEST_INVALID', `${nameOf(endpoint)} was not sent: ${reason}.`, {
      details: details.field === undefined ? {} : { field: details.field },
      cause: details.cause,
    });
  let unfit: TitansError | undefined;
  try {
    return JSON.stringify(body, (field: string, value: unknown) => {
      if (typeof value === 'number' && !Number.isFinite(value)) {
        unfit = refusal(`${field} is ${value}, which JSON cannot carry`, { field });
        throw unfit;
      }
      return value;
    });
  } catch (cause) {
    throw unfit ?? refusal('the request has a cycle or a value that JSON cannot carry', { cause });
  }
}

/** The value that the text stands for, or `undefined`, which no JSON text stands for, if it is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads the JSON of an answer and checks it.
 *
 * @throws TitansError `API_RESPONSE_INVALID` with the JSON pointer of the first fault.
 */
export function readAnswer<Value>(endpoint: Endpoint, schema: Schema<Value>, text: string): Value {
  const value = readJson(text);
  if (value === undefined) throw invalidAnswer(endpoint, 'is not JSON');
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const pointer = (issue?.path ?? []).map((part) => `/${escapePointer(String(part))}`).join('');
  throw invalidAnswer(
    endpoint,
    `does not match the contract at ${pointer || 'its root'} (${issue?.code ?? 'custom'})`,
    pointer,
  );
}

function invalidAnswer(endpoint: Endpoint, reason: string, pointer = ''): TitansError {
  return new TitansError(
    'API_RESPONSE_INVALID',
    `The answer to ${nameOf(endpoint)} ${reason}: is baseUrl a Titans server of a matching release?`,
    { details: { pointer } },
  );
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
