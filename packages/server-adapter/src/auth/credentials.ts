import type { Settings } from '../config/settings.js';
import { type AccessTokens, accessTokens } from './access-tokens.js';
import { type ApiKeyVerifier, apiKeyVerifier } from './api-keys.js';
import { type BearerTokens, bearerTokens } from './bearer-tokens.js';
import { keyRing } from './key-ring.js';
import { type KeyStore, keyStore } from './key-store.js';
import { oauthTokens } from './oauth-tokens.js';

/** What makes and checks the credentials of a service. */
export interface Credentials {
  readonly keys: ApiKeyVerifier;
  /** `null` where no issuer of tokens is trusted. */
  readonly tokens: BearerTokens | null;
  /** Our own tokens. */
  readonly own: AccessTokens | null;
  readonly keyStore: KeyStore | null;
}

/** Puts together what the configuration says about credentials. */
export function openCredentials(settings: Settings): Credentials {
  const { clock, logger } = settings;
  const kept = settings.keyStore;
  const ring = kept === null ? null : keyRing(kept.store, clock);
  const keys = apiKeyVerifier(settings.apiKeys, ring);
  const own = settings.jwt === null ? null : accessTokens(settings.jwt, clock);
  const oauth = settings.oauth === null ? null : oauthTokens(settings.oauth, clock);
  const verifiers = [own, oauth].filter((verifier) => verifier !== null);
  const store = settings.revocationStore;
  return {
    keys,
    own,
    tokens: verifiers.length === 0 ? null : bearerTokens({ verifiers, keys, store, clock }),
    keyStore: kept === null || ring === null ? null : warning(keyStore(kept.store, clock, ring.forget)),
  };

  function warning(keyStore: KeyStore): KeyStore {
    if (kept?.isLasting) return keyStore;
    return {
      ...keyStore,
      create(key) {
        logger.warn({}, 'API keys are kept in this process alone, until it ends: configure a store.');
        return keyStore.create(key);
      },
    };
  }
}
