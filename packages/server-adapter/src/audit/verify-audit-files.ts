import type { Progress } from '@titans/core';
import type { AuditEntry, AuditVerdict, AuditVerifyOptions } from './audit-log.js';

/** What the files of a log are checked against. */
export interface AuditFilesVerifyOptions extends AuditVerifyOptions {
  /** Told every 1,000 entries. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What a check of the files of a log found. */
export interface AuditFilesReport {
  readonly verdict: AuditVerdict;
  /** Files that were read, oldest first, with the entries that were found right in each. */
  readonly files: readonly { readonly path: string; readonly entries: number }[];
  /** Entries that were found right: all, or those before the first that is not. */
  readonly entries: number;
  /** The first of them; `null` where there is none. */
  readonly first: AuditEntry | null;
  readonly last: AuditEntry | null;
  /** Bytes behind the last whole line: an entry that is being written, or was when the process was killed. */
  readonly tornBytes: number;
}

/**
 * Checks the files of a log without opening it: also while a service writes to it, as whoever may read the files, and a copy of
 * them elsewhere. Changes nothing. Files are read once, an entry at a time, so that their size asks for no memory.
 *
 * Where the oldest files were taken away, the log must say so itself (`maxFiles` of the rotation), or `head` must show the
 * last entry that was in them.
 *
 * @param path The file that is written, with all that the log has ended; a single file; or a directory with one log.
 * @throws TitansError `SOURCE_UNREADABLE` where there is no such file, or it cannot be read; `INVALID_ARGUMENT` for a directory
 * with several logs, or a `head` that is none; `ABORTED`.
 * @example
 * ```ts
 * import { verifyAuditFiles } from '@titans/server-adapter';
 *
 * const { verdict, entries, files } = await verifyAuditFiles('./audit.ndjson');
 * console.log(verdict.state, entries, files.length);
 * if (verdict.state === 'broken') console.error(verdict.place, verdict.reason);
 * ```
 */
export async function verifyAuditFiles(
  path: string,
  options: AuditFilesVerifyOptions = {},
): Promise<AuditFilesReport> {
  const { checkFiles } = await import('./check-files.js');
  return checkFiles(path, options);
}
