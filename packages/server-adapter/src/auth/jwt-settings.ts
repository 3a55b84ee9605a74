import * as z from 'zod/mini';
import { invalidOption } from '../config/option-schemas.js';
import type { AccessTokenSettings } from './access-tokens.js';
import { clockTolerance } from './oauth-settings.js';
import { defaultClockToleranceSeconds } from './token-claims.js';
import { keyPairAlgorithms, readTokenKey, secretKey, type TokenKeySettings } from './token-keys.js';

/** How access tokens are signed. At least one of `secret` and `keys`. */
export interface JwtSettings {
  /**
   * Signs and checks tokens that name no key. At least 32 bytes. Starting fails where it is `undefined`, as an environment
   * variable that is not set, and there are no `keys`.
   */
  readonly secret?: string | undefined;
  /**
   * Keys that tokens name. The first signs; the others check what was signed before, until it has expired. To change a
   * key, put the new one first, and remove the old one half an hour after the last process has it.
   */
  readonly keys?: readonly TokenKeySettings[] | undefined;
  /** `"titans"` unless told. */
  readonly issuer?: string | undefined;
  /** `"titans-api"` unless told. */
  readonly audience?: string | undefined;
  /** Seconds by which the clock of whoever signed may be ahead, 0 to 60, 5 unless told. */
  readonly clockToleranceSeconds?: number | undefined;
}

const keyName = z.string().check(z.regex(/^[\w.-]{1,100}$/));
const keyMaterial = z.union([z.string(), z.record(z.string(), z.unknown())]);

const tokenKeySchema = z.union(
  [
    z.strictObject({ id: keyName, secret: z.optional(z.string()) }),
    z.strictObject({ id: keyName, algorithm: z.enum(keyPairAlgorithms), privateKey: keyMaterial }),
    z.strictObject({ id: keyName, algorithm: z.enum(keyPairAlgorithms), publicKey: keyMaterial }),
  ],
  'must be { id, secret }, { id, algorithm, privateKey } or { id, algorithm, publicKey }',
);

export const jwtSchema: z.ZodMiniType = z.strictObject({
  secret: z.optional(z.string()),
  keys: z.optional(z.array(tokenKeySchema)),
  issuer: z.optional(z.string().check(z.minLength(1))),
  audience: z.optional(z.string().check(z.minLength(1))),
  clockToleranceSeconds: clockTolerance,
});

/**
 * Completes what the schema has let pass.
 *
 * @throws TitansError `CONFIG_INVALID` or `SECRET_INSECURE`.
 */
export function readJwt(settings: JwtSettings): AccessTokenSettings {
  const { secret, keys = [] } = settings;
  const named = keys.map((key, index) => readTokenKey(key, `auth.jwt.keys.${index}`));
  const repeated = named.find((key, index) => named.findIndex(({ id }) => id === key.id) !== index);
  if (repeated) throw invalidOption('auth.jwt.keys', `has two keys with the id "${repeated.id}"`);
  const unnamed =
    secret === undefined && named.length > 0 ? [] : [secretKey(null, secret, 'auth.jwt.secret')];
  return {
    keys: [...named, ...unnamed],
    issuer: settings.issuer ?? 'titans',
    audience: settings.audience ?? 'titans-api',
    clockToleranceSeconds: settings.clockToleranceSeconds ?? defaultClockToleranceSeconds,
  };
}
