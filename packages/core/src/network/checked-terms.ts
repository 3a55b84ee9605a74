import { TitansError } from '../errors/titans-error.js';
import type { GuardedFetchOptions } from './guarded-fetch.js';

const redirectPlaces: readonly unknown[] = ['none', 'origin', 'any'];

/** What each option must be. A limit that is none, or the text "false", would guard nothing. */
const musts: Readonly<
  Record<keyof GuardedFetchOptions, readonly [must: string, isRight: (value: unknown) => boolean]>
> = {
  name: ['a text', (value) => typeof value === 'string' && value !== ''],
  mostBytes: ['a number above 0', (value) => typeof value === 'number' && value > 0],
  isWhole: ['true or false', isBoolean],
  redirects: ['none, origin or any', (value) => redirectPlaces.includes(value)],
  idleTimeoutMs: ['a whole number from 1 to 2,147,483,647', isTimerMs],
  allowPrivateAddresses: ['true or false', isBoolean],
  resolve: ['a function', (value) => value === undefined || typeof value === 'function'],
};

/** @throws TitansError `INVALID_ARGUMENT` with the field, for what is missing, wrong or unknown. */
export function requireTerms(options: GuardedFetchOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new TitansError('INVALID_ARGUMENT', 'guardedFetch takes its options as an object.');
  }
  for (const [field, [must, isRight]] of Object.entries(musts)) {
    if (!isRight(options[field as keyof GuardedFetchOptions])) throw refusal(field, `must be ${must}`);
  }
  const unknown = Object.keys(options).find((field) => !Object.hasOwn(musts, field));
  if (unknown !== undefined) throw refusal(unknown, 'is no option');
}

/** @throws TitansError `INVALID_ARGUMENT` for what is no request, such as its address. */
export function requireRequest(request: Request): void {
  if (request instanceof Request && !request.bodyUsed) return;
  throw refusal('request', 'must be a Request whose body was not read');
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isTimerMs(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31;
}

function refusal(field: string, what: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', `"${field}" of guardedFetch ${what}.`, { details: { field } });
}
