import { TitansError } from '../errors/titans-error.js';

/**
 * Loads an optional peer dependency.
 *
 * @param packages What must be installed for it.
 * @throws TitansError `DEPENDENCY_MISSING` with the command that installs it.
 */
export async function optionalPackage<T>(load: () => Promise<T>, packages: readonly string[]): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    const command = `npm install ${packages.join(' ')}`;
    throw new TitansError('DEPENDENCY_MISSING', `An optional package is not installed. Run: ${command}`, {
      details: { packages, command },
      cause: error,
    });
  }
}
