import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployment, emptyDeployment } from '../../testing/state-directory.js';
import type { InitDocument } from './initialise.js';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await emptyDeployment();
});
afterAll(() => deployment.remove());

test('makes secrets that nobody else can read, of keys only their hashes, and a warehouse; never twice', {
  timeout: 240_000,
}, async () => {
  const first = await deployment.run(['init', '--port', '0', '--json']);
  expect(first.exitCode).toBe(0);
  const { apiKey, environmentFile, migrationsApplied } = first.json<InitDocument>();
  expect(environmentFile.created).toBe(true);
  expect(migrationsApplied.length).toBeGreaterThan(0);
  const path = join(deployment.cwd, '.env');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain(apiKey?.key);
  const { TITANS_API_KEYS = '', TITANS_JWT_SECRET_KEY = '' } = parseEnv(text);
  expect(Buffer.from(TITANS_JWT_SECRET_KEY, 'base64url')).toHaveLength(32);
  const secretHash = createHash('sha256')
    .update(apiKey?.key ?? '')
    .digest('hex');
  expect(JSON.parse(TITANS_API_KEYS)).toEqual([{ id: 'owner', secretHash, role: 'admin' }]);

  const second = await deployment.run(['init', '--port', '0', '--json']);
  expect(second.json<InitDocument>()).toMatchObject({
    apiKey: null,
    migrationsApplied: [],
    environmentFile: { created: false },
  });
  expect(await readFile(path, 'utf8')).toBe(text);
});

test('leaves a file of variables as it is', { timeout: 240_000 }, async () => {
  const other = await emptyDeployment();
  try {
    await writeFile(join(other.cwd, '.env'), 'MINE=1\n');
    const { stdout } = await other.run(['init', '--port', '0']);
    expect(stdout).toContain('.env is there already and stays as it is');
    expect(await readFile(join(other.cwd, '.env'), 'utf8')).toBe('MINE=1\n');
  } finally {
    await other.remove();
  }
});
