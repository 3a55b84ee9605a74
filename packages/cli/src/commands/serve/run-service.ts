import cluster from 'node:cluster';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { TitansError } from '@titans/core';
import { createTitans, type Titans } from '@titans/server-adapter';
import { handleSignals, hardenServer, toNode } from '@titans/server-adapter/node';
import type { CommandContext } from '../../command-line/command-context.js';
import type { Outcome } from '../../command-line/command-definition.js';
import { withState } from '../../state/state.js';
import { openConfiguration } from './service-configuration.js';
import { type ServiceDocument, type ServiceSettings, serviceDocument } from './service-options.js';

/**
 * Serves in this process until it is stopped: by SIGTERM or SIGINT where those are the command's to answer, else by the
 * signal of the context. What is in flight is finished first.
 *
 * @returns Once it answers; `stopped` settles when everything is closed.
 */
export function runService(
  settings: ServiceSettings,
  context: CommandContext,
): Promise<Outcome<ServiceDocument>> {
  return new Promise((resolve, reject) => {
    const stopped = withState(context, async (state) => {
      const { configuration, close } = await openConfiguration(settings, context, state);
      try {
        const titans = await createTitans(configuration);
        try {
          const server = hardenServer(createServer(toNode(titans)));
          const { port } = await listen(server, settings);
          resolve({ document: serviceDocument(settings, { host: settings.host, port }), stopped });
          await untilStopped(titans, server, settings, context, () => stopped);
        } finally {
          // Closing twice waits for the same.
          await titans.close();
        }
      } finally {
        await close();
      }
    });
    stopped.catch(reject);
  });
}

async function listen(server: Server, { host, port }: ServiceSettings): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port)));
    server.listen(port, host, resolve);
  });
  return server.address() as AddressInfo;
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): TitansError {
  const why =
    cause.code === 'EADDRINUSE'
      ? 'is in use by another program. Choose another one: --port'
      : `cannot be listened on (${cause.code}). Choose others: --host, --port`;
  return new TitansError('CONFIG_INVALID', `Port ${port} of ${host} ${why}.`, {
    details: { field: 'port' },
    cause,
  });
}

async function untilStopped(
  titans: Titans,
  server: Server,
  { host }: ServiceSettings,
  { takeSignals, signal }: CommandContext,
  everythingClosed: () => Promise<void>,
): Promise<void> {
  // Whoever stopped it while it started has stopped it.
  if (takeSignals() && !signal.aborted) {
    await new Promise<void>((closeEverything) => {
      handleSignals(titans, server, {
        // No balancer has to learn of it where only this machine can connect.
        ...(isLoopback(host) ? { drainDelayMs: 0 } : {}),
        onStopped: async () => {
          closeEverything();
          await everythingClosed();
        },
      });
      if (cluster.isWorker) leaveInterruptsToPrimary();
    });
    return;
  }
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  await titans.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await closed;
}

/** Ctrl-C reaches every process of the terminal. The primary answers it, and stops its workers by SIGTERM. */
function leaveInterruptsToPrimary(): void {
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', () => undefined);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
