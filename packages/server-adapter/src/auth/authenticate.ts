import type { HeaderReader } from '../http/message.js';
import { requestError } from '../http/problem.js';
import { apiKeyIdOf } from './api-key-text.js';
import type { ApiKeyVerifier } from './api-keys.js';
import type { BearerTokens } from './bearer-tokens.js';
import type { Challenge } from './challenge.js';
import type { Lockout } from './lockout.js';
import { anonymous, type Principal } from './principal.js';

/** What is asked to find out who a request comes from. */
export interface AuthenticationParts {
  readonly keys: ApiKeyVerifier;
  /** `null` where no issuer of tokens is trusted. */
  readonly tokens: BearerTokens | null;
  readonly lockout: Lockout;
  readonly challenge: Challenge;
  /** Whether everyone may do everything. */
  readonly open: boolean;
}

/** Finds out who a request comes from. */
export type Authenticate = (
  headers: HeaderReader,
  clientAddress: string | undefined,
) => Principal | Promise<Principal>;

const maxCredentialLength = 8_192;
const compactJwt = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * Takes `Authorization: Bearer` with an API key or an access token.
 *
 * The credential is judged first and the lock is asked afterwards: a locked address gets the same answer for right
 * and wrong credentials. Without a client address there is nothing to lock; a lock that everyone shared would let
 * anyone shut everyone out.
 *
 * @throws TitansError `UNAUTHENTICATED` or `LOCKED_OUT`; `STORE_UNAVAILABLE` or `ISSUER_UNAVAILABLE` where it cannot be found
 * out whether the credential is right.
 */
export function authenticator(parts: AuthenticationParts): Authenticate {
  const { lockout, challenge } = parts;

  /** Lets in, or refuses, what was judged. */
  function conclude(
    judged: Judgement,
    clientAddress: string | undefined,
    keyId: string | undefined,
  ): Principal | Promise<Principal> {
    if (clientAddress === undefined) return admitted(judged, 0, challenge);
    const lockedMs =
      judged === 'invalid'
        ? lockout.recordFailure(clientAddress, keyId)
        : lockout.lockedForMs(clientAddress, keyId);
    return lockedMs instanceof Promise
      ? lockedMs.then((ms) => admitted(judged, ms, challenge))
      : admitted(judged, lockedMs, challenge);
  }

  return (headers, clientAddress) => {
    if (parts.open) return anonymous;
    const credential = bearerCredential(headers.get('authorization'), challenge);
    const keyId = apiKeyIdOf(credential) ?? undefined;
    const judged = judge(parts, credential);
    return judged instanceof Promise
      ? judged.then((found) => conclude(found, clientAddress, keyId))
      : conclude(judged, clientAddress, keyId);
  };
}

function admitted(judged: Judgement, lockedMs: number, challenge: Challenge): Principal {
  refuseIfLocked(lockedMs);
  if (typeof judged === 'object') return judged;
  throw unauthenticated(refusalOf[judged], challenge.invalidToken);
}

/**
 * What a credential turned out to be. A genuine one that is past its time is no guess, and is not counted as one: who goes
 * on using it would else lock out all who share its address.
 */
type Judgement = Principal | 'invalid' | 'expired' | 'revoked' | 'ended';

/** Waits for nothing where it is known: of guesses at once a wrong one must be counted before a later one that is right. */
function judge(parts: AuthenticationParts, credential: string): Judgement | Promise<Judgement> {
  const byKey = parts.keys.verify(credential);
  return byKey instanceof Promise
    ? byKey.then((found) => found ?? judgeOther(parts, credential))
    : (byKey ?? judgeOther(parts, credential));
}

/** What a credential is that is no key that works. */
function judgeOther(
  { keys, tokens }: AuthenticationParts,
  credential: string,
): Judgement | Promise<Judgement> {
  if (tokens !== null && compactJwt.test(credential)) return judgeToken(tokens, credential);
  const hasEnded = keys.hasEnded(credential);
  return hasEnded instanceof Promise ? hasEnded.then(endedOrInvalid) : endedOrInvalid(hasEnded);
}

function endedOrInvalid(hasEnded: boolean): Judgement {
  return hasEnded ? 'ended' : 'invalid';
}

async function judgeToken(tokens: BearerTokens, credential: string): Promise<Judgement> {
  const verdict = await tokens.verify(credential);
  return verdict.state === 'valid' ? verdict.principal : verdict.state;
}

const refusalOf = {
  invalid: 'The credential is not valid.',
  expired: 'The access token is expired.',
  revoked: 'The access token is revoked.',
  ended: 'The API key has expired, or was revoked or replaced.',
} as const;

function bearerCredential(header: string | null, challenge: Challenge): string {
  if (header === null) {
    throw unauthenticated(
      'The request carries no credential. Send "Authorization: Bearer" with a key.',
      challenge.noToken,
    );
  }
  const [, credential = ''] = /^bearer +(\S+)$/i.exec(header) ?? [];
  if (credential === '' || credential.length > maxCredentialLength) {
    throw unauthenticated(
      'The Authorization header must be "Bearer", a space and one credential.',
      // RFC 6750, 3.1: a client that has tried another scheme has shown no token.
      /^bearer\b/i.test(header) ? challenge.invalidToken : challenge.noToken,
    );
  }
  return credential;
}

function refuseIfLocked(lockedMs: number): void {
  if (lockedMs <= 0) return;
  const seconds = Math.ceil(lockedMs / 1_000);
  throw requestError('LOCKED_OUT', `Too many wrong credentials: try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  });
}

function unauthenticated(message: string, challenge: string): Error {
  return requestError('UNAUTHENTICATED', message, { headers: { 'www-authenticate': challenge } });
}
