import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isTitansError } from '@titans/core';
import { type Check, failedBy, passed, skipped } from '../../checks/check.js';
import { checkDisk, checkNode, checkPort, checkWriteAccess } from '../../checks/machine.js';
import type { CommandContext } from '../../command-line/command-context.js';
import type { Outcome } from '../../command-line/command-definition.js';
import { environmentFileName } from '../../config/environment-file.js';
import { exists, withState } from '../../state/state.js';
import { environmentText, type NewSecrets, newSecrets } from './secrets.js';

/** What `titans init` takes. */
export interface InitOptions {
  readonly port?: number;
}

/** What `titans init --json` prints. */
export interface InitDocument {
  readonly checks: readonly Check[];
  /** What holds the secrets, and whether it was made now. What was there stays as it is. */
  readonly environmentFile: { readonly path: string; readonly created: boolean };
  /** Shown once; `null` where there were secrets already. */
  readonly apiKey: { readonly id: string; readonly key: string } | null;
  /** Migrations that were applied now. */
  readonly migrationsApplied: readonly string[];
}

const defaultPort = 8_000;

/**
 * Sets a directory up. Whatever is there already stays as it is, so that it can be run again; where a check fails, nothing
 * is made but the state directory.
 */
export async function initialise(
  { port }: InitOptions,
  context: CommandContext,
): Promise<Outcome<InitDocument>> {
  const { cwd, settings } = context;
  const { host = '127.0.0.1', port: configuredPort = defaultPort } = settings.file.serve ?? {};
  const path = join(cwd, environmentFileName);
  const checks = [
    checkNode(),
    await checkWriteAccess(settings.stateDirectory),
    await checkDisk(cwd),
    await checkPort(port ?? configuredPort, host),
  ];
  const environmentFile = { path: relative(process.cwd(), path) || path, created: false };
  const isPossible = checks.every(({ name, state }) => state !== 'fail' || name === 'port');
  if (!isPossible) {
    return { document: { checks, environmentFile, apiKey: null, migrationsApplied: [] }, exitCode: 1 };
  }
  const secrets = newSecrets();
  const created = await writeSecrets(path, secrets, checks, settings.environment);
  const migrationsApplied = await makeWarehouse(context, checks);
  return {
    document: {
      checks,
      environmentFile: { ...environmentFile, created },
      apiKey: created ? { id: secrets.apiKeyId, key: secrets.apiKey } : null,
      migrationsApplied,
    },
    exitCode: exitCodeOf(checks),
  };
}

/** A port that is in use now may be free when it is needed. */
function exitCodeOf(checks: readonly Check[]): 0 | 1 | 4 {
  const names = checks.filter(({ state }) => state === 'fail').map(({ name }) => name);
  if (names.includes('warehouse')) return 4;
  return names.includes('secrets') ? 1 : 0;
}

/** Readable by this user alone, and made in one step, so that nothing that is there is ever written over. */
async function writeSecrets(
  path: string,
  { variables }: NewSecrets,
  checks: Check[],
  environment: CommandContext['settings']['environment'],
): Promise<boolean> {
  const isConfigured = Boolean(environment.TITANS_API_KEYS ?? environment.TITANS_JWT_SECRET_KEY);
  if (isConfigured && !(await exists(path))) {
    checks.push(skipped('secrets', 'the environment has secrets already'));
    return false;
  }
  try {
    await writeFile(path, environmentText(variables), { mode: 0o600, flag: 'wx' });
    checks.push(passed('secrets', `written to ${environmentFileName}, which only this user can read`));
    return true;
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    checks.push(
      isThere
        ? skipped('secrets', `${environmentFileName} is there already and stays as it is`)
        : failedBy('secrets', error),
    );
    return false;
  }
}

async function makeWarehouse(context: CommandContext, checks: Check[]): Promise<readonly string[]> {
  try {
    return await withState(context, async (state) => {
      const { migrations } = await state.warehouse({ create: true, migrate: false });
      const applied = await migrations.up();
      checks.push(
        passed('warehouse', applied.length === 0 ? 'up to date' : `made, ${applied.length} migrations`),
      );
      return applied;
    });
  } catch (error) {
    if (isTitansError(error, 'ABORTED')) throw error;
    checks.push(failedBy('warehouse', error));
    return [];
  }
}
