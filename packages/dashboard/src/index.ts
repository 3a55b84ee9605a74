/**
 * A page over a Titans server.
 *
 * @module
 */
import type { ServerPlugin } from '@titans/server-adapter';

/** The dashboard as a plugin of a server. */
export function dashboard(): ServerPlugin {
  return { name: 'dashboard', routes: {} };
}
