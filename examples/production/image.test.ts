import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../packages/core/src/testing/free-port.js';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../packages/core/src/testing/postgres-server.js';
import { findRedis, type RedisServer, startRedis } from '../../packages/core/src/testing/redis-server.js';
import { nameTarballs, packedPackages } from '../../tests/consumers/packed-packages.js';
import { untilReady } from '../../tests/consumers/until-ready.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const statement = join(root, 'examples/data/titans-transactions.csv');
const run = promisify(execFile);
const has = (program: string, ...parameters: readonly string[]): boolean =>
  spawnSync(program, parameters).status === 0;
const canRun =
  findPostgres() !== undefined &&
  findRedis() !== undefined &&
  has('nginx', '-v') &&
  has('openssl', 'version');
const apiKey = 'a-key-of-these-tests-that-is-long-enough';

/** An instruction of the Dockerfile; comments and empty lines are none. */
const instructions = readFileSync(join(folder, 'Dockerfile'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
const all = (name: string): readonly string[] =>
  instructions.filter((each) => each.name === name).map(({ rest }) => rest);

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

describe.skipIf(!canRun)('what the Dockerfile does, without Docker', { timeout: 120_000 }, () => {
  let place: string;
  let app: string;
  let postgres: PostgresServer;
  let redis: RedisServer;
  let environment: NodeJS.ProcessEnv;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'titans-image-'));
    app = join(place, 'app');
    mkdirSync(app);
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    environment = {
      PATH: process.env.PATH,
      HOME: place,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      TITANS_DATABASE_URL: postgres.url,
      TITANS_REDIS_URL: redis.url,
      TITANS_API_KEYS: apiKey,
      TITANS_JWT_SECRET_KEY: 'a-secret-of-these-tests-that-is-long-enough',
      TITANS_LOG_LEVEL: 'INFO',
    };
    const packed = await packedPackages();
    for (const step of all('COPY').filter((rest) => !rest.startsWith('--from'))) copy(step);
    nameTarballs(join(app, 'package.json'), packed);
    for (const command of all('RUN')) await run('sh', ['-c', command], { cwd: app });
  }, 120_000);
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all([postgres?.stop(), redis?.stop()]);
    if (place !== undefined) await rm(place, { recursive: true, force: true });
  });

  /** `app/*.mjs ./` and `app/package.json ./`: both copy into the working directory. */
  function copy(step: string): void {
    const [source = ''] = step.split(' ');
    const pattern = source.replace('app/', '');
    cpSync(join(folder, 'app'), app, {
      recursive: true,
      filter: (path) =>
        !path.includes('node_modules') && (!/\.\w+$/.test(path) || path.endsWith(pattern.replace('*', ''))),
    });
  }

  async function serve(): Promise<{ readonly process: ChildProcess; readonly port: number }> {
    const port = await freePort();
    const [script] = JSON.parse(all('CMD')[0] ?? '[]') as string[];
    const child = spawn(process.execPath, [script ?? ''], {
      cwd: app,
      env: { ...environment, PORT: String(port) },
      stdio: 'ignore',
    });
    children.push(child);
    await untilReady(async () => (await fetch(`http://127.0.0.1:${port}/titans/health/ready`)).ok, 30_000);
    return { process: child, port };
  }

  test('nothing of development is installed, and nothing native', async () => {
    expect(existsSync(join(app, 'node_modules/@titans/server-adapter'))).toBe(true);
    expect(existsSync(join(app, 'node_modules/vitest'))).toBe(false);
    const { stdout } = await run('find', [join(app, 'node_modules'), '-name', '*.node']);
    expect(stdout).toBe('');
  });

  test('without models the server says so and ends', async () => {
    const ended = await run(process.execPath, ['serve.mjs'], { cwd: app, env: environment }).catch(
      (failure: { code: number; stderr: string }) => failure,
    );
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stderr).toContain('NOT_FOUND');
  });

  test('trains, serves behind nginx over TLS, and stops when it is told to', async () => {
    const { stdout } = await run(process.execPath, ['train.mjs', statement], { cwd: app, env: environment });
    expect(stdout).toContain('"loaded":127');
    const server = await serve();

    const health = { cwd: app, env: { ...environment, PORT: String(server.port) } };
    await run(process.execPath, ['health.mjs'], health);
    await expect(
      run(process.execPath, ['health.mjs'], { ...health, env: { ...environment, PORT: '1' } }),
    ).rejects.toMatchObject({ code: 1 });

    const proxy = await startProxy(server.port);
    const answer = await proxy.ask('POST', '/titans/predict/category', {
      description: 'Fuel station',
      amount: -68.9,
    });
    expect(answer).toMatchObject({ status: 200 });
    expect(JSON.parse(answer.body)).toMatchObject({ predicted_category: expect.any(String) });
    expect(answer.headers['strict-transport-security']).toContain('max-age=');
    expect(await proxy.ask('GET', '/titans/metrics')).toMatchObject({ status: 404 });
    expect(await proxy.ask('GET', '/elsewhere')).toMatchObject({ status: 404 });

    // Five wrong keys lock the address that nginx saw, whichever address the client claims.
    for (let attempt = 0; attempt < 5; attempt++) {
      const claimed = {
        authorization: 'Bearer wrong-but-long-enough-key',
        'x-real-ip': `192.0.2.${attempt}`,
      };
      expect(await proxy.ask('GET', '/titans/models', undefined, claimed)).toMatchObject({ status: 401 });
    }
    const locked = { authorization: 'Bearer wrong-but-long-enough-key', 'x-forwarded-for': '192.0.2.99' };
    expect(await proxy.ask('GET', '/titans/models', undefined, locked)).toMatchObject({ status: 429 });

    const ended = once(server.process, 'exit');
    server.process.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  async function startProxy(port: number): Promise<{
    ask(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answered>;
  }> {
    const [plain, secure] = [await freePort(), await freePort()];
    const tls = join(place, 'tls');
    mkdirSync(tls);
    await run('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', `${tls}/tls.key`, '-out', `${tls}/tls.crt`],
    ]);
    const configuration = join(place, 'nginx.conf');
    writeFileSync(
      configuration,
      replaced(readFileSync(join(folder, 'nginx/nginx.conf'), 'utf8'), {
        'server titans:8000': `server 127.0.0.1:${port}`,
        'listen 8080': `listen 127.0.0.1:${plain}`,
        'listen 8443 ssl http2': `listen 127.0.0.1:${secure} ssl http2`,
        'pid /tmp/nginx.pid': `pid ${place}/nginx.pid`,
        '/etc/nginx/tls/tls.crt': `${tls}/tls.crt`,
        '/etc/nginx/tls/tls.key': `${tls}/tls.key`,
        '/tmp/client_body': `${place}/client_body`,
        '/tmp/proxy': `${place}/proxy`,
        '/tmp/fastcgi': `${place}/fastcgi`,
        '/tmp/uwsgi': `${place}/uwsgi`,
        '/tmp/scgi': `${place}/scgi`,
      }),
    );
    await run('nginx', ['-t', '-e', 'stderr', '-c', configuration]);
    children.push(
      spawn('nginx', ['-e', 'stderr', '-c', configuration, '-g', 'daemon off;'], { stdio: 'ignore' }),
    );
    const ca = readFileSync(`${tls}/tls.crt`);
    const ask = (
      method: string,
      path: string,
      body?: object,
      headers: Record<string, string> = {},
    ): Promise<Answered> =>
      new Promise((resolve, reject) => {
        const sent = httpsRequest(
          {
            ...{ host: '127.0.0.1', port: secure, method, path, ca, agent: false },
            headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
          },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (chunk: string) => {
              text += chunk;
            });
            response.on('end', () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
            );
          },
        );
        sent.on('error', reject).end(body && JSON.stringify(body));
      });
    await untilReady(async () => (await ask('GET', '/titans/health/live')).status === 200, 30_000);
    return { ask };
  }
});

/** Replaces each text, which must be there. */
function replaced(text: string, replacements: Readonly<Record<string, string>>): string {
  let result = text;
  for (const [from, to] of Object.entries(replacements)) {
    if (!result.includes(from)) throw new Error(`There is no "${from}".`);
    result = result.replaceAll(from, to);
  }
  return result;
}
