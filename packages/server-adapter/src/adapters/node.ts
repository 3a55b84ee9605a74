/**
 * Serves Titans from `node:http`, `node:https` or `node:http2` in compatibility mode.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Titans } from '../titans.js';
import { messageFromNode } from './node-message.js';
import { writeToNode } from './write-to-node.js';

export { handleSignals, type SignalOptions, type StoppableServer } from '../lifecycle/signals.js';
export { hardenServer, type ServerLimits } from './harden-server.js';

/** How the service is mounted in a Node server. */
export interface NodeOptions {
  /** For example `/titans`; at the root unless told. */
  readonly basePath?: string | undefined;
  /** The client's address behind a proxy that is trusted; the peer of the socket unless told. */
  readonly clientAddress?: ((request: IncomingMessage) => string | undefined) | undefined;
}

/** Listens to the requests of a Node server. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Makes a request listener.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createTitans } from '@titans/server-adapter';
 * import { toNode } from '@titans/server-adapter/node';
 *
 * const titans = await createTitans({ models: './models', auth: { apiKeys: process.env.TITANS_API_KEYS } });
 * createServer(toNode(titans)).listen(8000);
 * ```
 */
export function toNode(titans: Titans, options: NodeOptions = {}): NodeListener {
  const { basePath, clientAddress = (request: IncomingMessage) => request.socket.remoteAddress } = options;
  return (request, response) => {
    const message = messageFromNode(request, response, {
      target: request.url ?? '/',
      basePath,
      clientAddress: clientAddress(request),
    });
    titans
      .handle(message)
      .then((answer) => writeToNode(request, response, answer))
      // Such as a header of a plugin that HTTP cannot carry: it must not end the process.
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  };
}
