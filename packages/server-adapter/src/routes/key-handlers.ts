import { type ApiKeyInfo, type Permission, rolePermissions } from '@titans/core/contract';
import type { StoredApiKey } from '../auth/api-keys.js';
import type { KeyStore } from '../auth/key-store.js';
import { grants, type Principal } from '../auth/principal.js';
import type { Clock } from '../http/clock.js';
import { requestError } from '../http/problem.js';
import type { RouteHandlers } from './handlers.js';

/** What the routes of API keys need. */
export interface KeyHandlerParts {
  readonly configured: readonly StoredApiKey[];
  /** `null` where the configuration switches it off. */
  readonly store: KeyStore | null;
  readonly clock: Clock;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const defaultOverlapHours = 24;

/**
 * Handlers of the API keys. An administrator sees and changes the keys of its tenant alone; those of others are not there.
 * Nobody makes a key that may do more than the maker.
 */
export function keyHandlers({
  configured,
  store,
  clock,
}: KeyHandlerParts): Pick<RouteHandlers, 'keysList' | 'keysCreate' | 'keysRotate' | 'keysRevoke'> {
  function required(): KeyStore {
    if (store === null) throw requestError('ROUTE_NOT_FOUND', 'Keys are not made here.');
    return store;
  }

  function ofConfiguration(tenant: string): readonly ApiKeyInfo[] {
    return configured.filter((key) => key.tenant === tenant).map(configuredInfo);
  }

  /** Keys of the configuration change where it is written. */
  function refuseConfigured(tenant: string, id: string): void {
    if (!configured.some((key) => key.id === id && key.tenant === tenant)) return;
    throw requestError('FORBIDDEN', 'The key belongs to the configuration: change it there.');
  }

  return {
    async keysList({ principal }) {
      const { tenant } = requireCaller(principal);
      const stored = store === null ? [] : await store.list(tenant);
      return { keys: [...ofConfiguration(tenant), ...stored] };
    },

    async keysCreate({ principal, body, note }) {
      const caller = requireCaller(principal);
      const permissions = body.permissions ?? rolePermissions[body.role ?? 'analyst'];
      refuseMore(caller, permissions);
      const { expires_in_days: days } = body;
      const { info, text } = await required().create({
        name: body.name,
        tenant: caller.tenant,
        permissions: [...new Set(permissions)],
        createdBy: caller.id,
        expiresAt: days === undefined ? null : clock.now() + days * dayMs,
      });
      note({ key_id: info.key_id, permissions: info.permissions.join(' ') });
      return { ...info, api_key: text };
    },

    async keysRotate({ principal, params, body, note }) {
      const caller = requireCaller(principal);
      const { key_id: id } = params;
      note({ key_id: id });
      refuseConfigured(caller.tenant, id);
      const keys = required();
      refuseMore(caller, (await keys.find(caller.tenant, id)).permissions);
      const overlapHours = body?.overlap_hours ?? defaultOverlapHours;
      const { info, text } = await keys.rotate(caller.tenant, id, overlapHours * hourMs);
      return { ...info, api_key: text };
    },

    async keysRevoke({ principal, params, note }) {
      const { tenant } = requireCaller(principal);
      const { key_id: id } = params;
      note({ key_id: id });
      refuseConfigured(tenant, id);
      return required().revoke(tenant, id);
    },
  };
}

function configuredInfo({ id, permissions }: StoredApiKey): ApiKeyInfo {
  return {
    key_id: id,
    name: id,
    permissions,
    created_at: null,
    expires_at: null,
    state: 'active',
    source: 'configuration',
  };
}

function requireCaller(principal: Principal | null): Principal {
  if (principal === null) throw requestError('UNAUTHENTICATED', 'The request carries no credential.');
  return principal;
}

function refuseMore({ permissions: held }: Principal, wanted: readonly Permission[]): void {
  const missing = wanted.find((permission) => !grants(held, permission));
  if (missing === undefined) return;
  throw requestError('FORBIDDEN', `The credential does not grant ${missing}, so no key of it can.`);
}
