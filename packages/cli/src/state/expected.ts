import { readFile } from 'node:fs/promises';
import { TitansError } from '@titans/core';
import { type ExpectationSuite, expectations, parseSuite } from '@titans/etl';
import type { CommandContext } from '../command-line/command-context.js';
import { pathFrom } from './transactions.js';

/**
 * What is expected of transactions: the suite of a file, that of the configuration, or the usual one.
 *
 * @throws TitansError `CONFIG_INVALID` for a suite that is none, or a file that cannot be read.
 */
export async function expectedOf(
  path: string | undefined,
  { cwd, settings }: Pick<CommandContext, 'cwd' | 'settings'>,
): Promise<ExpectationSuite> {
  const given = path ?? settings.file.expectations;
  if (given === undefined) return expectations.transactions();
  return parseSuite(typeof given === 'string' ? await readJson(pathFrom(cwd, given)) : given);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TitansError('CONFIG_INVALID', `The expectations in ${path} cannot be read: ${reason}.`, {
      details: { source: path },
      cause,
    });
  }
}
