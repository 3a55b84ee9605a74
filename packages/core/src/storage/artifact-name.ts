import { maskSample } from '../errors/mask.js';
import { TitansError } from '../errors/titans-error.js';

const permitted = /^(?=.{1,200}$)[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/**
 * Checks the name of an artifact: 1 to 200 characters from `a-z A-Z 0-9 . _ - /`, no part empty or starting with
 * a dot. Such a name, as a path, stays below the directory that it is resolved in.
 *
 * @throws TitansError `KEY_INVALID` for any other name.
 */
export function checkArtifactName(name: string): void {
  if (permitted.test(name)) return;
  throw new TitansError(
    'KEY_INVALID',
    `"${maskSample(name)}" is not a name for an artifact. Use a-z A-Z 0-9 . _ - /, no part starting with a dot.`,
    { details: { value: maskSample(name) } },
  );
}

/**
 * Refuses a name that another one uses as a folder, or the other way round, as a file system does.
 *
 * @throws TitansError `KEY_INVALID`.
 */
export function checkNoFolder(name: string, others: Iterable<string>): void {
  for (const other of others) {
    if (other.startsWith(`${name}/`) || name.startsWith(`${other}/`)) throw folderClash(name, other);
  }
}

/** The error for a name that is a folder of another, or has another as its folder. */
export function folderClash(name: string, other: string, cause?: unknown): TitansError {
  return new TitansError(
    'KEY_INVALID',
    `"${name}" and "${other}" cannot both be kept: one is a folder of the other.`,
    {
      details: { value: name },
      cause,
    },
  );
}
