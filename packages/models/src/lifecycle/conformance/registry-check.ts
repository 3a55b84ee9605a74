import { canonicalJson, type ErrorCode, isTitansError, type JsonValue } from '@titans/core';
import type { ConformanceCase, Create } from '@titans/core/conformance';
import type { TrainedSuite } from '../../tasks/models.js';
import type { ModelRegistry } from '../registry/registry.js';

/** An empty registry for one case. */
export interface RegistrySubject {
  /** The registry as one more process sees it, which has read nothing of it yet. */
  open(): ModelRegistry;
  close?(): Promise<void>;
}

/** Four suites whose bytes differ. */
export type FourSuites = readonly [TrainedSuite, TrainedSuite, TrainedSuite, TrainedSuite];

/** Makes cases that each have a registry of their own. */
export function registryCheck(
  create: Create<RegistrySubject>,
): (
  name: string,
  check: (registry: ModelRegistry, subject: RegistrySubject) => Promise<void>,
) => ConformanceCase {
  return (name, check) => ({
    name,
    async run() {
      const subject = await create();
      try {
        await check(subject.open(), subject);
      } finally {
        await subject.close?.();
      }
    },
  });
}

/** Throws with both values if they differ. */
export function requireEqual(actual: JsonValue, expected: JsonValue, what: string): void {
  const [found, wanted] = [canonicalJson(actual), canonicalJson(expected)];
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, got ${found}.`);
}

/** Rejects unless the work rejects with a `TitansError` of the code. */
export async function requireCode(code: ErrorCode, work: Promise<unknown>, what: string): Promise<void> {
  const outcome = await codeOf(work);
  if (outcome !== code) throw new Error(`${what}: expected a TitansError ${code}, got ${outcome}.`);
}

/** The code of the error that work ends with, `"success"`, or the text of another error. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'success';
  } catch (error) {
    return isTitansError(error) ? error.code : String(error);
  }
}
