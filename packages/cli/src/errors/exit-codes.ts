import type { ErrorCode } from '@titans/core/errors';

/** What the exit codes of `titans` mean. Stable: a release may add one, never change one. */
export const exitCodes = {
  0: 'done',
  1: 'failed',
  2: 'usage: a wrong option, argument or configuration, or a question that needs a terminal or --yes',
  3: 'found: quality expectations not met, drift, or an audit log that was changed',
  4: 'dependency: a database, store or server is down, locked or not installed',
  130: 'interrupted (SIGINT), or a question answered with no; 143 by SIGTERM. Services that were stopped in order end with 0',
} as const;

/** A number that the process ends with. */
export type ExitCode = keyof typeof exitCodes | 143;

const codesOfUsage: readonly ErrorCode[] = ['INVALID_ARGUMENT', 'CONFIG_INVALID', 'SECRET_INSECURE'];
const codesOfFindings: readonly ErrorCode[] = ['EXPECTATION_FAILED'];
const codesOfDependencies: readonly ErrorCode[] = [
  'DATABASE_UNAVAILABLE',
  'DATABASE_LOCKED',
  'DEPENDENCY_MISSING',
  'STORE_UNAVAILABLE',
  'ISSUER_UNAVAILABLE',
  'NOT_READY',
  'API_UNREACHABLE',
  'API_TIMEOUT',
];

/** The exit code for an error of that code. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  if (code === 'ABORTED') return 130;
  if (codesOfUsage.includes(code)) return 2;
  if (codesOfFindings.includes(code)) return 3;
  return codesOfDependencies.includes(code) ? 4 : 1;
}
