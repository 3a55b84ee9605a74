import { TitansError } from '@titans/core';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWTHeaderParameters,
} from 'jose';
import { type Clock, isRecent } from '../http/clock.js';

/** Finds the key of a token by its header. */
export type IssuerKeys = (
  header: JWTHeaderParameters,
  token: FlattenedJWSInput,
) => ReturnType<ReturnType<typeof createLocalJWKSet>>;

/** How long an issuer is waited for. */
const timeoutMs = 2_000;
/** The set is fetched again for a key that it lacks, but not more often. */
const cooldownMs = 30_000;
/** The set is fetched again after that. */
const freshMs = 600_000;
/** While the issuer cannot be reached, the set that was fetched last is used for so long. */
const staleMs = 3_600_000;
/** An issuer that could not be reached is left alone for so long. */
const pauseMs = 5_000;

/**
 * Fetches the keys of an issuer (JWKS, RFC 7517) when a token needs them. They are kept for ten minutes; a key that is not
 * among them is asked for at most every half minute, so that made-up names of keys cannot be used to flood the issuer.
 *
 * While the issuer does not answer, the last set serves for an hour, and a token whose key is not in it is neither
 * accepted nor called wrong.
 *
 * @throws TitansError from what it returns: `ISSUER_UNAVAILABLE`. A key that the issuer does not have is an error of jose.
 */
export function remoteKeys(uri: string, clock: Clock): IssuerKeys {
  const remote = createRemoteJWKSet(new URL(uri), {
    timeoutDuration: timeoutMs,
    cooldownDuration: cooldownMs,
    cacheMaxAge: freshMs,
  });
  let lastSet: { readonly keys: JSONWebKeySet; readonly seenAt: number } | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;

  function remember(): void {
    const keys = remote.jwks();
    if (remote.fresh && keys !== undefined) lastSet = { keys, seenAt: clock.now() };
  }

  async function fromLastSet(
    header: JWTHeaderParameters,
    token: FlattenedJWSInput,
    cause?: unknown,
  ): ReturnType<IssuerKeys> {
    if (lastSet !== null && isRecent(lastSet.seenAt, staleMs, clock.now())) {
      try {
        return await createLocalJWKSet(lastSet.keys)(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      }
    }
    throw new TitansError('ISSUER_UNAVAILABLE', 'The keys of the token issuer cannot be fetched.', { cause });
  }

  return async (header, token) => {
    const isPaused = isRecent(failedAt, pauseMs, clock.now());
    if (isPaused && !remote.fresh) return fromLastSet(header, token);
    try {
      const key = await remote(header, token);
      remember();
      return key;
    } catch (error) {
      if (isAboutTheToken(error)) {
        remember();
        throw error;
      }
      failedAt = clock.now();
      return fromLastSet(header, token, error);
    }
  };
}

function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
