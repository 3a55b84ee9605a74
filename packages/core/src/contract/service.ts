import * as z from 'zod/mini';
import { dictionary } from './dictionary.js';
import { integer } from './integer.js';
import { wellFormed } from './well-formed.js';

/** Answer of `GET /`. */
export interface ServiceInfo {
  readonly message: string;
  readonly version: string;
  readonly status: string;
  readonly timestamp: string;
  readonly endpoints: Readonly<Record<string, string>>;
}

export const serviceInfoSchema: z.ZodMiniType<ServiceInfo> = z.object({
  message: z.string(),
  version: z.string(),
  status: z.string(),
  timestamp: z.string(),
  endpoints: dictionary(z.string()),
});

/** State of the service or of one dependency. */
export const healthStates = ['healthy', 'degraded', 'unhealthy'] as const;
export type HealthState = (typeof healthStates)[number];

/** Answer of the health routes. */
export interface HealthResponse {
  readonly status: HealthState;
  readonly timestamp: string;
  readonly version: string;
  /** Seconds since the service started. */
  readonly uptime: number;
  /** State of each dependency by name. */
  readonly checks: Readonly<Record<string, HealthState>>;
}

export const healthResponseSchema: z.ZodMiniType<HealthResponse> = z.object({
  status: z.enum(healthStates),
  timestamp: z.string(),
  version: z.string(),
  uptime: z.number(),
  checks: dictionary(z.enum(healthStates)),
});

/** Answer of `POST /auth/token`. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'bearer';
  /** Seconds. */
  readonly expires_in: number;
}

export const tokenResponseSchema: z.ZodMiniType<TokenResponse> = z.object({
  access_token: z.string(),
  token_type: z.enum(['bearer']),
  expires_in: integer,
});

/** Body of `POST /auth/revoke`. */
export interface RevokeRequest {
  /** The access token to revoke. */
  readonly token: string;
}

export const revokeRequestSchema: z.ZodMiniType<RevokeRequest> = /* @__PURE__ */ (() =>
  z.strictObject({ token: z.string().check(z.minLength(1), z.maxLength(8_192), wellFormed) }))();

/** Answer of `POST /auth/revoke`. */
export interface RevokeResponse {
  readonly revoked: boolean;
}

export const revokeResponseSchema: z.ZodMiniType<RevokeResponse> = z.object({ revoked: z.boolean() });
