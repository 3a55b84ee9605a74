import { TitansError } from '@titans/core';
import type { FitOptions } from './estimator.js';

const isNothing = (value: unknown): boolean => value === undefined;
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const isRight: Readonly<Record<string, { readonly test: (value: unknown) => boolean; readonly is: string }>> =
  {
    seed: { test: Number.isSafeInteger, is: 'a safe integer' },
    onProgress: { test: (value) => typeof value === 'function', is: 'a function' },
    signal: { test: (value) => isObject(value) && 'aborted' in (value as object), is: 'an AbortSignal' },
    workers: { test: isObject, is: 'a worker pool' },
  };

/**
 * Checks what callers in plain JavaScript may get wrong, before any work is done.
 *
 * @throws TitansError `INVALID_ARGUMENT` naming the option.
 */
export function requireFitOptions(options: FitOptions): void {
  if (!isObject(options)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The options of a fit must be an object, not ${String(options)}.`,
      {
        details: { field: 'options' },
      },
    );
  }
  for (const [field, { test, is }] of Object.entries(isRight)) {
    const value = (options as Readonly<Record<string, unknown>>)[field];
    if (isNothing(value) || test(value)) continue;
    throw new TitansError('INVALID_ARGUMENT', `${field} must be ${is}.`, { details: { field } });
  }
}
