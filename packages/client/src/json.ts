import { TitansError } from '@titans/core/errors';
import { type Check, checked } from './answers/check.js';
import { type Endpoint, nameOf } from './endpoint.js';

/**
 * Writes the body of a request. The server checks it; here only what JSON cannot carry is refused, since JSON would
 * turn a `NaN` into a `null`, which means "not given", without a word.
 *
 * @throws TitansError `REQUEST_INVALID`.
 */
export function writeJson(endpoint: Endpoint, body: unknown): string {
  let field: string | undefined;
  let reason = 'it holds what JSON cannot carry';
  let cause: unknown;
  try {
    const text: string | undefined = JSON.stringify(body, (name: string, value: unknown) => {
      if (typeof value === 'number' && !Number.isFinite(value)) {
        field = name;
        reason = `${name} is ${value}, which JSON cannot carry`;
        throw value;
      }
      return value;
    });
    if (text !== undefined) return text;
  } catch (thrown) {
    cause = thrown;
  }
  throw new TitansError('REQUEST_INVALID', `${nameOf(endpoint)} was not sent: ${reason}.`, {
    details: field === undefined ? {} : { field },
    cause,
  });
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
export function readAnswer<Value>(endpoint: Endpoint, check: Check<Value>, text: string): Value {
  const value = readJson(text);
  if (value === undefined) throw invalidAnswer(endpoint, 'is not JSON');
  const read = checked(check, value);
  if ('data' in read) return read.data;
  const { path, wanted } = read.fault;
  const pointer = path.map((part) => `/${escapePointer(part)}`).join('');
  throw invalidAnswer(
    endpoint,
    `does not match the contract at ${pointer || 'its root'}, which should be ${wanted}`,
    pointer,
  );
}

/** The error of an answer that is not what it should be. */
export function invalidAnswer(endpoint: Endpoint, reason: string, pointer = ''): TitansError {
  return new TitansError(
    'API_RESPONSE_INVALID',
    `The answer to ${nameOf(endpoint)} ${reason}: is baseUrl a Titans server?`,
    { details: { pointer } },
  );
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
