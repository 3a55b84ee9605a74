import { type ErrorCode, isTitansError, type TitansError } from '@titans/core';

/** Fails a check with an explanation. */
export function requireThat(isTrue: boolean, explanation: () => string): void {
  if (!isTrue) throw new Error(explanation());
}

/** Fails a check where two lists of numbers differ in length or by more than the tolerance. */
export function requireSame(
  actual: Float64Array,
  expected: Float64Array,
  what: string,
  tolerance: number = 0,
): void {
  requireThat(
    actual.length === expected.length,
    () => `${what}: expected ${expected.length} numbers, got ${actual.length}.`,
  );
  const at = actual.findIndex((value, index) => {
    const wanted = expected[index] as number;
    return !(Object.is(value, wanted) || Math.abs(value - wanted) <= tolerance);
  });
  requireThat(at < 0, () => `${what}: number ${at} should be ${expected[at]}, but is ${actual[at]}.`);
}

/** Fails a check where two runs of bytes differ. */
export function requireSameBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  const at = expected.findIndex((byte, index) => byte !== actual[index]);
  requireThat(
    at < 0 && actual.length === expected.length,
    () => `${what}: ${actual.length} and ${expected.length} bytes${at < 0 ? '' : `, which differ at ${at}`}.`,
  );
}

/** Fails a check where the work does anything but fail with a `TitansError`, of one of the codes if any are given. */
export async function requireRefusal(
  what: string,
  work: () => unknown,
  ...codes: readonly ErrorCode[]
): Promise<void> {
  const wanted = codes.length === 0 ? 'a TitansError' : `a TitansError ${codes.join(' or ')}`;
  try {
    await work();
  } catch (error) {
    const isWanted = isTitansError(error) && (codes.length === 0 || codes.includes(error.code));
    requireThat(isWanted, () => `${what}: expected ${wanted}, got ${inWords(error)}.`);
    return;
  }
  throw new Error(`${what}: expected ${wanted}, but nothing was thrown.`);
}

/** What the work gives, or the `TitansError` with which it refused; fails the check for any other error. */
export async function resultOrRefusal<T>(
  what: string,
  work: () => T | Promise<T>,
): Promise<{ readonly result: T } | { readonly refusal: TitansError }> {
  try {
    return { result: await work() };
  } catch (error) {
    if (isTitansError(error)) return { refusal: error };
    throw new Error(`${what}: expected a model or a TitansError, got ${inWords(error)}.`, { cause: error });
  }
}

function inWords(error: unknown): string {
  return isTitansError(error) ? `a TitansError ${error.code} (${error.message})` : String(error);
}
