import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Name of the file, in the directory in which the program runs. */
export const environmentFileName = '.env';

/** The variables of `.env`, below those of the environment: what is set there already, nobody overwrites. */
export async function withEnvironmentFile(cwd: string, environment: Environment): Promise<Environment> {
  const text = await readFile(join(cwd, environmentFileName), 'utf8').catch(() => '');
  return { ...parseEnv(text), ...environment };
}
