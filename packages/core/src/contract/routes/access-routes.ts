import {
  apiKeyInfoSchema,
  createKeyRequestSchema,
  keyPathSchema,
  keysResponseSchema,
  newKeyResponseSchema,
  rotateKeyRequestSchema,
} from '../keys.js';
import { revokeRequestSchema, revokeResponseSchema, tokenResponseSchema } from '../service.js';
import type { RouteContract } from './route-contract.js';

/** Names of these routes. */
export type AccessRouteName =
  | 'authToken'
  | 'authRevoke'
  | 'keysList'
  | 'keysCreate'
  | 'keysRotate'
  | 'keysRevoke';

/** Tokens and keys. */
export const accessRoutes: { readonly [Name in AccessRouteName]: RouteContract } = {
  authToken: {
    method: 'POST',
    path: '/auth/token',
    summary: 'Exchanges an API key for a short-lived access token.',
    tag: 'auth',
    access: 'authenticated',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'none',
    isCacheable: false,
    holdsSecret: true,
    response: tokenResponseSchema,
  },
  authRevoke: {
    method: 'POST',
    path: '/auth/revoke',
    summary: 'Revokes an access token before it expires.',
    tag: 'auth',
    access: 'authenticated',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    body: revokeRequestSchema,
    response: revokeResponseSchema,
  },
  keysList: {
    method: 'GET',
    path: '/keys',
    summary: 'API keys of the tenant, without their secrets.',
    tag: 'auth',
    access: 'admin_access',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: keysResponseSchema,
  },
  keysCreate: {
    method: 'POST',
    path: '/keys',
    summary: 'Makes an API key. Its secret is shown once.',
    tag: 'auth',
    access: 'admin_access',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'none',
    isCacheable: false,
    holdsSecret: true,
    body: createKeyRequestSchema,
    status: 201,
    response: newKeyResponseSchema,
  },
  keysRotate: {
    method: 'POST',
    path: '/keys/{key_id}/rotate',
    summary: 'Gives a key a new secret; the old one works for a while longer.',
    tag: 'auth',
    access: 'admin_access',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'none',
    isCacheable: false,
    holdsSecret: true,
    params: keyPathSchema,
    body: rotateKeyRequestSchema,
    isBodyOptional: true,
    response: newKeyResponseSchema,
  },
  keysRevoke: {
    method: 'DELETE',
    path: '/keys/{key_id}',
    summary: 'Makes a key fail from now on.',
    tag: 'auth',
    access: 'admin_access',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    params: keyPathSchema,
    response: apiKeyInfoSchema,
  },
};
