import type {
  ApiKeyInfo,
  CreateKeyRequest,
  KeysResponse,
  NewKeyResponse,
  RevokeRequest,
  RevokeResponse,
  RotateKeyRequest,
  TokenResponse,
} from '@titans/core/contract';
import { keyAnswer, keysAnswer, newKeyAnswer, revokeAnswer, tokenAnswer } from '../answers/service.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import * as endpoints from '../endpoints.js';

/** Access tokens. */
export interface AuthMethods {
  /** Exchanges the client's API key for a short-lived access token. Never repeated by itself. */
  token(options?: CallOptions): Promise<TokenResponse>;
  /** Revokes an access token before it expires. */
  revoke(request: RevokeRequest, options?: CallOptions): Promise<RevokeResponse>;
}

/** API keys of the caller's tenant. Calls that show a secret are never repeated by themselves. */
export interface KeyMethods {
  list(options?: CallOptions): Promise<KeysResponse>;
  /** Makes a key. Its secret is shown once. */
  create(request: CreateKeyRequest, options?: CallOptions): Promise<NewKeyResponse>;
  /** Gives a key a new secret; the old one works for a while longer. */
  rotate(keyId: string, request?: RotateKeyRequest, options?: CallOptions): Promise<NewKeyResponse>;
  /** Makes a key fail from now on. */
  revoke(keyId: string, options?: CallOptions): Promise<ApiKeyInfo>;
}

export function authMethods({ ask }: Caller): AuthMethods {
  return Object.freeze({
    token: (options?: CallOptions) => ask(endpoints.authToken, tokenAnswer, {}, options),
    revoke: (request: RevokeRequest, options?: CallOptions) =>
      ask(endpoints.authRevoke, revokeAnswer, { json: request }, options),
  });
}

export function keyMethods({ ask }: Caller): KeyMethods {
  const of = (keyId: string) => ({ params: { key_id: keyId } });
  return Object.freeze({
    list: (options?: CallOptions) => ask(endpoints.keysList, keysAnswer, {}, options),
    create: (request: CreateKeyRequest, options?: CallOptions) =>
      ask(endpoints.keysCreate, newKeyAnswer, { json: request }, options),
    rotate: (keyId: string, request?: RotateKeyRequest, options?: CallOptions) =>
      ask(endpoints.keysRotate, newKeyAnswer, { ...of(keyId), json: request }, options),
    revoke: (keyId: string, options?: CallOptions) =>
      ask(endpoints.keysRevoke, keyAnswer, of(keyId), options),
  });
}
