import { TitansError } from '@titans/core';
import type { ProblemDetails, RouteContract } from '@titans/core/contract';
import { requestError } from './problem.js';

/** A route with what answers it. */
export interface Route<Handler = unknown> {
  readonly name: string;
  readonly contract: RouteContract;
  readonly handle: Handler;
  /** The form of its errors, where it is not a problem document. */
  readonly problem?: ((document: ProblemDetails) => object) | undefined;
}

/** A route that a request was found to mean, with the parameters of its path. */
export interface MatchedRoute<Handler = unknown> extends Route<Handler> {
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request. */
export interface Router<Handler = unknown> {
  /**
   * The route of a method and path. `HEAD` means the `GET` route. A path that is written out comes before one with
   * parameters.
   *
   * @throws TitansError `ROUTE_NOT_FOUND`, or `METHOD_NOT_ALLOWED` with the header `allow`.
   */
  match(method: string, path: string): MatchedRoute<Handler>;
  /** Methods of a path, with `HEAD` and `OPTIONS`; empty if there is no such path. */
  methodsOf(path: string): readonly string[];
}

type Methods<Handler> = Map<string, MatchedRoute<Handler>>;

interface Pattern<Handler> {
  readonly segments: readonly string[];
  readonly methods: Methods<Handler>;
}

/**
 * Builds the router from routes of the contract and of plugins.
 *
 * @throws TitansError `INTERNAL` if a route has no rule of access, or two routes are the same.
 */
export function createRouter<Handler>(routes: readonly Route<Handler>[]): Router<Handler> {
  const written = new Map<string, Methods<Handler>>();
  const patterns = new Map<string, Pattern<Handler>>();
  for (const route of routes) {
    const { name, contract } = route;
    if (!contract.access) throw defect(`The route ${name} has no rule of access.`);
    const methods = methodsAt(contract.path);
    if (methods.has(contract.method)) throw defect(`The route ${name} is declared twice.`);
    methods.set(contract.method, Object.freeze({ ...route, params: noParams }));
  }

  function methodsAt(path: string): Methods<Handler> {
    if (!path.includes('{')) {
      const methods = written.get(path) ?? new Map();
      written.set(path, methods);
      return methods;
    }
    const shape = path.replaceAll(/\{\w+\}/g, '{}');
    const pattern = patterns.get(shape) ?? { segments: path.split('/'), methods: new Map() };
    patterns.set(shape, pattern);
    return pattern.methods;
  }

  function find(
    path: string,
  ): { methods: Methods<Handler>; params: Readonly<Record<string, string>> } | null {
    const methods = written.get(path);
    if (methods !== undefined) return { methods, params: noParams };
    const segments = path.split('/');
    for (const pattern of patterns.values()) {
      const params = paramsOf(pattern.segments, segments);
      if (params !== null) return { methods: pattern.methods, params };
    }
    return null;
  }

  function methodNames(methods: Methods<Handler>): readonly string[] {
    return [...methods.keys(), ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
  }

  return {
    methodsOf(path) {
      const found = find(path);
      return found === null ? [] : methodNames(found.methods);
    },
    match(method, path) {
      const found = find(path);
      if (found === null) throw requestError('ROUTE_NOT_FOUND', 'There is no such route.');
      const matched = found.methods.get(method === 'HEAD' ? 'GET' : method);
      if (matched === undefined) {
        const allow = methodNames(found.methods).join(', ');
        throw requestError('METHOD_NOT_ALLOWED', `The route takes ${allow}.`, { headers: { allow } });
      }
      return found.params === noParams ? matched : { ...matched, params: found.params };
    },
  };
}

const noParams: Readonly<Record<string, string>> = Object.freeze({});

function paramsOf(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] as string;
    if (!expected.startsWith('{')) {
      if (segment !== expected) return null;
      continue;
    }
    const value = decoded(segment);
    if (value === null || value === '') return null;
    params[expected.slice(1, -1)] = value;
  }
  return params;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    // What is no percent-encoding names nothing.
    return null;
  }
}

function defect(message: string): TitansError {
  return new TitansError('INTERNAL', message);
}
