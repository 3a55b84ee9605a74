import { type KeyValueStore, TitansError } from '@titans/core';
import * as z from 'zod/mini';
import type { Clock } from '../http/clock.js';
import { requestError } from '../http/problem.js';
import { type JobRecord, parseRecord } from './job-record.js';

/** A job with the version of the store that it was read in. */
export interface VersionedJob {
  readonly record: JobRecord;
  readonly version: string;
}

/** Keeps the jobs of tenants, each change in one step. */
export interface JobLedger {
  /** @throws TitansError `RATE_LIMITED` if too many of the tenant wait. */
  add(record: JobRecord): Promise<void>;
  read(tenant: string, id: string): Promise<VersionedJob | null>;
  /** Writes a change of what was read; `null` if it has changed meanwhile. */
  write(read: VersionedJob, change: Partial<JobRecord>): Promise<VersionedJob | null>;
  /** Counts an ended job among those kept, and gives those that are to be forgotten for it. */
  settle(record: JobRecord): Promise<readonly string[]>;
  forget(tenant: string, id: string): Promise<void>;
  /** Jobs of a tenant that have not ended, oldest first. */
  active(tenant: string): Promise<readonly string[]>;
  /** Tenants that have such jobs. */
  tenants(): Promise<readonly string[]>;
  /** Takes a tenant without such jobs from the list. */
  dropTenant(tenant: string): Promise<void>;
}

/** What {@link jobLedger} needs. */
export interface JobLedgerParts {
  readonly store: KeyValueStore;
  readonly clock: Clock;
  readonly maxWaiting: number;
  readonly maxKept: number;
  readonly keepMs: number;
}

interface JobIndex {
  readonly active: readonly string[];
  readonly ended: readonly { readonly id: string; readonly at: number }[];
}

const indexSchema: z.ZodMiniType<JobIndex> = z.object({
  active: z.array(z.string()),
  ended: z.array(z.object({ id: z.string(), at: z.number() })),
});

/** Writers that come between are few; so many tries in a row fail only if something else is wrong. */
const mostTries = 100;
/** Lists the tenants with jobs that have not ended; no name of a tenant is empty. */
const tenantsKey = 'titans:jobs:';
/** After which a job that waits for a place may be sent again, in seconds. */
const retryAfterSeconds = 10;

/**
 * Jobs in a key-value store: one entry for each, one for each tenant that lists them, and one that
 * lists these tenants. A job that nothing has happened
 * to for `keepMs` is forgotten.
 */
export function jobLedger({ store, clock, maxWaiting, maxKept, keepMs }: JobLedgerParts): JobLedger {
  const keyOf = (tenant: string, id: string): string => `titans:jobs:${tenant}:${id}`;
  const indexKey = (tenant: string): string => `titans:jobs:${tenant}`;

  async function readIndex(tenant: string): Promise<{ index: JobIndex; version: string | null }> {
    const stored = await store.get(indexKey(tenant));
    if (stored === null) return { index: { active: [], ended: [] }, version: null };
    return { index: z.parse(indexSchema, JSON.parse(stored.value)), version: stored.version };
  }

  async function changeIndex<T>(
    tenant: string,
    change: (index: JobIndex) => { readonly index: JobIndex; readonly result: T },
  ): Promise<T> {
    for (let tries = 0; tries < mostTries; tries++) {
      const { index, version } = await readIndex(tenant);
      const changed = change(index);
      if (await store.compareAndSet(indexKey(tenant), version, JSON.stringify(changed.index))) {
        return changed.result;
      }
    }
    throw new TitansError('STORE_UNAVAILABLE', 'The list of jobs could not be written.');
  }

  async function readTenants(): Promise<{ tenants: readonly string[]; version: string | null }> {
    const stored = await store.get(tenantsKey);
    const tenants = stored === null ? [] : z.parse(z.array(z.string()), JSON.parse(stored.value));
    return { tenants, version: stored?.version ?? null };
  }

  async function changeTenants(change: (tenants: readonly string[]) => readonly string[]): Promise<void> {
    for (let tries = 0; tries < mostTries; tries++) {
      const { tenants, version } = await readTenants();
      const changed = change(tenants);
      if (changed.length === tenants.length) return;
      if (await store.compareAndSet(tenantsKey, version, JSON.stringify(changed))) return;
    }
    throw new TitansError('STORE_UNAVAILABLE', 'The list of tenants with jobs could not be written.');
  }

  async function read(tenant: string, id: string): Promise<VersionedJob | null> {
    const stored = await store.get(keyOf(tenant, id));
    return stored === null ? null : { record: parseRecord(stored.value), version: stored.version };
  }

  return {
    read,
    async add(record) {
      const { tenant, id } = record;
      // First the job, so that whatever the list names is there, or has been forgotten.
      await store.set(keyOf(tenant, id), JSON.stringify(record), { ttlMs: keepMs });
      try {
        await changeTenants((tenants) => (tenants.includes(tenant) ? tenants : [...tenants, tenant]));
        await changeIndex(tenant, (index) => {
          if (index.active.length >= maxWaiting) throw tooMany(maxWaiting);
          return { index: { ...index, active: [...index.active, id] }, result: undefined };
        });
      } catch (error) {
        await store.delete(keyOf(tenant, id));
        throw error;
      }
    },

    async write({ record, version }, change) {
      const { tenant, id } = record;
      const value = JSON.stringify({ ...record, ...change });
      const isWritten = await store.compareAndSet(keyOf(tenant, id), version, value, { ttlMs: keepMs });
      return isWritten ? read(tenant, id) : null;
    },

    settle: ({ tenant, id }) =>
      changeIndex(tenant, ({ active, ended }) => {
        const now = clock.now();
        const known = [...ended.filter((one) => one.id !== id), { id, at: now }];
        const kept = known.slice(-maxKept).filter(({ at }) => at > now - keepMs);
        const isKept = new Set(kept.map((one) => one.id));
        return {
          index: { active: active.filter((one) => one !== id), ended: kept },
          result: known.map((one) => one.id).filter((one) => !isKept.has(one)),
        };
      }),

    async forget(tenant, id) {
      await store.delete(keyOf(tenant, id));
      await changeIndex(tenant, ({ active, ended }) => ({
        index: { active: active.filter((one) => one !== id), ended: ended.filter((one) => one.id !== id) },
        result: undefined,
      }));
    },

    active: async (tenant) => (await readIndex(tenant)).index.active,
    tenants: async () => (await readTenants()).tenants,
    async dropTenant(tenant) {
      await changeTenants((tenants) => tenants.filter((one) => one !== tenant));
      // One that came meanwhile finds its tenant in the list again.
      if ((await readIndex(tenant)).index.active.length > 0) {
        await changeTenants((tenants) => (tenants.includes(tenant) ? tenants : [...tenants, tenant]));
      }
    },
  };
}

function tooMany(maxWaiting: number): TitansError {
  return requestError(
    'RATE_LIMITED',
    `${maxWaiting} jobs have not ended yet, and no more may wait: send it again when one has.`,
    { headers: { 'retry-after': String(retryAfterSeconds) } },
  );
}
