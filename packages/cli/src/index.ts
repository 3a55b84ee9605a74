/**
 * The `titans` command as a function, for tests and for programs that offer it as part of theirs.
 *
 * @module
 */
export type { TitansConfigFile } from './config/config-file.js';
export type { Environment } from './config/environment-file.js';
export type { ErrorDocument } from './errors/error-report.js';
export { type ExitCode, exitCodes } from './errors/exit-codes.js';
export { type RunOptions, run } from './run.js';
export type { InputStream, OutputStream } from './terminal/output.js';
