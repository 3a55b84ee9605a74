import type { KeyValueStore } from '@titans/core';
import { type Permission, permissions, type Role, rolePermissions } from '@titans/core/contract';
import * as z from 'zod/mini';
import { describeApiKeys, parseList } from '../config/api-key-list.js';
import { having, invalidOption } from '../config/option-schemas.js';
import { minApiKeyLength, requireSecureSecret } from '../config/secrets.js';
import { defaultTenantId, tenantName } from '../tenants/tenant-settings.js';
import type { AccessTokenSettings } from './access-tokens.js';
import type { StoredApiKey } from './api-keys.js';
import { type JwtSettings, jwtSchema, readJwt } from './jwt-settings.js';
import { hashApiKey } from './key-hash.js';
import { type CheckedOAuth, type OAuthSettings, oauthSchema, readOAuth } from './oauth-settings.js';

/** An API key as a deployment describes it: the key itself, or its SHA-256 in hexadecimal. */
export type ApiKeySettings = {
  /** Names the key in logs, limits and tokens. 1 to 100 characters from `a-z A-Z 0-9 . _ -`. */
  readonly id: string;
  /** `"analyst"` unless told: reads transactions and creates predictions. */
  readonly role?: Role | undefined;
  /** Instead of a role. */
  readonly permissions?: readonly Permission[] | undefined;
  /** Whose data, models and limits it reaches; `"default"` unless told. */
  readonly tenant?: string | undefined;
} & ({ readonly secret: string } | { readonly secretHash: string });

/** Who may ask. At least one of `apiKeys`, `jwt`, `oauth` and a store of `keys`. */
export interface AuthSettings {
  /** Keys as text separated by commas, a JSON list, an array, or descriptions. Plain keys are analysts. */
  readonly apiKeys?: string | readonly (string | ApiKeySettings)[] | undefined;
  /**
   * Where keys are kept that are made over HTTP: in the `store` of the configuration unless told, and without one in this
   * process, until it ends. The store must not drop what it holds, or keys fail. `false` switches the routes off.
   */
  readonly keys?: { readonly store: KeyValueStore } | false | undefined;
  /** Access tokens of our own, for which API keys are exchanged. */
  readonly jwt?: JwtSettings | undefined;
  /** Access tokens of an OAuth 2 authorization server. */
  readonly oauth?: OAuthSettings | undefined;
}

/** The same, checked. */
export interface CheckedAuth {
  readonly apiKeys: readonly StoredApiKey[];
  /** `false` where the configuration switches made keys off, `null` where it names no store of their own. */
  readonly keys: { readonly store: KeyValueStore } | false | null;
  readonly jwt: AccessTokenSettings | null;
  readonly oauth: CheckedOAuth | null;
  /** Whether everyone may do everything. */
  readonly isOpen: boolean;
}

const apiKeySchema = z.strictObject({
  id: z.string().check(z.regex(/^[\w.-]{1,100}$/)),
  secret: z.optional(z.string()),
  secretHash: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits'))),
  role: z.optional(z.enum(Object.keys(rolePermissions) as [Role, ...Role[]])),
  permissions: z.optional(z.array(z.enum(permissions))),
  tenant: z.optional(tenantName),
});

export const authSchema: z.ZodMiniType = z.union(
  [
    z.literal('none'),
    z.strictObject({
      apiKeys: z.optional(z.union([z.string(), z.array(z.union([z.string(), apiKeySchema]))])),
      keys: z.optional(
        z.union([
          z.literal(false),
          z.strictObject({
            store: having<KeyValueStore>('a key-value store', 'get', 'set', 'compareAndSet', 'delete'),
          }),
        ]),
      ),
      jwt: z.optional(jwtSchema),
      oauth: z.optional(oauthSchema),
    }),
  ],
  'must be { apiKeys }, { jwt }, { oauth }, { keys } or several of them',
);

/**
 * Completes what the schema has let pass.
 *
 * @throws TitansError `CONFIG_INVALID` or `SECRET_INSECURE` for whatever would leave a door open.
 */
export function readAuth(auth: AuthSettings | 'none', nodeEnvironment: string | undefined): CheckedAuth {
  if (auth === 'none') {
    if (nodeEnvironment === 'production') throw invalidOption('auth', 'must not be "none" in production');
    return { apiKeys: [], keys: null, jwt: null, oauth: null, isOpen: true };
  }
  const { apiKeys = [] } = auth;
  const listed = typeof apiKeys === 'string' ? readKeyList(apiKeys) : apiKeys;
  const keys = describeApiKeys(listed).map((key, index) => storeKey(key, `auth.apiKeys.${index}`));
  const repeated = keys.find((key, index) => keys.findIndex((other) => other.id === key.id) !== index);
  if (repeated) throw invalidOption('auth.apiKeys', `has two keys with the id "${repeated.id}"`);
  if (new Set(keys.map(({ hash }) => Buffer.from(hash).toString('hex'))).size < keys.length) {
    throw invalidOption('auth.apiKeys', 'has two ids for one key, of which nobody could say which one it is');
  }
  const jwt = auth.jwt === undefined ? null : readJwt(auth.jwt);
  const oauth = auth.oauth === undefined ? null : readOAuth(auth.oauth);
  if (keys.length === 0 && jwt === null && oauth === null && !auth.keys) {
    throw invalidOption(
      'auth',
      'must hold at least one API key, a jwt secret, an oauth issuer or a store of keys',
    );
  }
  if (jwt !== null && jwt.issuer === oauth?.issuer) {
    throw invalidOption('auth.oauth.issuer', 'must not be the issuer of auth.jwt');
  }
  return { isOpen: false, apiKeys: keys, keys: auth.keys ?? null, jwt, oauth };
}

function readKeyList(text: string): readonly (string | ApiKeySettings)[] {
  const list = z.array(z.union([z.string(), apiKeySchema])).safeParse(parseList(text, 'auth.apiKeys'));
  if (!list.success) throw invalidOption('auth.apiKeys', 'must list keys or { id, secret, role } objects');
  return list.data as readonly (string | ApiKeySettings)[];
}

function storeKey(key: ApiKeySettings, field: string): StoredApiKey {
  const secret = 'secret' in key ? key.secret : undefined;
  const secretHash = 'secretHash' in key ? key.secretHash : undefined;
  if ((secret === undefined) === (secretHash === undefined)) {
    throw invalidOption(field, 'must have either secret or secretHash');
  }
  if (key.role !== undefined && key.permissions !== undefined) {
    throw invalidOption(field, 'must have either role or permissions');
  }
  if (secret !== undefined) requireSecureSecret(secret, field, { characters: minApiKeyLength });
  // Header fields hold nothing else that arrives everywhere as it was sent (RFC 9110, 5.5), and the credential ends with a space.
  if (secret !== undefined && /[^\x21-\x7e]/.test(secret)) {
    throw invalidOption(
      field,
      'has a character that no Authorization header can carry: use visible ASCII without spaces',
    );
  }
  const granted: readonly Permission[] = key.permissions ?? rolePermissions[key.role ?? 'analyst'];
  const hash = secret === undefined ? Buffer.from(secretHash as string, 'hex') : hashApiKey(secret);
  return { id: key.id, hash, permissions: granted, tenant: key.tenant ?? defaultTenantId };
}
