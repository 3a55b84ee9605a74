import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { AuthSettings } from '../auth-settings.js';

/** A pair of keys with its public half as PEM, which everyone has. */
export interface Pair {
  readonly privateKey: KeyObject;
  readonly publicPem: string;
}

/** A service with every kind of key, and everything that an attacker may know of it. */
export interface TokenTarget {
  readonly auth: AuthSettings;
  /** Seconds since 1970 at which it is attacked. */
  readonly now: number;
  readonly secrets: { readonly unnamed: string; readonly named: string };
  readonly pairs: Readonly<Record<'RS256' | 'ES256' | 'EdDSA' | 'issuer', Pair>>;
}

/** Makes a target with new pairs of keys. */
export function tokenTarget(now: number): TokenTarget {
  const secrets = {
    unnamed: 'a-secret-of-forty-bytes-for-these-tests!',
    named: 'another-secret-of-forty-bytes-for-tests!',
  };
  const pairs = {
    RS256: pairOf(generateKeyPairSync('rsa', { modulusLength: 2_048 })),
    ES256: pairOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
    EdDSA: pairOf(generateKeyPairSync('ed25519')),
    issuer: pairOf(generateKeyPairSync('rsa', { modulusLength: 2_048 })),
  };
  const pem = (pair: Pair): string => pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    now,
    secrets,
    pairs,
    auth: {
      apiKeys: [{ id: 'admin', secret: 'admin-key-for-these-tests', role: 'admin' }],
      jwt: {
        secret: secrets.unnamed,
        keys: [
          { id: 'hs', secret: secrets.named },
          { id: 'rs', algorithm: 'RS256', privateKey: pem(pairs.RS256) },
          { id: 'es', algorithm: 'ES256', publicKey: pairs.ES256.publicPem },
          { id: 'ed', algorithm: 'EdDSA', privateKey: pem(pairs.EdDSA) },
        ],
      },
      oauth: {
        issuer: 'https://issuer.example',
        audience: 'https://titans.example',
        jwks: {
          keys: [{ ...publicJwk(pairs.issuer.privateKey), kid: 'issuer-1', alg: 'RS256', use: 'sig' }],
        },
      },
    },
  };
}

function pairOf({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): Pair {
  return { privateKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

function publicJwk(privateKey: KeyObject): Record<string, unknown> {
  const { kty, n, e } = privateKey.export({ format: 'jwk' });
  return { kty, n, e };
}

/** The base64url of a text, or of the JSON of anything else. */
export const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token put together by hand and signed by a secret, so that it can say anything. Header and claims may be texts of JSON. */
export function signedBySecret(
  header: object | string,
  claims: unknown,
  secret: string | Buffer,
  hash = 'sha256',
): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

/** The same, signed by a private key. */
export function signedByKey(header: object, claims: unknown, key: KeyObject): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  return `${signed}.${sign(hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
