import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../../../core/src/testing/free-port.js';

/** Its imports alone take half a minute where other work is done, and two minutes where much is. */
export const startTimeoutMs = 240_000;

/** A real MLflow server for tests, with its own database, on a free port of the loopback interface. */
export interface MlflowServer {
  readonly url: string;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what it had. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The program of MLflow: named by `TITANS_MLFLOW`, or found in the path; `undefined` where there is none: tests are then
 * skipped.
 */
export function findMlflow(): string | undefined {
  const path = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'mlflow'));
  return [process.env.TITANS_MLFLOW ?? '', ...path].find((program) => program !== '' && existsSync(program));
}

/** Starts a server that keeps its registry in SQLite and serves artifacts. */
export async function startMlflow(): Promise<MlflowServer> {
  const program = findMlflow();
  if (program === undefined) throw new Error('MLflow is not installed.');
  const directory = await mkdtemp(join(tmpdir(), 'titans-mlflow-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let server = await start(program);

  async function start(path: string): Promise<ChildProcess> {
    const started = spawn(
      path,
      [
        ...['server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
        ...['--backend-store-uri', `sqlite:///${directory}/mlflow.db`],
        ...['--artifacts-destination', join(directory, 'artifacts')],
      ],
      // Its workers are processes of their own, and are ended with it as one group.
      {
        ...{ cwd: directory, stdio: 'ignore', detached: true },
        // Jobs, of which there are none, would take ten processes more, each of which loads all of MLflow.
        env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
      },
    );
    // Its own group outlives tests that are given up while they wait for it.
    const end = (): void => endGroup(started);
    process.once('exit', end);
    started.once('exit', () => process.off('exit', end));
    try {
      await untilHealthy(url, started);
    } catch (error) {
      end();
      throw error;
    }
    return started;
  }

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    endGroup(server);
    await exited;
  }

  return {
    url,
    kill,
    async restart() {
      await kill();
      server = await start(program);
    },
    async stop() {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}

async function untilHealthy(url: string, server: ChildProcess): Promise<void> {
  for (const startedAt = Date.now(); ; ) {
    const health = await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
    if (health?.ok === true) return;
    if (server.exitCode !== null) throw new Error(`MLflow ended with code ${server.exitCode}.`);
    if (Date.now() - startedAt > startTimeoutMs)
      throw new Error(`MLflow is not ready after ${startTimeoutMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
