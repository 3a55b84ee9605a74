import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { isTitansError } from '@titans/core';
import { memoryRegistry } from '@titans/models/lifecycle';
import { configFromEnvironment, createTitans } from '@titans/server-adapter';
import type { CommandContext } from '../command-line/command-context.js';
import { environmentFileName } from '../config/environment-file.js';
import { hasWarehouse, type State } from '../state/state.js';
import { loadVersion } from '../state/versions.js';
import { counted } from '../terminal/format.js';
import { type Check, failed, failedBy, passed, skipped } from './check.js';

/** Longest difference of two clocks that does no harm: access tokens allow as much. */
const mostClockSeconds = 30;

/** Whether the variables and the file of the configuration make sense. */
export function checkConfiguration({ settings }: CommandContext): Check {
  try {
    configFromEnvironment(settings.environment);
    return passed('configuration', settings.filePath ?? 'the environment');
  } catch (error) {
    return failedBy('configuration', error);
  }
}

/** Whether the secrets are there, good enough, and nobody else can read them. */
export async function checkSecrets({ cwd, settings }: CommandContext): Promise<Check> {
  const mode = (await stat(join(cwd, environmentFileName)).catch(() => null))?.mode ?? 0o600;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    return failed(
      'secrets',
      `${environmentFileName} can be read by others`,
      `chmod 600 ${environmentFileName}`,
    );
  }
  const { TITANS_API_KEYS: keys, TITANS_JWT_SECRET_KEY: secret } = settings.environment;
  if (!keys?.trim() && !secret?.trim()) {
    return failed(
      'secrets',
      'there are none',
      'titans init makes them; or set TITANS_API_KEYS and TITANS_JWT_SECRET_KEY.',
    );
  }
  try {
    // A service checks its secrets before it looks for models, of which it finds none here.
    await createTitans({
      ...configFromEnvironment(settings.environment).server,
      models: { registry: memoryRegistry(), name: settings.model },
    });
    return passed('secrets', 'in order');
  } catch (error) {
    const isOfModels = isTitansError(error, 'NOT_FOUND') || isTitansError(error, 'NOT_READY');
    return isOfModels ? passed('secrets', 'in order') : failedBy('secrets', error);
  }
}

/** Whether the warehouse opens, its tables are those of this release, and its clock agrees with ours. */
export async function checkWarehouse(context: CommandContext, state: State): Promise<readonly Check[]> {
  const { settings, now } = context;
  if (settings.databaseUrl === null && !(await hasWarehouse(context))) {
    return [
      skipped('database', `there is none in ${settings.stateDirectory} yet: titans import makes one`),
      skipped('migrations', 'there is no database yet'),
      checkClock(now(), null),
    ];
  }
  try {
    const { database, migrations } = await state.warehouse({ migrate: false });
    const { rows } = await database.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const missing = (await migrations.status()).filter(({ appliedAt }) => appliedAt === null);
    return [
      passed('database', settings.databaseUrl === null ? 'embedded' : 'PostgreSQL server'),
      missing.length === 0
        ? passed('migrations', 'up to date')
        : failed('migrations', `${counted(missing.length, 'migration')} missing`, 'titans migrate'),
      checkClock(now(), rows[0]?.now.getTime() ?? null),
    ];
  } catch (error) {
    const isInUse = isTitansError(error, 'DATABASE_LOCKED');
    return [
      isInUse
        ? skipped('database', 'open in another process, such as titans serve')
        : failedBy(
            'database',
            error,
            'Look at TITANS_DATABASE_URL and whether the server runs; an embedded one can be made anew: titans clean --deep',
          ),
      skipped('migrations', 'the database cannot be looked at'),
      checkClock(now(), null),
    ];
  }
}

/** The release is not older than the first one: a clock before that was never set. */
const leastTime = Date.UTC(2025, 0, 1);

function checkClock(now: number, other: number | null): Check {
  if (now < leastTime) {
    return failed(
      'clock',
      new Date(now).toISOString(),
      'Set the clock of this machine, for example by NTP: tokens and schedules need it.',
    );
  }
  const seconds = other === null ? 0 : Math.abs(now - other) / 1_000;
  return seconds <= mostClockSeconds
    ? passed('clock', new Date(now).toISOString())
    : failed('clock', `${seconds.toFixed(0)} s apart from that of the database`, 'Set both clocks by NTP.');
}

/** Whether the shared store answers. */
export async function checkStore({ settings }: CommandContext): Promise<Check> {
  if (settings.redisUrl === null)
    return skipped('store', 'TITANS_REDIS_URL is not set: state is kept in the process');
  try {
    const { openRedis } = await import('@titans/core/redis');
    const store = await openRedis(settings.redisUrl);
    try {
      await store.get('titans.doctor');
    } finally {
      await store.close();
    }
    return passed('store', 'Redis answers');
  } catch (error) {
    return failedBy('store', error, 'Look at TITANS_REDIS_URL and whether Redis runs.');
  }
}

/** Whether the champion loads, byte for byte as it was registered, and answers. */
export async function checkModels(context: CommandContext, state: State): Promise<Check> {
  try {
    const { version, suite } = await loadVersion(state, context);
    suite.predictBatch([{ description: 'titans doctor', amount: -1, date: '2024-01-02' }]);
    return passed('models', `version ${version.number} loads and answers: ${suite.tasks.join(', ')}`);
  } catch (error) {
    if (isTitansError(error, 'NOT_FOUND')) return skipped('models', 'there are none yet: titans train');
    if (isTitansError(error, 'DATABASE_UNAVAILABLE'))
      return skipped('models', 'the database cannot be reached');
    const code = isTitansError(error) ? error.code : '';
    return failedBy(
      'models',
      error,
      code === 'ARTIFACT_VERSION'
        ? 'It was made by a newer release: install that, or train again.'
        : 'The version cannot be used: titans models rollback, or titans train --promote.',
    );
  }
}
