import { TitansError } from '@titans/core/errors';

/** A route as a client sees it. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters in braces. */
  readonly path: `/${string}`;
  /**
   * Whether a call may be sent again: `safe` ones change nothing, `key` ones carry an idempotency key so that their effect
   * happens once, `none` are sent once.
   */
  readonly idempotency: 'safe' | 'key' | 'none';
}

/** Method and path, for messages. */
export function nameOf({ method, path }: Endpoint): string {
  return `${method} ${path}`;
}

/** State of now: what fails now is the answer, and is not asked again. */
export function isHealth({ path }: Endpoint): boolean {
  return path.startsWith('/health');
}

/**
 * The path with its parameters filled in.
 *
 * @throws TitansError `REQUEST_INVALID` for a parameter that an address cannot carry: a path with a part `..` would be
 * another route.
 */
export function pathOf(endpoint: Endpoint, params: Readonly<Record<string, string>> = {}): string {
  return endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (typeof value === 'string' && /^(?!\.{1,2}$)\P{Surrogate}+$/u.test(value))
      return encodeURIComponent(value);
    throw new TitansError('REQUEST_INVALID', `${nameOf(endpoint)} was not sent: ${name} cannot be one.`, {
      details: { field: name },
    });
  });
}
