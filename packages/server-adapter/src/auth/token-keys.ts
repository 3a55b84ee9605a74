import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { invalidOption } from '../config/option-schemas.js';
import { minTokenSecretBytes, requireSecureSecret } from '../config/secrets.js';

/** Algorithms of key pairs that tokens may be signed with (RFC 7518, RFC 8037). */
export const keyPairAlgorithms = ['EdDSA', 'ES256', 'RS256'] as const;
export type KeyPairAlgorithm = (typeof keyPairAlgorithms)[number];

/** A key that access tokens are signed with or checked against. Tokens name it by its id (`kid`). */
export type TokenKeySettings =
  /** HS256. */
  | { readonly id: string; readonly secret: string | undefined }
  /** Signs and checks. A key is PEM (PKCS #8, SPKI) or a JWK (RFC 7517). */
  | {
      readonly id: string;
      readonly algorithm: KeyPairAlgorithm;
      readonly privateKey: string | Readonly<Record<string, unknown>>;
    }
  /** Checks alone. */
  | {
      readonly id: string;
      readonly algorithm: KeyPairAlgorithm;
      readonly publicKey: string | Readonly<Record<string, unknown>>;
    };

/** The same, read. The algorithm belongs to the key: what a token says of it is compared, never believed. */
export interface TokenKey {
  /** `null` for the one of tokens that name no key. */
  readonly id: string | null;
  readonly algorithm: 'HS256' | KeyPairAlgorithm;
  readonly verifyWith: Uint8Array | KeyObject;
  /** `null` where it only checks. */
  readonly signWith: Uint8Array | KeyObject | null;
}

/**
 * Reads a secret that signs and checks tokens.
 *
 * @throws TitansError `CONFIG_INVALID` or `SECRET_INSECURE`.
 */
export function secretKey(id: string | null, secret: string | undefined, field: string): TokenKey {
  if (secret === undefined) throw invalidOption(field, 'is not set');
  requireSecureSecret(secret, field, { bytes: minTokenSecretBytes });
  const bytes = new TextEncoder().encode(secret);
  return { id, algorithm: 'HS256', verifyWith: bytes, signWith: bytes };
}

/**
 * Reads a key of the configuration.
 *
 * @throws TitansError `CONFIG_INVALID` or `SECRET_INSECURE`, neither with anything of the key.
 */
export function readTokenKey(settings: TokenKeySettings, field: string): TokenKey {
  if ('secret' in settings) return secretKey(settings.id, settings.secret, `${field}.secret`);
  const { id, algorithm } = settings;
  const isPrivate = 'privateKey' in settings;
  const name = `${field}.${isPrivate ? 'privateKey' : 'publicKey'}`;
  const given = isPrivate ? settings.privateKey : settings.publicKey;
  const key = readKey(given, isPrivate, name);
  requireKeyOf(algorithm, key, name);
  return {
    id,
    algorithm,
    verifyWith: isPrivate ? createPublicKey(key) : key,
    signWith: isPrivate ? key : null,
  };
}

function readKey(
  given: string | Readonly<Record<string, unknown>>,
  isPrivate: boolean,
  field: string,
): KeyObject {
  const read = isPrivate ? createPrivateKey : createPublicKey;
  try {
    return typeof given === 'string' ? read(given) : read({ key: given as JsonWebKey, format: 'jwk' });
  } catch {
    // What the library says may quote the key.
    throw invalidOption(field, `must be a ${isPrivate ? 'private' : 'public'} key as PEM or JWK`);
  }
}

const leastRsaBits = 2_048;

function requireKeyOf(algorithm: KeyPairAlgorithm, key: KeyObject, field: string): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const isRight = {
    EdDSA: type === 'ed25519',
    ES256: type === 'ec' && details?.namedCurve === 'prime256v1',
    RS256: type === 'rsa' && (details?.modulusLength ?? 0) >= leastRsaBits,
  }[algorithm];
  const needed = {
    EdDSA: 'an Ed25519 key',
    ES256: 'a key on the curve P-256',
    RS256: `an RSA key of at least ${leastRsaBits} bits`,
  }[algorithm];
  if (!isRight) throw invalidOption(field, `must be ${needed} for ${algorithm}`);
}
