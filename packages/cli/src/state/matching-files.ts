import { stat } from 'node:fs/promises';
import { filesOf, isPattern } from '@titans/etl';
import type { CommandContext } from '../command-line/command-context.js';
import { pathFrom } from './transactions.js';

/**
 * The files that paths and patterns name, each once. A file can have a name that looks like a pattern: then it is that file.
 *
 * @throws TitansError `SOURCE_NOT_FOUND` for a pattern that no file matches.
 */
export async function matchingFiles(
  names: readonly string[],
  { cwd }: Pick<CommandContext, 'cwd'>,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    const path = name === '-' ? name : pathFrom(cwd, name);
    const isFile = !isPattern(path) || (await stat(path).catch(() => null))?.isFile() === true;
    files.push(...(isFile ? [path] : await filesOf(path)));
  }
  return [...new Set(files)];
}
