import type { KeyValueStore } from '@titans/core';
import { type Clock, isRecent } from '../http/clock.js';
import { type RecentMap, recentMap } from '../limits/recent-map.js';
import { isSameHash } from './key-hash.js';
import { type KeyRecord, readKeyRecord, stateOf } from './key-record.js';
import { recordKey } from './key-store.js';
import type { Principal } from './principal.js';

/** Keys of a store, asked for at every request. */
export interface KeyRing {
  /** @throws TitansError `STORE_UNAVAILABLE`. */
  verify(id: string, presentedHash: Uint8Array): Principal | null | Promise<Principal | null>;
  /**
   * Whether the secret is one of the key, whatever has become of it.
   *
   * @throws TitansError `STORE_UNAVAILABLE`.
   */
  hasSecret(id: string, presentedHash: Uint8Array): boolean | Promise<boolean>;
  /** @throws TitansError `STORE_UNAVAILABLE`. */
  isActive(id: string, tenant: string): boolean | Promise<boolean>;
  /** Asks the store again next time, after a key was changed. */
  forget(id: string): void;
}

/** How long what a store said of a key is believed: a key that another process revokes works for as long at most. */
export const keyStalenessMs = 5_000;
const maxKnownKeys = 10_000;
const maxUnknownIds = 1_000;

/** A key, or that there is none of an id: both look the same, so that both take the same time. */
interface KnownKey {
  readonly holder: { readonly record: KeyRecord; readonly principal: Principal } | null;
  readonly secrets: readonly { readonly hash: Uint8Array; readonly worksUntil: number | null }[];
}

interface Answer {
  readonly key: KnownKey;
  readonly readAt: number;
}

/**
 * Remembers for up to five seconds what the store said, so that it is not asked at every request. Ids that nobody has are
 * remembered apart, so that guesses do not push out the keys in use. A store that cannot answer is an error, never a yes.
 */
export function keyRing(store: KeyValueStore, clock: Clock): KeyRing {
  const known = recentMap<Answer>(maxKnownKeys);
  const unknown = recentMap<Answer>(maxUnknownIds);
  const asked = new Map<string, Promise<KnownKey>>();

  function find(id: string): KnownKey | Promise<KnownKey> {
    // Both are asked, so that an id that nobody has takes as long as one that there is.
    const [asKnown, asUnknown] = [fresh(known, id), fresh(unknown, id)];
    const answer = asKnown ?? asUnknown;
    if (answer !== undefined) return answer.key;
    const pending = asked.get(id);
    if (pending !== undefined) return pending;
    const readAt = clock.now();
    const asking: Promise<KnownKey> = ask(id).then(
      (key) => {
        // What was forgotten while it was asked for may be old already.
        if (asked.get(id) === asking) (key.holder === null ? unknown : known).put(id, { key, readAt });
        settle();
        return key;
      },
      (error: unknown) => {
        settle();
        throw error;
      },
    );
    const settle = (): void => {
      if (asked.get(id) === asking) asked.delete(id);
    };
    asked.set(id, asking);
    return asking;
  }

  function fresh(answers: RecentMap<Answer>, id: string): Answer | undefined {
    const answer = answers.get(id);
    return answer !== undefined && isRecent(answer.readAt, keyStalenessMs, clock.now()) ? answer : undefined;
  }

  async function ask(id: string): Promise<KnownKey> {
    const stored = await store.get(recordKey(id));
    const record = stored === null ? null : readKeyRecord(stored.value);
    return knownKey(record?.id === id ? record : null);
  }

  function judge(key: KnownKey, presentedHash: Uint8Array): Principal | null {
    const now = clock.now();
    let isRight = false;
    for (const { hash, worksUntil } of key.secrets) {
      if (isSameHash(hash, presentedHash) && (worksUntil === null || now < worksUntil)) isRight = true;
    }
    const { holder } = key;
    return isRight && holder !== null && stateOf(holder.record, now) === 'active' ? holder.principal : null;
  }

  /** Both are compared, as {@link judge} does. */
  function isSecretOf({ secrets }: KnownKey, presentedHash: Uint8Array): boolean {
    return secrets.filter(({ hash }) => isSameHash(hash, presentedHash)).length > 0;
  }

  function isActiveKey({ holder }: KnownKey, tenant: string): boolean {
    return holder?.record.tenant === tenant && stateOf(holder.record, clock.now()) === 'active';
  }

  return {
    verify(id, presentedHash) {
      const key = find(id);
      return key instanceof Promise
        ? key.then((found) => judge(found, presentedHash))
        : judge(key, presentedHash);
    },
    hasSecret(id, presentedHash) {
      const key = find(id);
      return key instanceof Promise
        ? key.then((found) => isSecretOf(found, presentedHash))
        : isSecretOf(key, presentedHash);
    },
    isActive(id, tenant) {
      const key = find(id);
      return key instanceof Promise
        ? key.then((found) => isActiveKey(found, tenant))
        : isActiveKey(key, tenant);
    },
    forget(id) {
      asked.delete(id);
      known.put(id, forgotten);
      unknown.put(id, forgotten);
    },
  };
}

function knownKey(record: KeyRecord | null): KnownKey {
  const holder = record && {
    record,
    principal: {
      id: record.id,
      kind: 'api-key' as const,
      tenant: record.tenant,
      permissions: new Set(record.permissions),
    },
  };
  // Always two, also of a key that has one and of one that is not there: nothing has the hash of zeros.
  const secrets = [0, 1].map((index) => {
    const secret = record?.secrets[index] ?? { hash: '0'.repeat(64), worksUntil: 0 };
    return { hash: Uint8Array.from(Buffer.from(secret.hash, 'hex')), worksUntil: secret.worksUntil };
  });
  return { holder, secrets };
}

const forgotten: Answer = { key: knownKey(null), readAt: Number.NEGATIVE_INFINITY };
