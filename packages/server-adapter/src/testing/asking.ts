import type { Titans } from '../titans.js';
import { type Caller, keys } from './service.js';

/** An answer of JSON. */
export interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Asks a service, as the caller unless told otherwise. */
export function asking(
  usually: Caller,
): (titans: Titans, method: string, path: string, body?: unknown, caller?: Caller) => Promise<Told> {
  return async (titans, method, path, body, caller = usually) => {
    const response = await titans.fetch(
      new Request(`http://localhost${path}`, {
        method,
        headers: {
          authorization: `Bearer ${keys[caller as keyof typeof keys]}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
}
