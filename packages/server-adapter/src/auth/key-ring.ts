import type { KeyValueStore } from '@titans/core';
import type { Clock } from '../http/clock.js';
import { type RecentMap, recentMap } from '../limits/recent-map.js';
import { isSameHash } from './key-hash.js';
import { type KeyRecord, readKeyRecord, stateOf } from './key-record.js';
import { recordKey } from './key-store.js';
import type { Principal } from './principal.js';

/** Keys of a store, asked for at every request. */
export interface KeyRing {
  /** @throws TitansError `STORE_UNAVAILABLE`. */
  verify(id: string, presentedHash: Uint8Array): Principal | null | Promise<Principal | null>;
  /** @throws TitansError `STORE_UNAVAILABLE`. */
  isActive(id: string, tenant: string): boolean | Promise<boolean>;
  /** Asks the store again next time, after a key was changed. */
  forget(id: string): void;
}

/** How long what a store said of a key is believed: a key that another process revokes works for as long at most. */
export const keyStalenessMs = 5_000;
const maxKnownKeys = 10_000;
const maxUnknownIds = 1_000;

interface KnownKey {
  readonly record: KeyRecord;
  readonly principal: Principal;
  readonly secrets: readonly { readonly hash: Uint8Array; readonly worksUntil: number | null }[];
}

interface Answer {
  readonly key: KnownKey | null;
  readonly readAt: number;
}

/**
 * Remembers for up to five seconds what the store said, so that it is not asked at every request. Ids that nobody has are
 * remembered apart, so that guesses do not push out the keys in use. A store that cannot answer is an error, never a yes.
 */
export function keyRing(store: KeyValueStore, clock: Clock): KeyRing {
  const known = recentMap<Answer>(maxKnownKeys);
  const unknown = recentMap<Answer>(maxUnknownIds);
  const asked = new Map<string, Promise<KnownKey | null>>();

  function find(id: string): KnownKey | null | Promise<KnownKey | null> {
    const answer = fresh(known, id) ?? fresh(unknown, id);
    if (answer !== undefined) return answer.key;
    const pending = asked.get(id);
    if (pending !== undefined) return pending;
    const readAt = clock.now();
    const asking: Promise<KnownKey | null> = ask(id).then(
      (key) => {
        // What was forgotten while it was asked for may be old already.
        if (asked.get(id) === asking) (key === null ? unknown : known).put(id, { key, readAt });
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
    return answer !== undefined && clock.now() - answer.readAt < keyStalenessMs ? answer : undefined;
  }

  async function ask(id: string): Promise<KnownKey | null> {
    const stored = await store.get(recordKey(id));
    const record = stored === null ? null : readKeyRecord(stored.value);
    return record === null || record.id !== id ? null : knownKey(record);
  }

  function judge(key: KnownKey | null, presentedHash: Uint8Array): Principal | null {
    const now = clock.now();
    let isRight = false;
    for (const { hash, worksUntil } of key?.secrets ?? noSecrets) {
      if (isSameHash(hash, presentedHash) && (worksUntil === null || now < worksUntil)) isRight = true;
    }
    return isRight && key !== null && stateOf(key.record, now) === 'active' ? key.principal : null;
  }

  function isActiveKey(key: KnownKey | null, tenant: string): boolean {
    return key !== null && key.record.tenant === tenant && stateOf(key.record, clock.now()) === 'active';
  }

  return {
    verify(id, presentedHash) {
      const key = find(id);
      return key instanceof Promise
        ? key.then((found) => judge(found, presentedHash))
        : judge(key, presentedHash);
    },
    isActive(id, tenant) {
      const key = find(id);
      return key instanceof Promise
        ? key.then((found) => isActiveKey(found, tenant))
        : isActiveKey(key, tenant);
    },
    forget(id) {
      asked.delete(id);
      known.put(id, { key: null, readAt: Number.NEGATIVE_INFINITY });
      unknown.put(id, { key: null, readAt: Number.NEGATIVE_INFINITY });
    },
  };
}

function knownKey(record: KeyRecord): KnownKey {
  return {
    record,
    principal: {
      id: record.id,
      kind: 'api-key',
      tenant: record.tenant,
      permissions: new Set(record.permissions),
    },
    secrets: noSecrets.map((none, index) => {
      const secret = record.secrets[index];
      return secret === undefined
        ? none
        : { hash: Buffer.from(secret.hash, 'hex'), worksUntil: secret.worksUntil };
    }),
  };
}

/** Every key is compared twice, also one that has one secret and one that nobody has. Nothing has this hash. */
const noSecrets: KnownKey['secrets'] = [0, 1].map(() => ({ hash: new Uint8Array(32), worksUntil: 0 }));
