import type { ConformanceCase, Create } from '@titans/core/conformance';
import { aliasCases } from './alias-cases.js';
import type { FourSuites, RegistrySubject } from './registry-check.js';
import { removalCases } from './removal-cases.js';
import { versionCases } from './version-cases.js';

/**
 * What every `ModelRegistry` must do.
 *
 * @param create Makes an empty registry.
 * @param suites Four suites whose bytes differ.
 */
export function modelRegistryConformance(
  create: Create<RegistrySubject>,
  suites: FourSuites,
): readonly ConformanceCase[] {
  return [...versionCases(create, suites), ...aliasCases(create, suites), ...removalCases(create, suites)];
}
