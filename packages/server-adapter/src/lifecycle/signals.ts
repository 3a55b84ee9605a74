import type { IncomingMessage, ServerResponse } from 'node:http';
import process from 'node:process';
import type { Titans } from '../titans.js';

/** What is used of a server of `node:http`, `node:https` or `node:http2`; Fastify's is `app.server`. */
export interface StoppableServer {
  close(closed: () => void): unknown;
  prependListener(
    event: 'request',
    listener: (request: IncomingMessage, response: ServerResponse) => void,
  ): unknown;
  closeIdleConnections?(): void;
  closeAllConnections?(): void;
}

/** How {@link handleSignals} stops a service. */
export interface SignalOptions {
  /**
   * Milliseconds for which requests are still taken after readiness has said no, since balancers learn of it later; 3,000
   * unless told, and none after SIGINT.
   */
  readonly drainDelayMs?: number;
  /** Longest time from the signal to the end, 9,000 unless told: Docker kills after 10 s, Kubernetes after 30 s. */
  readonly timeoutMs?: number;
  /** Closes what the service was given, such as databases, after the last answer. */
  readonly onStopped?: () => Promise<void>;
}

const defaultDrainDelayMs = 3_000;
const defaultTimeoutMs = 9_000;
/** Kept of the time for closing connections and what was given. */
const closingMs = 1_000;
/** As shells report the end by a signal. */
const exitCodes = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Stops the service on SIGTERM and SIGINT: it is unready at once, answers on for the delay, asking clients on HTTP/1 to
 * use other connections, refuses what comes later, finishes what is in flight, ends streams, writes what was recorded, closes
 * the server, and ends the process with 0. A second signal ends it at once.
 *
 * Behind a proxy that keeps connections, `server.keepAliveTimeout` has to be longer than the proxy's own limit (nginx: 60 s),
 * as `hardenServer` sets it; Node itself closes after 5 s, and a request may be sent just then.
 *
 * @returns Takes the handlers off again.
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createTitans } from '@titans/server-adapter';
 * import { handleSignals, toNode } from '@titans/server-adapter/node';
 *
 * const titans = await createTitans({ models: './models', auth: { apiKeys: process.env.TITANS_API_KEYS } });
 * const server = createServer(toNode(titans)).listen(8000);
 * handleSignals(titans, server);
 * ```
 */
export function handleSignals(
  titans: Titans,
  server: StoppableServer,
  options: SignalOptions = {},
): () => void {
  const { drainDelayMs = defaultDrainDelayMs, timeoutMs = defaultTimeoutMs, onStopped } = options;
  let isStopping = false;

  async function stop(signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
    const delayMs = signal === 'SIGINT' ? 0 : Math.min(drainDelayMs, timeoutMs);
    const closing = titans.close({
      drainDelayMs: delayMs,
      timeoutMs: Math.max(1, timeoutMs - delayMs - closingMs),
    });
    server.prependListener('request', askForOtherConnection);
    await closing;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections?.();
    const cut = setTimeout(() => server.closeAllConnections?.(), closingMs / 2);
    await Promise.all([closed, onStopped?.()]);
    clearTimeout(cut);
  }

  function onSignal(signal: 'SIGTERM' | 'SIGINT'): void {
    if (isStopping) process.exit(exitCodes[signal]);
    isStopping = true;
    setTimeout(() => process.exit(1), timeoutMs).unref();
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The service could not be stopped in order: ${String(error)}\n`);
        process.exit(1);
      },
    );
  }

  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return () => {
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
  };
}

/** HTTP/2 has no such header; its connections are told when the server closes. */
function askForOtherConnection(request: IncomingMessage, response: ServerResponse): void {
  if (request.httpVersionMajor === 1) response.setHeader('connection', 'close');
}
