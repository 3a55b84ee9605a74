import { filesOf } from '@titans/etl';
import type { CommandContext } from '../command-line/command-context.js';
import { pathFrom } from './transactions.js';

/**
 * The files that paths and patterns name, each once.
 *
 * @throws TitansError `SOURCE_NOT_FOUND` for a pattern that no file matches.
 */
export async function matchingFiles(
  names: readonly string[],
  { cwd }: Pick<CommandContext, 'cwd'>,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    files.push(...(name === '-' ? [name] : await filesOf(pathFrom(cwd, name))));
  }
  return [...new Set(files)];
}
