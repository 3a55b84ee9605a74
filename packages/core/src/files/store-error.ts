import { TitansError } from '../errors/titans-error.js';

/** The error for a file that the file system would not read or write. */
export function storeError(
  action: 'read' | 'write' | 'list' | 'delete',
  path: string,
  cause: unknown,
): TitansError {
  const reason = fileErrorCode(cause) ?? String(cause);
  return new TitansError(
    'STORE_UNAVAILABLE',
    `Cannot ${action} ${path}: ${reason}. Check that the path exists, its permissions and the space on the disk.`,
    { details: { source: path }, cause },
  );
}

/** The code of a file-system error, for example `ENOENT`. */
export function fileErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
