import {
  type Permission,
  permissions,
  type RouteContract,
  rolePermissions,
  routes,
} from '@titans/core/contract';
import type { ApiKeySettings } from '../auth/auth-settings.js';
import type { ServerPlugin } from '../plugins/server-plugin.js';

/** Who asks: nobody, a role, or a key of exactly one permission or none. */
export interface MatrixCaller {
  readonly name: string;
  /** `null` for nobody. */
  readonly secret: string | null;
  readonly permissions: readonly Permission[];
}

/** Everyone who may ask, from nobody to the administrator, and every permission alone. */
export const matrixCallers: readonly MatrixCaller[] = [
  { name: 'anonymous', secret: null, permissions: [] },
  ...Object.entries(rolePermissions).map(([name, granted]) => caller(name, granted)),
  ...permissions.map((permission) => caller(`only-${permission}`, [permission])),
  caller('nothing', []),
];

function caller(name: string, granted: readonly Permission[]): MatrixCaller {
  return { name, secret: `${name}-key-for-the-matrix`, permissions: granted };
}

/** The keys of all callers, for the configuration. */
export const matrixKeys: readonly ApiKeySettings[] = matrixCallers.flatMap(({ name, secret, permissions }) =>
  secret === null ? [] : [{ id: name, secret, permissions }],
);

/** What a caller must get, by the table of routes and the permissions alone. */
export function expectedAccess(
  { access }: Pick<RouteContract, 'access'>,
  { secret, permissions: granted }: MatrixCaller,
): 401 | 403 | 'passes' {
  if (access === 'public') return 'passes';
  if (secret === null) return 401;
  if (access === 'authenticated') return 'passes';
  return granted.includes(access) || granted.includes('admin_access') ? 'passes' : 403;
}

/** The same of an answer. What has passed may still be wrong in itself, but not fail. */
export function observedAccess(status: number): 401 | 403 | 'passes' | 'failed' {
  if (status === 401 || status === 403) return status;
  return status < 500 || status === 503 ? 'passes' : 'failed';
}

/** A plugin with a route for every rule of access. */
export const matrixPlugin: ServerPlugin = {
  name: 'matrix',
  routes: Object.fromEntries(
    (['public', 'authenticated', ...permissions] as const).map((access) => [
      access,
      {
        ...routes.root,
        path: `/matrix/${access}` as const,
        access,
        handle: async () => ({ message: '', version: '', status: '', timestamp: '', endpoints: {} }),
      },
    ]),
  ),
};
