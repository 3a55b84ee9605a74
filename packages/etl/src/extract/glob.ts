import { isAbsolute } from 'node:path';
import { TitansError } from '@titans/core';
import { glob, isDynamicPattern } from 'tinyglobby';
import { requireText } from '../validation/arguments.js';

/**
 * Whether a path holds wildcards: `*`, `?`, `[…]` or `{a,b}`.
 *
 * @throws TitansError `INVALID_ARGUMENT` for anything but text.
 */
export function isPattern(path: string): boolean {
  requireText(path, 'path', 'The path must be text');
  return isDynamicPattern(path);
}

/**
 * The files that a pattern names, in the order of their paths: absolute ones where the pattern is.
 *
 * @throws TitansError `SOURCE_NOT_FOUND` if there is none, `INVALID_ARGUMENT` for anything but text.
 */
export async function filesOf(pattern: string): Promise<readonly string[]> {
  requireText(pattern, 'pattern', 'The pattern must be text');
  const files = await glob(pattern, {
    absolute: isAbsolute(pattern),
    expandDirectories: false,
    onlyFiles: true,
  });
  if (files.length === 0) {
    throw new TitansError('SOURCE_NOT_FOUND', `No file matches "${pattern}".`, {
      details: { source: pattern },
    });
  }
  return files.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
