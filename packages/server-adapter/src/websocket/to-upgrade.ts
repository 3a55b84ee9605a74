import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { requestError } from '../http/problem.js';
import { normaliseBasePath, splitTarget } from '../http/target.js';
import { overloaded } from '../http/turnstile.js';
import type { Titans } from '../titans.js';
import { type Connection, serveConnection } from './connection.js';
import {
  authorizationOf,
  refuse,
  requirePermittedOrigin,
  requireSubprotocol,
  subprotocol,
} from './handshake.js';

/** How WebSockets are served. */
export interface WebSocketOptions {
  /** Where the service is mounted, for example `/titans`; at the root unless told. */
  readonly basePath?: string | undefined;
  /** Below the base path, `/ws` unless told. */
  readonly path?: string | undefined;
  /** Origins whose pages may connect, beside the service's own; `*` for all. */
  readonly origins?: readonly string[] | undefined;
  /** The client's address behind a proxy that is trusted; the peer of the socket unless told. */
  readonly clientAddress?: ((request: IncomingMessage) => string | undefined) | undefined;
  /** Bytes of a message, 1 MiB unless told; a longer one closes the connection with 1009. */
  readonly maxMessageBytes?: number | undefined;
  /** Messages of a connection that are worked on at once, 16 unless told. */
  readonly maxInFlight?: number | undefined;
  /** Connections at once, 1,000 unless told; the next one is answered 503 with `Retry-After`. */
  readonly maxConnections?: number | undefined;
  /** Milliseconds between pings, 15,000 unless told; who has not answered one before the next is cut off. */
  readonly heartbeatMs?: number | undefined;
}

/** Listens to the event `upgrade` of a Node server. */
export type UpgradeListener = (this: unknown, request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const defaultPath = '/ws';
const defaultMaxMessageBytes = 1_048_576;
const defaultMaxInFlight = 16;
const defaultMaxConnections = 1_000;
const defaultHeartbeatMs = 15_000;

/**
 * Makes a listener that serves the routes and the events over WebSockets (RFC 6455), with the same credentials, permissions
 * and limits as over HTTP. The credential is that of the header `Authorization`, or of the subprotocol
 * `titans.bearer.<credential>`, offered together with `titans.v1`, where a page cannot set headers; it is checked at the
 * handshake and again for each message.
 *
 * A message `{ id, route, body, query, params }` is answered by `{ id, status, body }`, a route that streams lines by `{ id,
 * status, line }` each and `{ id, status, done: true }`; `{ id, subscribe: [types], after }` by `{ id, status, subscribed:
 * true }` and `{ id, event }` each, until `{ id, cancel: true }`. Answers come as they are ready, in any order. Handshakes for other paths are left to other
 * listeners, and refused where there are none.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createTitans } from '@titans/server-adapter';
 * import { toNode } from '@titans/server-adapter/node';
 * import { toUpgrade } from '@titans/server-adapter/websocket';
 *
 * const titans = await createTitans({ models: './models', auth: { apiKeys: process.env.TITANS_API_KEYS } });
 * const server = createServer(toNode(titans));
 * server.on('upgrade', toUpgrade(titans));
 * server.listen(8000);
 * ```
 */
export function toUpgrade(titans: Titans, options: WebSocketOptions = {}): UpgradeListener {
  const { clientAddress = (request: IncomingMessage) => request.socket.remoteAddress } = options;
  const basePath = normaliseBasePath(options.basePath);
  const path = options.path ?? defaultPath;
  const origins = new Set(options.origins);
  const maxConnections = options.maxConnections ?? defaultMaxConnections;
  const connections = new Set<Connection>();
  let handshakes = 0;
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: options.maxMessageBytes ?? defaultMaxMessageBytes,
    handleProtocols: (offered) => offered.has(subprotocol) && subprotocol,
  });
  titans.draining.addEventListener('abort', () => {
    for (const connection of connections) connection.drain();
  });

  async function admit(request: IncomingMessage): Promise<string | null> {
    if (titans.draining.aborted) throw requestError('SHUTTING_DOWN', 'The service is stopping.');
    requirePermittedOrigin(request, origins);
    requireSubprotocol(request);
    if (connections.size + handshakes > maxConnections) {
      throw overloaded('As many are connected as may be.');
    }
    const authorization = authorizationOf(request);
    const headers = { get: (name: string) => (name === 'authorization' ? authorization : null) };
    await titans.authenticate(headers, clientAddress(request));
    return authorization;
  }

  function connect(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    authorization: string | null,
  ): void {
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = serveConnection({
        titans,
        socket: webSocket,
        context: { basePath, authorization, clientAddress: clientAddress(request) },
        maxInFlight: options.maxInFlight ?? defaultMaxInFlight,
        requestId: randomUUID,
      });
      connections.add(connection);
      heartbeat ??= setInterval(() => {
        for (const each of connections) each.beat();
      }, options.heartbeatMs ?? defaultHeartbeatMs).unref();
      webSocket.on('close', () => {
        connections.delete(connection);
        if (connections.size > 0) return;
        clearInterval(heartbeat);
        heartbeat = undefined;
      });
      if (titans.draining.aborted) connection.drain();
    });
  }

  return function onUpgrade(request, socket, head) {
    const target = splitTarget(request.url ?? '/', basePath);
    const refuseWith = (error: unknown): void => refuse(socket, error, target.path, basePath, randomUUID());
    // Until ws takes over nobody else hears of a client that goes away.
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      if (isAlone(this)) refuseWith(requestError('REQUEST_MALFORMED', onlyWebSockets));
      return;
    }
    if (target.route !== path) {
      if (isAlone(this)) refuseWith(requestError('ROUTE_NOT_FOUND', 'There is no such route.'));
      return;
    }
    handshakes++;
    admit(request)
      .finally(() => handshakes--)
      .then((authorization) => {
        socket.off('error', ignore);
        connect(request, socket, head, authorization);
      })
      .catch(refuseWith);
  };
}

/** Node gives every request with the header `Upgrade` to those who listen to it, those for HTTP/2 included. */
const onlyWebSockets =
  'Connections are upgraded to websocket alone: send requests without the header Upgrade (clients that try HTTP/2 first have to be told HTTP/1.1).';

/** Whether nobody else could answer the handshake. */
function isAlone(server: unknown): boolean {
  return !(server instanceof EventEmitter) || server.listenerCount('upgrade') <= 1;
}
