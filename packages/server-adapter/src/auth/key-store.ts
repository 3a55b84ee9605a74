import { type KeyValueStore, TitansError, type VersionedValue } from '@titans/core';
import type { ApiKeyInfo, Permission } from '@titans/core/contract';
import type { Clock } from '../http/clock.js';
import { requestError } from '../http/problem.js';
import { isApiKeyId, newApiKeyText } from './api-key-text.js';
import { hashApiKey } from './key-hash.js';
import { type KeyRecord, keyInfo, readKeyRecord, stateOf } from './key-record.js';

/** A key that is to be made. */
export interface NewKey {
  readonly name: string;
  readonly tenant: string;
  readonly permissions: readonly Permission[];
  readonly createdBy: string;
  /** Milliseconds since 1970; `null` for one that does not expire. */
  readonly expiresAt: number | null;
}

/** A key with its text, which is not kept and cannot be read again. */
export interface MadeKey {
  readonly info: ApiKeyInfo;
  readonly text: string;
}

/**
 * Keeps API keys of tenants in a store. Every method is about one tenant; keys of others are not there for it.
 *
 * All reject with `STORE_UNAVAILABLE` if the store cannot be asked, or others keep changing the same keys at the same time.
 */
export interface KeyStore {
  /** Oldest first, with those that expired or were revoked within the last 30 days. */
  list(tenant: string): Promise<readonly ApiKeyInfo[]>;
  /** @throws TitansError `NOT_FOUND`. */
  find(tenant: string, id: string): Promise<ApiKeyInfo>;
  /** @throws TitansError `REQUEST_INVALID` if the tenant has 1,000 keys. */
  create(key: NewKey): Promise<MadeKey>;
  /**
   * Gives a key a new secret. The one before works for `overlapMs` longer; one before that fails at once.
   *
   * @throws TitansError `NOT_FOUND`, or `REQUEST_INVALID` if it has expired or was revoked.
   */
  rotate(tenant: string, id: string, overlapMs: number): Promise<MadeKey>;
  /** Revoking twice does nothing more. @throws TitansError `NOT_FOUND`. */
  revoke(tenant: string, id: string): Promise<ApiKeyInfo>;
}

const maxKeysOfTenant = 1_000;
const keptAfterEndMs = 30 * 86_400_000;
const maxAttempts = 16;

/** Where the record of a key is kept. */
export function recordKey(id: string): string {
  return `key:${id}`;
}

const listKey = (tenant: string): string => `keys:${tenant}`;

/**
 * Makes a store of keys. Nothing in it expires by itself, so that a store that makes room never takes a key that works;
 * keys that ended 30 days ago are removed when a new one is made.
 *
 * @param changed Called after a key was changed, so that what is remembered of it is forgotten.
 */
