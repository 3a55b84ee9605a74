import { type Permission, permissions, type RouteContract } from '@titans/core/contract';
import { requestError } from '../http/problem.js';
import type { Challenge } from './challenge.js';

/** Who is asking. */
export interface Principal {
  /** Identifier of the credential; never derived from a secret. */
  readonly id: string;
  readonly kind: 'api-key' | 'access-token' | 'anonymous';
  /** Whose data, models and limits it reaches. */
  readonly tenant: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** The caller of a service that was explicitly opened to everyone: it may do everything. */
export const anonymous: Principal = {
  id: 'anonymous',
  kind: 'anonymous',
  tenant: 'default',
  permissions: new Set(permissions),
};

/** Whether the permissions include the one asked for; `admin_access` includes all. */
export function grants(held: ReadonlySet<Permission>, needed: Permission): boolean {
  return held.has(needed) || held.has('admin_access');
}

/**
 * Lets the caller of a route pass.
 *
 * @throws TitansError `FORBIDDEN` if the credential lacks the permission of the route.
 */
export function authorise(principal: Principal, access: RouteContract['access'], challenge: Challenge): void {
  if (access === 'public' || access === 'authenticated') return;
  if (!grants(principal.permissions, access)) {
    throw requestError('FORBIDDEN', `The credential does not grant ${access}.`, {
      headers: { 'www-authenticate': challenge.insufficientScope(access) },
    });
  }
}
