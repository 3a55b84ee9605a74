import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSettings } from './settings.js';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'titans-settings-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const write = (name: string, text: string): Promise<void> => writeFile(join(cwd, name), text);

test('flags go before the environment, that before .env, and that before the file', async () => {
  await write(
    'titans.config.json',
    JSON.stringify({
      stateDirectory: 'from-file',
      databaseUrl: 'postgres://file/db',
      redisUrl: 'redis://file',
      corsOrigins: ['https://file.example'],
      logLevel: 'error',
      enableMetrics: false,
    }),
  );
  await write('.env', "TITANS_DATABASE_URL='postgres://dotenv/db'\nTITANS_REDIS_URL=redis://dotenv\n");
  const settings = await readSettings(cwd, { TITANS_DATABASE_URL: 'postgres://environment/db' }, {});
  expect(settings).toMatchObject({
    stateDirectory: join(cwd, 'from-file'),
    model: 'transactions',
    databaseUrl: 'postgres://environment/db',
    redisUrl: 'redis://dotenv',
    filePath: join(cwd, 'titans.config.json'),
  });
  expect(settings.environment).toMatchObject({
    TITANS_CORS_ORIGINS: '["https://file.example"]',
    TITANS_LOG_LEVEL: 'error',
    TITANS_ENABLE_METRICS: 'false',
  });
  expect((await readSettings(cwd, {}, { state: 'from-flag' })).stateDirectory).toBe(join(cwd, 'from-flag'));
});

test('without anything, what is kept is below the working directory, in the embedded database', async () => {
  expect(await readSettings(cwd, { TITANS_DATABASE_URL: ' ' }, {})).toMatchObject({
    stateDirectory: join(cwd, 'titans-data'),
    databaseUrl: null,
    redisUrl: null,
    file: {},
    filePath: null,
  });
});

test('a module may hold functions', async () => {
  await write('titans.config.mjs', 'export default { model: "cards", server: { clock: { now: () => 7 } } };');
  const { model, file } = await readSettings(cwd, {}, {});
  expect(model).toBe('cards');
  expect(file.server?.clock?.now()).toBe(7);
});

describe('a file that makes no sense is refused with its path', () => {
  test.each([
    ['a member that is none', '{ "databaseURL": "x" }', 'has the member "databaseURL", which is none'],
    ['a secret, which has no place there', '{ "apiKeys": ["x"] }', 'has the member "apiKeys"'],
    [
      'a value of another kind',
      '{ "sources": "exports/*.csv" }',
      'another kind than it must have as "sources"',
    ],
    ['no JSON', '{', 'cannot be read'],
    ['no object', '[]', 'must be, or export as default, an object'],
  ])('%s', async (_, text, message) => {
    await write('titans.config.json', text);
    const refused = readSettings(cwd, {}, {});
    await expect(refused).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { source: join(cwd, 'titans.config.json') },
    });
    await expect(refused).rejects.toThrow(message);
  });

  test('a file that was named and is not there', async () => {
    await expect(readSettings(cwd, {}, { config: 'absent.json' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
