import type { ProblemDetails, RouteContract } from '@titans/core/contract';
import type { Answer, Exchange } from '../routes/handlers.js';

/** A route that a plugin adds: its contract, which is checked and documented as our own are, and what answers it. */
export interface PluginRoute extends RouteContract {
  readonly handle: (exchange: Exchange<unknown, unknown, unknown>) => Promise<Answer>;
  /** The form of its errors as JSON, where its clients expect another than problem documents. */
  readonly problem?: ((document: ProblemDetails) => object) | undefined;
}

/**
 * Adds routes to a service.
 *
 * @example
 * ```ts
 * import type { ServerPlugin } from '@titans/server-adapter';
 *
 * export const hello: ServerPlugin = {
 *   name: 'hello',
 *   routes: {
 *     hello: {
 *       method: 'GET',
 *       path: '/hello',
 *       summary: 'Greets.',
 *       tag: 'hello',
 *       access: 'authenticated',
 *       cost: 1,
 *       limitClass: 'standard',
 *       idempotency: 'safe',
 *       isCacheable: false,
 *       response: 'text/plain',
 *       handle: async ({ principal }) => ({ text: `Hello, ${principal?.id}` }),
 *     },
 *   },
 * };
 * ```
 */
export interface ServerPlugin {
  /** Small letters, digits and dashes. Names of its routes in logs and documents begin with it. */
  readonly name: string;
  readonly routes: Readonly<Record<string, PluginRoute>>;
}
