/**
 * Serves Titans from Hono, on every runtime that Hono runs on.
 *
 * @module
 */
import { mountPointOf } from '../http/target.js';
import { messageFromWeb, webResponse } from '../http/web.js';
import type { Titans } from '../titans.js';

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
    const message = messageFromWeb(req.raw, {
      basePath: options.basePath ?? mountPointOf(new URL(req.raw.url).pathname, req.routePath),
      clientAddress: clientAddress(context),
    });
    const wasReadByHono = message.body.kind === 'consumed' && Object.keys(req.bodyCache).length > 0;
    if (!wasReadByHono) return webResponse(await titans.handle(message));
    const bytes = new Uint8Array(await req.arrayBuffer());
    const { method, target, headers, basePath } = message;
    return webResponse(
      await titans.handle({
        method,
        target,
        headers,
        basePath,
        clientAddress: message.clientAddress,
        signal: message.signal,
        body: { kind: 'bytes', bytes },
      }),
    );
  };
}

function addressOfSocket({ env }: HonoContext): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}
