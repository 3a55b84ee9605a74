import { TitansError } from '@titans/core';
import type { RateLimitAlgorithm, RateLimiterSettings, RateLimitKeys } from './rate-limiter.js';

/** A window, checked and complete. */
export interface CheckedWindow {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly windowMs: number;
  /** Units that fit at once. */
  readonly capacity: number;
  readonly partition: string;
}

/** Settings of a limiter, checked and complete. */
export interface CheckedPolicy {
  readonly algorithm: RateLimitAlgorithm;
  readonly windows: readonly CheckedWindow[];
}

const largestLimit = 1e9;
const longestWindowSeconds = 604_800;
/** A name of a structured field (RFC 9651) and of a header. */
const validName = /^[a-z][a-z0-9-]{0,49}$/;
const longestKey = 600;
const unkeepable = /[\0\p{Cs}]/u;

/**
 * Checks the settings of a limiter.
 *
 * @throws TitansError `CONFIG_INVALID` with the field.
 */
export function checkPolicy(settings: RateLimiterSettings): CheckedPolicy {
  const { algorithm = 'sliding-window', windows } = settings;
  if (algorithm !== 'sliding-window' && algorithm !== 'token-bucket') {
    throw invalid('algorithm', 'must be "sliding-window" or "token-bucket"');
  }
  if (windows.length === 0) throw invalid('windows', 'must hold at least one window');
  if (new Set(windows.map((window) => window.name)).size < windows.length) {
    throw invalid('windows', 'must have distinct names');
  }
  return {
    algorithm,
    windows: windows.map(({ name, limit, windowSeconds, burst, partition = 'caller' }, index) => {
      const field = `windows.${index}`;
      if (!validName.test(name)) throw invalid(`${field}.name`, 'must be a short name in lower case');
      requireCount(limit, largestLimit, `${field}.limit`);
      requireCount(windowSeconds, longestWindowSeconds, `${field}.windowSeconds`);
      if (burst !== undefined) {
        if (algorithm === 'sliding-window') throw invalid(`${field}.burst`, 'is for token buckets only');
        requireCount(burst, largestLimit, `${field}.burst`);
      }
      if (!validName.test(partition))
        throw invalid(`${field}.partition`, 'must be a short name in lower case');
      const capacity = burst ?? limit;
      const windowMs = windowSeconds * 1_000;
      if (capacity * windowMs > Number.MAX_SAFE_INTEGER) {
        throw invalid(`${field}.limit`, 'is too large for so long a window');
      }
      return { name, limit, windowSeconds, windowMs, capacity, partition };
    }),
  };
}

/** @throws TitansError `INVALID_ARGUMENT` for units that are no whole number from 1. */
export function requireUnits(units: number): void {
  if (Number.isSafeInteger(units) && units >= 1) return;
  throw new TitansError('INVALID_ARGUMENT', `units must be a whole number from 1, not ${units}.`, {
    details: { field: 'units' },
  });
}

/** The key that a window counts, or `undefined` where the request has none of that partition. */
export function keyOf(keys: RateLimitKeys, { partition }: CheckedWindow): string | undefined {
  const key: unknown = keys[partition];
  // What every object inherits is no key.
  return typeof key === 'string' ? key : undefined;
}

/** @throws TitansError `KEY_INVALID` for a key that a store does not keep. */
export function requireLimitKey(key: string): void {
  if (key !== '' && key.length <= longestKey && !unkeepable.test(key)) return;
  throw new TitansError(
    'KEY_INVALID',
    `The key of a limit must be well-formed text of 1 to ${longestKey} characters, without NUL.`,
  );
}

function requireCount(value: number, largest: number, field: string): void {
  if (Number.isInteger(value) && value >= 1 && value <= largest) return;
  throw invalid(field, `must be a whole number from 1 to ${largest}, not ${value}`);
}

function invalid(field: string, what: string): TitansError {
  return new TitansError('CONFIG_INVALID', `The option ${field} of the rate limiter ${what}.`, {
    details: { field },
  });
}
