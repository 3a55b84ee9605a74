import { isTitansError } from '@titans/core';
import { type Clock, isRecent } from '../http/clock.js';
import { requestError } from '../http/problem.js';
import { recentMap } from '../limits/recent-map.js';
import type { Logger } from '../logging/logger.js';
import { type ServedTenant, type TenantLease, unknownTenant } from './tenant.js';
import {
  type OpenedTenantSettings,
  type OpenTenant,
  requireTenantSettings,
  type TenantSettings,
} from './tenant-settings.js';

/** Tenants that are opened when they are asked for, of which so many are open at a time. */
export interface TenantPool {
  /** Those that are open. */
  readonly all: readonly ServedTenant[];
  /** @throws TitansError `FORBIDDEN` or `NOT_READY`. */
  lease(id: string): Promise<TenantLease>;
  close(): Promise<void>;
}

/** What a pool needs. */
export interface TenantPoolParts {
  readonly describe: OpenTenant;
  readonly open: (id: string, settings: TenantSettings) => Promise<ServedTenant>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 100 unless told. */
  readonly maxOpenTenants?: number | undefined;
}

interface Entry {
  readonly opened: Promise<Opened>;
  users: number;
}

interface Opened {
  readonly tenant: ServedTenant;
  readonly close: OpenedTenantSettings['close'];
}

const defaultMaxOpen = 100;
/** For so long, what could not be opened is not tried again. */
const pauseMs = 5_000;
const maxFailures = 1_000;

/**
 * Opens each tenant once, however many ask for it at the same time. When there are too many, the one that was asked for
 * longest ago and is in use by nobody makes room. Models and data of one tenant are objects of its own: nothing of it is
 * found under another name.
 */
export function tenantPool(parts: TenantPoolParts): TenantPool {
  const { clock, logger, maxOpenTenants = defaultMaxOpen } = parts;
  /** In the order in which they were asked for, the last one last. */
  const entries = new Map<string, Entry>();
  const ready = new Map<string, ServedTenant>();
  const failures = recentMap<{ readonly error: unknown; readonly at: number }>(maxFailures);
  let isClosed = false;

  async function open(id: string): Promise<Opened> {
    const settings = await parts.describe(id);
    if (settings === null) throw unknownTenant();
    requireTenantSettings(settings);
    const tenant = await parts.open(id, settings);
    ready.set(id, tenant);
    return { tenant, close: settings.close };
  }

  function failed(id: string, error: unknown): unknown {
    entries.delete(id);
    const told = isTitansError(error, 'FORBIDDEN') ? error : notReady(id, error);
    failures.put(id, { error: told, at: clock.now() });
    return told;
  }

  function notReady(tenant: string, err: unknown): Error {
    logger.error({ err, tenant }, 'A tenant could not be opened.');
    return requestError('NOT_READY', 'The tenant cannot be opened now: try again later.', {
      headers: { 'retry-after': String(pauseMs / 1_000) },
    });
  }

  function entryOf(id: string): Entry {
    const known = entries.get(id);
    const entry = known ?? { opened: open(id), users: 0 };
    entries.delete(id);
    entries.set(id, entry);
    return entry;
  }

  function makeRoom(): void {
    if (entries.size < maxOpenTenants) return;
    for (const [id, { users }] of entries) {
      if (users > 0) continue;
      void closeTenant(id);
      return;
    }
    throw requestError('NOT_READY', 'Too many tenants are in use at once: try again later.', {
      headers: { 'retry-after': '1' },
    });
  }

  async function closeTenant(id: string): Promise<void> {
    const entry = entries.get(id);
    entries.delete(id);
    ready.delete(id);
    try {
      const opened = await entry?.opened;
      opened?.tenant.models.close();
      await opened?.tenant.experiments?.close();
      await opened?.close?.();
    } catch (err) {
      logger.warn({ err, tenant: id }, 'A tenant could not be closed.');
    }
  }

  return {
    get all() {
      return [...ready.values()];
    },
    async lease(id) {
      const failure = failures.get(id);
      if (failure !== undefined && isRecent(failure.at, pauseMs, clock.now())) throw failure.error;
      if (isClosed) throw requestError('SHUTTING_DOWN', 'The service is stopping and takes no new work.');
      if (!entries.has(id)) makeRoom();
      const entry = entryOf(id);
      entry.users++;
      let isReleased = false;
      const release = (): void => {
        if (isReleased) return;
        isReleased = true;
        entry.users--;
        if (isClosed && entry.users === 0) void closeTenant(id);
      };
      try {
        return { tenant: (await entry.opened).tenant, release };
      } catch (error) {
        release();
        throw entries.get(id) === entry ? failed(id, error) : (failures.get(id)?.error ?? error);
      }
    },
    async close() {
      isClosed = true;
      const idle = [...entries].filter(([, { users }]) => users === 0);
      await Promise.all(idle.map(([id]) => closeTenant(id)));
    },
  };
}
