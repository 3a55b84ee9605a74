/**
 * Serves Titans from Hono, on every runtime that Hono runs on.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TitansRequest } from '../http/message.js';
import { mountPointOf } from '../http/target.js';
import { messageFromWeb, webResponse } from '../http/web.js';
import type { Titans } from '../titans.js';
import { messageFromNode } from './node-message.js';

/** What is used of Hono's context. */
export interface HonoContext {
  readonly req: {
    readonly raw: Request;
    /** Pattern of the matched route, for example `/titans/*`. */
    readonly routePath: string;
    readonly bodyCache: object;
    arrayBuffer(): Promise<ArrayBuffer>;
  };
  readonly env: unknown;
  readonly executionCtx?: { waitUntil(work: Promise<unknown>): void };
}

/** How the service is mounted in Hono. */
export interface HonoOptions {
  /** Taken from the pattern of the route unless told: `/titans` for `app.all('/titans/*', …)`. */
  readonly basePath?: string | undefined;
  /** The client's address; unless told, that of the socket where `@hono/node-server` gives it. */
  readonly clientAddress?: ((context: HonoContext) => string | undefined) | undefined;
}

/** A handler for `app.all`. */
export type HonoHandler = (context: HonoContext) => Promise<Response>;

/**
 * Makes a handler. Bodies may be raw or read before through `context.req`.
 *
 * @example
 * ```ts
 * import { Hono } from 'hono';
 * import { createTitans } from '@titans/server-adapter';
 * import { toHono } from '@titans/server-adapter/hono';
 *
 * const titans = await createTitans({ models: './models', auth: { apiKeys: process.env.TITANS_API_KEYS } });
 * const app = new Hono().all('/titans/*', toHono(titans));
 * ```
 */
export function toHono(titans: Titans, options: HonoOptions = {}): HonoHandler {
  const { clientAddress = addressOfSocket } = options;
  return async (context) => {
    const { req } = context;
    const node = untouchedNode(context);
    if (node !== null) {
      const target = node.incoming.url ?? '/';
      const basePath = options.basePath ?? mountPointOf(target, req.routePath);
      const mount = { target, basePath, clientAddress: clientAddress(context) };
      const ofNode = messageFromNode(node.incoming, node.outgoing, mount);
      return webResponse(await titans.handle(ofNode), ofNode);
    }
    const message = messageFromWeb(req.raw, {
      basePath: options.basePath ?? mountPointOf(new URL(req.raw.url).pathname, req.routePath),
      clientAddress: clientAddress(context),
      waitUntil: waitUntilOf(context),
    });
    const wasReadByHono = message.body.kind === 'consumed' && Object.keys(req.bodyCache).length > 0;
    if (!wasReadByHono) return webResponse(await titans.handle(message), message);
    const bytes = new Uint8Array(await req.arrayBuffer());
    const { method, target, headers, basePath, signal, waitUntil } = message;
    const read: TitansRequest = {
      ...{ method, target, headers, basePath, signal, waitUntil, clientAddress: message.clientAddress },
      body: { kind: 'bytes', bytes },
    };
    return webResponse(await titans.handle(read), read);
  };
}

interface NodeExchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/**
 * Node's own request, where `@hono/node-server` gives it and has not been asked for anything that it makes a `Request` for:
 * that takes longer than a prediction. What stands in place of its request, or is not known to be untouched, is read as a
 * `Request`.
 */
function untouchedNode({ req, env }: HonoContext): NodeExchange | null {
  const { incoming, outgoing } = (env ?? {}) as Partial<NodeExchange>;
  if (incoming === undefined || outgoing === undefined || Object.keys(req.bodyCache).length > 0) return null;
  let isOfNode = false;
  for (const symbol of Object.getOwnPropertySymbols(req.raw)) {
    if (symbol.description === 'requestCache') return null;
    if (symbol.description === 'incomingKey') isOfNode = Reflect.get(req.raw, symbol) === incoming;
  }
  return isOfNode ? { incoming, outgoing } : null;
}

/** Hono throws where its host has none. */
function waitUntilOf(context: HonoContext): TitansRequest['waitUntil'] {
  try {
    const { executionCtx } = context;
    return executionCtx && ((work) => executionCtx.waitUntil(work));
  } catch {
    return undefined;
  }
}

function addressOfSocket({ env }: HonoContext): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}
