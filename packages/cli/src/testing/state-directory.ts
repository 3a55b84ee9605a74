import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openWarehouse } from '@titans/etl';
import { type CapturedOptions, type CapturedRun, capturedRun } from './captured-run.js';

/** The statement of a small business: 127 rows, of which 100 have one of 22 categories. */
export const statement: string = fileURLToPath(
  new URL('../../../../examples/data/titans-transactions.csv', import.meta.url),
);

/** A directory of its own with what a deployment keeps. */
export interface Deployment {
  readonly cwd: string;
  run(argv: readonly string[], options?: Partial<CapturedOptions>): Promise<CapturedRun>;
  remove(): Promise<void>;
}

/** Makes an empty directory to run commands in. */
export async function emptyDeployment(): Promise<Deployment> {
  const cwd = await mkdtemp(join(tmpdir(), 'titans-cli-'));
  return {
    cwd,
    run: (argv, options = {}) => capturedRun(argv, { cwd, ...options }),
    remove: () => rm(cwd, { recursive: true, force: true }),
  };
}

/**
 * The statement imported, and models of category and cash flow trained quickly on it. The warehouse is open for all of its
 * commands, since opening it is most of what they would do.
 */
export async function trainedDeployment(): Promise<Deployment> {
  const { cwd, remove } = await emptyDeployment();
  const warehouse = await openWarehouse(join(cwd, 'titans-data', 'warehouse'));
  const run: Deployment['run'] = (argv, options = {}) => capturedRun(argv, { cwd, warehouse, ...options });
  for (const argv of [
    ['import', statement],
    ['train', '--task', 'category', 'cashflow', '--budget', 'quick'],
  ]) {
    const { exitCode, stderr } = await run(argv);
    if (exitCode !== 0) throw new Error(`titans ${argv.join(' ')} ended with ${exitCode}: ${stderr}`);
  }
  return {
    cwd,
    run,
    async remove() {
      await warehouse.close();
      await remove();
    },
  };
}