export function keyStore(store: KeyValueStore, clock: Clock, changed: (id: string) => void): KeyStore {
  async function read(tenant: string, id: string): Promise<{ record: KeyRecord; version: string }> {
    // What is no id of ours may be something that a store refuses.
    const stored = isApiKeyId(id) ? await store.get(recordKey(id)) : null;
    const record = stored === null ? null : readKeyRecord(stored.value);
    if (stored === null || record === null || record.tenant !== tenant) {
      throw requestError('NOT_FOUND', 'There is no such key.');
    }
    return { record, version: stored.version };
  }

  const changes = new Map<string, Promise<unknown>>();

  /** One change of an entry after the other, so that only other processes can come between. */
  async function inOrder<T>(entry: string, work: () => Promise<T>): Promise<T> {
    const done = (changes.get(entry) ?? Promise.resolve()).then(work, work);
    changes.set(entry, done);
    try {
      return await done;
    } finally {
      if (changes.get(entry) === done) changes.delete(entry);
    }
  }

  async function change(
    tenant: string,
    id: string,
    edit: (record: KeyRecord) => KeyRecord,
  ): Promise<KeyRecord> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const { record, version } = await read(tenant, id);
      const edited = edit(record);
      if (edited === record) return record;
      if (await store.compareAndSet(recordKey(id), version, JSON.stringify(edited))) {
        changed(id);
        return edited;
      }
    }
    throw conflict();
  }

  async function readList(tenant: string): Promise<{ ids: readonly string[]; version: string | null }> {
    const stored = await store.get(listKey(tenant));
    return { ids: stored === null ? [] : idsOf(stored), version: stored?.version ?? null };
  }

  async function recordsOf(tenant: string, ids: readonly string[]): Promise<readonly KeyRecord[]> {
    const stored = await Promise.all(ids.map((id) => store.get(recordKey(id))));
    return stored.flatMap((value) => {
      const record = value === null ? null : readKeyRecord(value.value);
      return record === null || record.tenant !== tenant ? [] : [record];
    });
  }

  /** The id comes before the record: a process that ends in between leaves a name, not a key that no list shows. */
  async function enlist(tenant: string, id: string): Promise<void> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const { ids, version } = await readList(tenant);
      const ended = await endedLongAgo(tenant, ids);
      const kept = ids.filter((listed) => !ended.has(listed));
      if (kept.length >= maxKeysOfTenant) {
        throw requestError(
          'REQUEST_INVALID',
          `The tenant has ${maxKeysOfTenant} keys already: revoke those that are not used.`,
        );
      }
      if (await store.compareAndSet(listKey(tenant), version, JSON.stringify([...kept, id]))) {
        await Promise.all([...ended].map((gone) => store.delete(recordKey(gone))));
        return;
      }
    }
    throw conflict();
  }

  async function endedLongAgo(tenant: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const bound = clock.now() - keptAfterEndMs;
    const records = await recordsOf(tenant, ids);
    return new Set(records.filter((record) => endOf(record) < bound).map(({ id }) => id));
  }

  return {
    async list(tenant) {
      const { ids } = await readList(tenant);
      const now = clock.now();
      return (await recordsOf(tenant, ids)).map((record) => keyInfo(record, now));
    },

    async find(tenant, id) {
      return keyInfo((await read(tenant, id)).record, clock.now());
    },

    async create({ name, tenant, permissions, createdBy, expiresAt }) {
      const { id, text } = newApiKeyText();
      const createdAt = clock.now();
      const record: KeyRecord = {
        ...{ id, name, tenant, permissions, createdBy, createdAt, expiresAt },
        revokedAt: null,
        secrets: [{ hash: hashText(text), worksUntil: null }],
      };
      await inOrder(listKey(tenant), () => enlist(tenant, id));
      if (!(await store.compareAndSet(recordKey(id), null, JSON.stringify(record)))) throw conflict();
      return { info: keyInfo(record, createdAt), text };
    },

    async rotate(tenant, id, overlapMs) {
      const { text } = newApiKeyText(id);
      const hash = hashText(text);
      const rotated = (old: KeyRecord): KeyRecord => {
        const now = clock.now();
        const state = stateOf(old, now);
        if (state !== 'active') {
          throw requestError('REQUEST_INVALID', `The key is ${state}: make another one instead.`);
        }
        const previous = old.secrets.slice(0, overlapMs > 0 ? 1 : 0);
        const secrets = [
          { hash, worksUntil: null },
          ...previous.map((secret) => ({ ...secret, worksUntil: now + overlapMs })),
        ];
        return { ...old, secrets };
      };
      const record = await inOrder(recordKey(id), () => change(tenant, id, rotated));
      return { info: keyInfo(record, clock.now()), text };
    },

    async revoke(tenant, id) {
      const revoked = (old: KeyRecord): KeyRecord =>
        old.revokedAt === null ? { ...old, revokedAt: clock.now() } : old;
      const record = await inOrder(recordKey(id), () => change(tenant, id, revoked));
      return keyInfo(record, clock.now());
    },
  };
}

function endOf({ revokedAt, expiresAt }: KeyRecord): number {
  return Math.min(revokedAt ?? Number.POSITIVE_INFINITY, expiresAt ?? Number.POSITIVE_INFINITY);
}

function hashText(text: string): string {
  return Buffer.from(hashApiKey(text)).toString('hex');
}

function idsOf({ value }: VersionedValue): readonly string[] {
  const ids: unknown = JSON.parse(value);
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw new TitansError('INTERNAL', 'The store holds something else where the list of keys should be.');
  }
  return ids;
}

function conflict(): TitansError {
  return new TitansError('STORE_UNAVAILABLE', 'Others keep changing the same keys: try again.');
}
