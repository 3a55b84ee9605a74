import { isDeepStrictEqual } from 'node:util';
import { type ErrorCode, isTitansError } from '@titans/core';

/** Fails a check with an explanation. */
export function requireThat(isTrue: boolean, explanation: string): void {
  if (!isTrue) throw new Error(explanation);
}

/** Fails a check where two values differ. */
export function requireEqual(actual: unknown, expected: unknown, what: string): void {
  requireThat(
    isDeepStrictEqual(actual, expected),
    `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}.`,
  );
}

/** Fails a check where the work does not reject with one of the codes. */
export async function requireRejection(
  work: () => Promise<unknown>,
  codes: readonly ErrorCode[],
  what: string,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    requireThat(
      isTitansError(error) && codes.includes(error.code),
      `${what}: expected a TitansError with code ${codes.join(' or ')}, got ${String(error)}.`,
    );
    return;
  }
  throw new Error(`${what}: expected it to reject with ${codes.join(' or ')}, but it resolved.`);
}
