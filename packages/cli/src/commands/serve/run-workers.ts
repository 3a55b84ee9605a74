import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { TitansError, throwIfAborted } from '@titans/core';
import type { CommandContext } from '../../command-line/command-context.js';
import type { Outcome } from '../../command-line/command-definition.js';
import { configurationChanges } from '../../watching/watch-configuration.js';
import {
  runKeyVariable,
  type ServiceDocument,
  type ServiceSettings,
  serviceDocument,
  workerPortVariable,
} from './service-options.js';

/** Milliseconds before a worker that ended by itself is replaced; twice as long after each that does not start. */
const restartDelayMs = 1_000;
const longestRestartDelayMs = 30_000;
/** Longest time for which workers may stop in order. */
const stopTimeoutMs = 10_000;

/**
 * Serves in workers on one port: one that ends is replaced, and with `--watch` they are replaced one after the other when
 * the configuration changes.
 *
 * @throws TitansError `CONFIG_INVALID` for several workers on an embedded database, `NOT_READY` where no worker starts.
 */
export async function runWorkers(
  settings: ServiceSettings,
  context: CommandContext,
): Promise<Outcome<ServiceDocument>> {
  const { workers: wanted, watches, runKey } = settings;
  if (wanted > 1 && context.settings.databaseUrl === null) {
    throw new TitansError(
      'CONFIG_INVALID',
      'The embedded database can be open in one process only: set TITANS_DATABASE_URL, or use --workers 1.',
      { details: { field: 'workers' } },
    );
  }
  cluster.setupPrimary({
    exec: fileURLToPath(new URL('./program.js', import.meta.url)),
    args: process.argv.slice(2),
    // The primary tells where the service is; of workers only what they log is told.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let isStopping = false;
  /** The port that was found free, and the one that workers of now share: a free one is theirs as long as one of them lives. */
  let foundPort: number | null = null;
  let sharedPort: number | null = null;
  const running = new Set<Worker>();
  const replacing = new Set<Worker>();
  const timers = new Set<NodeJS.Timeout>();

  async function start(): Promise<{ address: string; port: number }> {
    if (running.size === 0) sharedPort = foundPort;
    const worker = cluster.fork({
      ...(runKey === null ? {} : { [runKeyVariable]: runKey }),
      ...(sharedPort === null ? {} : { [workerPortVariable]: String(sharedPort) }),
    });
    running.add(worker);
    worker.once('exit', () => {
      running.delete(worker);
      if (isStopping || replacing.has(worker) || !hasStarted.has(worker)) return;
      context.note(`Worker ${worker.process.pid} ended: it is replaced.`);
      replaceLater(restartDelayMs);
    });
    const listening = once(worker, 'listening') as Promise<[{ address: string; port: number }]>;
    const exited = once(worker, 'exit').then(([code]) => {
      throw new TitansError(
        'NOT_READY',
        'The service did not start. What a worker said of it stands above.',
        {
          details: { exitCode: code },
        },
      );
    });
    // Whichever comes first is waited for; the other may come at any time later.
    exited.catch(() => undefined);
    const [address] = await Promise.race([listening, exited]);
    hasStarted.add(worker);
    return address;
  }

  /** A database that is away for a while must not leave the service without workers for good. */
  function replaceLater(delayMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (isStopping || running.size >= wanted) return;
      start().catch((error: unknown) => {
        if (isStopping) return;
        tellFailure(error);
        replaceLater(Math.min(2 * delayMs, longestRestartDelayMs));
      });
    }, delayMs);
    timers.add(timer);
  }

  async function stop(worker: Worker): Promise<void> {
    if (worker.isDead()) return;
    replacing.add(worker);
    const exited = once(worker, 'exit');
    worker.process.kill('SIGTERM');
    const late = setTimeout(() => worker.process.kill('SIGKILL'), stopTimeoutMs);
    await exited;
    clearTimeout(late);
  }

  async function replaceAll(): Promise<void> {
    // One after the other: those that are left answer meanwhile, and an embedded database is free for the next.
    for (const worker of [...running]) {
      await stop(worker);
      if (!isStopping) await start();
    }
    // Those that did not start when the configuration was changed before.
    while (running.size < wanted && !isStopping) await start();
  }

  function tellFailure(error: unknown): void {
    context.note(error instanceof Error ? error.message : String(error));
  }

  const hasStarted = new Set<Worker>();
  try {
    const { port } = await start();
    foundPort = port;
    for (let index = 1; index < wanted; index++) {
      throwIfAborted(context.signal, 'serve');
      await start();
    }
    const document = serviceDocument(settings, { host: settings.host, port });
    return { document, stopped: untilStopped() };
  } catch (error) {
    await stopAll();
    // Ctrl-C reaches the workers too, so that one that was starting has ended.
    throwIfAborted(context.signal, 'serve');
    throw error;
  }

  async function stopAll(): Promise<void> {
    isStopping = true;
    for (const timer of timers) clearTimeout(timer);
    await Promise.all([...running].map(stop));
  }

  async function untilStopped(): Promise<void> {
    const stopping = new AbortController();
    const onSignal = (): void => stopping.abort();
    if (context.takeSignals()) {
      process.on('SIGINT', onSignal);
      process.on('SIGTERM', onSignal);
    }
    const signal = AbortSignal.any([stopping.signal, context.signal]);
    try {
      if (watches) {
        for await (const name of configurationChanges(context.cwd, context.settings.filePath, signal)) {
          context.note(`${name} changed: starting again.`);
          await replaceAll().catch(tellFailure);
        }
      } else if (!signal.aborted) {
        await new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => resolve(), { once: true }),
        );
      }
    } finally {
      await stopAll();
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    }
  }
}
