import * as z from 'zod/mini';
import { type Permission, permissions, type Role } from './permissions.js';
import { identifierText } from './query-values.js';
import { wellFormed } from './well-formed.js';

/** An API key, without its secret. */
export interface ApiKeyInfo {
  readonly key_id: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly created_at: string | null;
  /** `null` for one that does not expire. */
  readonly expires_at: string | null;
  readonly state: 'active' | 'expired' | 'revoked';
  /** `configuration` for keys of the configuration, which cannot be changed over HTTP. */
  readonly source: 'configuration' | 'store';
}

const apiKeyMembers = {
  key_id: z.string(),
  name: z.string(),
  permissions: z.array(z.enum(permissions)),
  created_at: z.nullable(z.string()),
  expires_at: z.nullable(z.string()),
  state: z.enum(['active', 'expired', 'revoked']),
  source: z.enum(['configuration', 'store']),
} as const;

export const apiKeyInfoSchema: z.ZodMiniType<ApiKeyInfo> = z.object(apiKeyMembers);

/** Answer of `GET /keys`: the keys of the caller's tenant. */
export interface KeysResponse {
  readonly keys: readonly ApiKeyInfo[];
}

export const keysResponseSchema: z.ZodMiniType<KeysResponse> = z.object({
  keys: z.array(apiKeyInfoSchema),
});

/** Body of `POST /keys`. */
export interface CreateKeyRequest {
  /** For people. */
  readonly name: string;
  /** A role, or permissions; `analyst` unless told. Never more than the caller has. */
  readonly role?: Role | undefined;
  readonly permissions?: readonly Permission[] | undefined;
  /** Days until it expires, 1 to 3,650; never unless told. */
  readonly expires_in_days?: number | undefined;
}

export const createKeyRequestSchema: z.ZodMiniType<CreateKeyRequest> = /* @__PURE__ */ (() =>
  z
    .strictObject({
      name: z.string().check(z.minLength(1), z.maxLength(100), wellFormed),
      role: z.optional(z.enum(['viewer', 'analyst', 'editor', 'admin'])),
      permissions: z.optional(z.array(z.enum(permissions)).check(z.maxLength(permissions.length))),
      expires_in_days: z.optional(z.int().check(z.gte(1), z.lte(3_650))),
    })
    .check(
      z.refine(
        ({ role, permissions: listed }) => role === undefined || listed === undefined,
        'give either role or permissions',
      ),
    ))();

/** Answer of `POST /keys` and `POST /keys/{key_id}/rotate`: the only time that the key is seen. */
export interface NewKeyResponse extends ApiKeyInfo {
  /** The key: `titans_` + id + `_` + secret. It cannot be read again. */
  readonly api_key: string;
}

export const newKeyResponseSchema: z.ZodMiniType<NewKeyResponse> = z.object({
  ...apiKeyMembers,
  api_key: z.string(),
});

/** Path of the routes of one key. */
export interface KeyPath {
  readonly key_id: string;
}

export const keyPathSchema: z.ZodMiniType<KeyPath> = /* @__PURE__ */ (() =>
  z.strictObject({ key_id: identifierText }))();

/** Body of `POST /keys/{key_id}/rotate`. */
export interface RotateKeyRequest {
  /** Hours for which the old secret still works, 0 to 720; 24 unless told. */
  readonly overlap_hours?: number | undefined;
}

export const rotateKeyRequestSchema: z.ZodMiniType<RotateKeyRequest> = /* @__PURE__ */ (() =>
  z.strictObject({ overlap_hours: z.optional(z.int().check(z.gte(0), z.lte(720))) }))();
