/**
 * Serves Titans from Express 4 and 5.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Titans } from '../titans.js';
import { messageFromNode } from './node-message.js';
import { writeToNode } from './write-to-node.js';

/** What Express adds to Node's request, as far as it is used here. */
export interface ExpressRequest extends IncomingMessage {
  readonly originalUrl: string;
  readonly baseUrl: string;
  /** Follows Express's own setting `trust proxy`. */
  readonly ip?: string | undefined;
  readonly body?: unknown;
}

/** Middleware for `app.use`. */
export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Makes middleware that answers every request below the path it is mounted at. Bodies may be raw or parsed by
 * `express.json()`. The client's address is `request.ip`, so that Express's setting `trust proxy` decides about
 * proxies.
 *
 * @example
 * ```ts
 * import express from 'express';
 * import { createTitans } from '@titans/server-adapter';
 * import { toExpress } from '@titans/server-adapter/express';
 *
 * const titans = await createTitans({ models: './models', auth: { apiKeys: process.env.TITANS_API_KEYS } });
 * express().use('/titans', toExpress(titans)).listen(8000);
 * ```
 */
export function toExpress(titans: Titans): ExpressMiddleware {
  return (request, response, next) => {
    const message = messageFromNode(request, response, {
      target: request.originalUrl,
      basePath: request.baseUrl,
      clientAddress: request.ip,
    });
    titans
      .handle(message)
      .then((answer) => writeToNode(request, response, answer))
      .catch(next);
  };
}
