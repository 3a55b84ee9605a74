import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createClient } from '@titans/client';
import type { NewKeyResponse } from '@titans/core/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../../core/src/testing/postgres-server.js';
import { capturedRun } from '../../testing/captured-run.js';
import { endPrograms, program, type StartedProgram, startProgram } from '../../testing/started-program.js';
import { statement } from '../../testing/state-directory.js';
import type { ServiceDocument } from './service-options.js';

const timeout = 240_000;

async function workersOf({ child: { pid = 0 } }: StartedProgram): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text
    .split(' ')
    .filter((word) => word.trim() !== '')
    .map(Number);
}

describe.skipIf(findPostgres() === undefined || !existsSync(program))(
  'workers on a PostgreSQL server',
  { timeout },
  () => {
    let cwd = '';
    let postgres: PostgresServer;
    let env: Record<string, string> = {};
    beforeAll(async () => {
      cwd = await mkdtemp(join(tmpdir(), 'titans-workers-'));
      postgres = await startPostgres();
      env = { TITANS_DATABASE_URL: postgres.url };
      for (const argv of [
        ['import', statement],
        ['train', '--task', 'category', '--budget', 'quick'],
      ]) {
        expect(await capturedRun(argv, { cwd, env })).toMatchObject({ exitCode: 0, stderr: '' });
      }
    }, timeout);
    afterAll(async () => {
      await endPrograms();
      await postgres.stop();
      await rm(cwd, { recursive: true, force: true });
    });

    test('share keys, state and one port; one that is killed is replaced', async () => {
      const created = await capturedRun(['keys', 'create', 'test', '--json'], { cwd, env });
      const { api_key: apiKey } = created.json<NewKeyResponse>();
      const server = startProgram(['serve', '--workers', '2', '--port', '0', '--json'], cwd, env);
      await server.printed('stdout', '\n}');
      const { url, workers }: ServiceDocument = JSON.parse(server.stdout());
      expect(workers).toBe(2);
      const titans = createClient({ baseUrl: url, apiKey });
      const ask = async (): Promise<string> =>
        (await titans.predict.category({ description: 'Fuel station', amount: -68.9 })).predicted_category;
      expect(await ask()).toBe('fuel');

      if (process.platform === 'linux') {
        const children = await workersOf(server);
        expect(children).toHaveLength(2);
        process.kill(children[0] ?? 0, 'SIGKILL');
        await server.printed('stderr', 'it is replaced');
        expect(await ask()).toBe('fuel');

        // As long as workers cannot start they are started again.
        await writeFile(join(cwd, 'titans.config.json'), '{');
        for (const child of await workersOf(server)) process.kill(child, 'SIGKILL');
        await server.printed('stderr', 'did not start');
        await rm(join(cwd, 'titans.config.json'));
        await expect.poll(() => ask().catch(() => null), { timeout, interval: 200 }).toBe('fuel');
      }

      // What a server would lock of an embedded database is free here.
      const status = await capturedRun(['status', '--json'], { cwd, env });
      expect(status.json()).toMatchObject({
        warehouse: { state: 'up', kind: 'server' },
        models: { state: 'up' },
      });
      const worker = await capturedRun(['worker', '--once', '--json'], { cwd, env });
      expect(worker.json()).toMatchObject({ did: 'idle' });

      server.child.kill('SIGTERM');
      expect(await server.ended()).toBe(0);
    });

    test.runIf(process.platform === 'linux')('are stopped while they start', async () => {
      const server = startProgram(['serve', '--workers', '2', '--port', '0'], cwd, env);
      await expect.poll(() => workersOf(server), { timeout, interval: 20 }).not.toEqual([]);
      server.child.kill('SIGTERM');
      expect(await server.ended()).toBe(143);
      expect(server.stdout()).toBe('');
      expect(server.stderr()).toMatch(/titans: ABORTED: /);
    });
  },
);
