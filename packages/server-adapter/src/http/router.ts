import { TitansError } from '@titans/core';
import type { RouteContract, RouteName } from '@titans/core/contract';
import { requestError } from './problem.js';

/** A route that a request was found to mean. */
export interface MatchedRoute {
  readonly name: RouteName;
  readonly contract: RouteContract;
}

/** Finds the route of a request. */
export interface Router {
  /**
   * The route of a method and path. `HEAD` means the `GET` route.
   *
   * @throws TitansError `ROUTE_NOT_FOUND`, or `METHOD_NOT_ALLOWED` with the header `allow`.
   */
  match(method: string, path: string): MatchedRoute;
  /** Methods of a path, with `HEAD` and `OPTIONS`; empty if there is no such path. */
  methodsOf(path: string): readonly string[];
}

/**
 * Builds the router from the table of the contract.
 *
 * @throws TitansError `INTERNAL` if a route has no handler or no rule, a handler has no route, or two routes are
 * the same.
 */
export function createRouter(
  routes: Readonly<Record<string, RouteContract>>,
  handlers: Readonly<Record<string, unknown>>,
): Router {
  const byPath = new Map<string, Map<string, MatchedRoute>>();
  for (const [name, contract] of Object.entries(routes)) {
    if (!Object.hasOwn(handlers, name)) throw defect(`The route ${name} has no handler.`);
    if (!contract.access) throw defect(`The route ${name} has no rule of access.`);
    const methods = byPath.get(contract.path) ?? new Map<string, MatchedRoute>();
    if (methods.has(contract.method)) throw defect(`The route ${name} is declared twice.`);
    methods.set(contract.method, { name: name as RouteName, contract });
    byPath.set(contract.path, methods);
  }
  for (const name of Object.keys(handlers)) {
    if (!Object.hasOwn(routes, name)) throw defect(`The handler ${name} has no route.`);
  }

  function methodsOf(path: string): readonly string[] {
    const methods = [...(byPath.get(path)?.keys() ?? [])];
    if (methods.length === 0) return [];
    return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
  }

  return {
    methodsOf,
    match(method, path) {
      const methods = byPath.get(path);
      if (methods === undefined) throw requestError('ROUTE_NOT_FOUND', 'There is no such route.');
      const matched = methods.get(method === 'HEAD' ? 'GET' : method);
      if (matched !== undefined) return matched;
      const allow = methodsOf(path).join(', ');
      throw requestError('METHOD_NOT_ALLOWED', `The route takes ${allow}.`, { headers: { allow } });
    },
  };
}

function defect(message: string): TitansError {
  return new TitansError('INTERNAL', message);
}
