import { TitansError } from '@titans/core';
import { type RouteContract, routes } from '@titans/core/contract';
import type { Route } from '../http/router.js';
import type { Awaitable } from '../passage.js';
import type { Answer, RouteExchange, RouteHandlers } from '../routes/handlers.js';
import type { ServerPlugin } from './server-plugin.js';

/** Answers a route, whichever it is. */
export type RouteHandle = (exchange: RouteExchange<unknown, unknown, unknown>) => Awaitable<Answer>;

/** Contracts by name: our own and those of plugins, whose names begin with the plugin's. */
export function contractsOf(plugins: readonly ServerPlugin[]): Readonly<Record<string, RouteContract>> {
  const contracts: Record<string, RouteContract> = { ...routes };
  for (const plugin of plugins) {
    for (const [name, { handle: _handler, problem: _problem, ...contract }] of Object.entries(
      plugin.routes,
    )) {
      contracts[`${plugin.name}.${name}`] = contract;
    }
  }
  return contracts;
}

/**
 * Routes with what answers them.
 *
 * @throws TitansError `INTERNAL` if a route has no handler or a handler no route, `CONFIG_INVALID` if two plugins have
 * the same name.
 */
export function allRoutes(
  handlers: RouteHandlers,
  plugins: readonly ServerPlugin[],
): readonly Route<RouteHandle>[] {
  for (const name of Object.keys(handlers)) {
    if (!Object.hasOwn(routes, name)) throw new TitansError('INTERNAL', `The handler ${name} has no route.`);
  }
  const own = Object.entries(routes).map(([name, contract]): Route<RouteHandle> => {
    const handle = Object.hasOwn(handlers, name) ? handlers[name as keyof RouteHandlers] : undefined;
    if (handle === undefined) throw new TitansError('INTERNAL', `The route ${name} has no handler.`);
    return { name, contract, handle: handle as RouteHandle };
  });
  const names = plugins.map((plugin) => plugin.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new TitansError('CONFIG_INVALID', `Two plugins have the name "${repeated}".`, {
      details: { field: 'plugins' },
    });
  }
  const added = plugins.flatMap((plugin) =>
    Object.entries(plugin.routes).map(
      ([name, { handle, problem, ...contract }]): Route<RouteHandle> => ({
        name: `${plugin.name}.${name}`,
        contract,
        handle,
        problem,
      }),
    ),
  );
  return [...own, ...added];
}
