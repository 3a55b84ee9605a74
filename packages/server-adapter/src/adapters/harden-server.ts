import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';

/** What a server holds its clients to. */
export interface ServerLimits {
  /** Milliseconds within which the head of a request must have arrived, 10,000 unless told. */
  readonly headersMs?: number | undefined;
  /**
   * Milliseconds within which a request must have arrived with its body, 300,000 unless told. Titans holds the bodies of its
   * own routes to `body.timeoutMs`; streams that last longer need more here, too.
   */
  readonly requestMs?: number | undefined;
  /** Milliseconds without a byte in either direction, 25,000 unless told; more than `eventStream.heartbeatMs`. */
  readonly idleMs?: number | undefined;
  /**
   * Milliseconds that a connection waits for its next request, 75,000 unless told. Longer than proxies keep theirs (nginx
   * and AWS's balancers: 60 s), for whoever closes first must not be the one who is written to. What an idle connection
   * costs is bounded by `maxConnections`.
   */
  readonly keepAliveMs?: number | undefined;
  /** Connections at once, 10,000 unless told; the next one is closed. */
  readonly maxConnections?: number | undefined;
}

const defaultHeadersMs = 10_000;
const defaultRequestMs = 300_000;
const defaultIdleMs = 25_000;
const defaultKeepAliveMs = 75_000;
const defaultMaxConnections = 10_000;
/** How often Node looks for those who are late; 30 s unless told, which only the constructor's options document. */
const connectionsCheckingInterval = 2_000;

/**
 * Sets limits to how slowly clients may send and read, so that thousands that never finish leave room for those that do.
 * Titans bounds what it reads itself; connections belong to the host, and so does this. To be called before `listen`.
 *
 * @returns The same server.
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createTitans } from '@titans/server-adapter';
 * import { hardenServer, toNode } from '@titans/server-adapter/node';
 *
 * const titans = await createTitans({ models: './models', auth: { apiKeys: process.env.TITANS_API_KEYS } });
 * hardenServer(createServer(toNode(titans))).listen(8000);
 * ```
 */
export function hardenServer<Hardened extends Server | SecureServer>(
  server: Hardened,
  limits: ServerLimits = {},
): Hardened {
  server.headersTimeout = limits.headersMs ?? defaultHeadersMs;
  server.requestTimeout = limits.requestMs ?? defaultRequestMs;
  server.keepAliveTimeout = limits.keepAliveMs ?? defaultKeepAliveMs;
  server.maxConnections = limits.maxConnections ?? defaultMaxConnections;
  cutIdle(server, limits.idleMs ?? defaultIdleMs);
  Object.assign(server, { connectionsCheckingInterval });
  return server;
}

/**
 * Cuts connections without a byte for so long. Of a client that does not read, Node waits for the first time-out only to see
 * how much it has not taken, and for the second to see that it has taken nothing since: so half the time is waited twice,
 * with everyone.
 */
function cutIdle(server: Server | SecureServer, idleMs: number): void {
  const halfMs = Math.ceil(idleMs / 2);
  const bytesBefore = new WeakMap<Socket, number>();
  server.setTimeout(halfMs, (socket: Socket) => {
    // Of connections between two requests Node has set a time of their own.
    const isAwaited = socket.timeout === halfMs && socket.writableLength === 0;
    const bytes = socket.bytesRead + socket.bytesWritten;
    if (isAwaited && bytesBefore.get(socket) !== bytes) {
      bytesBefore.set(socket, bytes);
      socket.setTimeout(halfMs);
    } else socket.destroy();
  });
}
