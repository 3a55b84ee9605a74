import { TitansError } from '../errors/titans-error.js';
import type { KeyValueStore, SetOptions, VersionedValue } from './key-value-store.js';
import { closedStoreError, counterError, requireKey, ttlMsOf } from './store-arguments.js';

/** How a store in memory behaves. */
export interface MemoryKeyValueStoreOptions {
  /** Entries kept at most, 100,000 unless told. */
  readonly maxEntries?: number;
  /** Milliseconds since some fixed moment; `Date.now` unless told. */
  readonly now?: () => number;
}

interface Entry extends VersionedValue {
  readonly expiresAt: number;
}

/**
 * Keeps small state in this process. When it is full, the entry with a time to live that was written longest ago
 * makes room.
 *
 * @throws TitansError from its methods: `KEY_INVALID` for a key that is empty, longer than 1,024 characters, or no
 * well-formed text, `INVALID_ARGUMENT` for a time to live that is not positive or an increment that is not a safe integer,
 * `LIMIT_EXCEEDED` when it is full of entries that are kept for ever, `STORE_UNAVAILABLE` after `close`.
 * @example
 * ```ts
 * import { memoryKeyValueStore } from '@titans/core';
 *
 * const store = memoryKeyValueStore();
 * await store.increment('attempts:10.0.0.7', 1, { ttlMs: 300_000 });
 * ```
 */
export function memoryKeyValueStore(options: MemoryKeyValueStoreOptions = {}): KeyValueStore {
  const { maxEntries = 100_000, now = Date.now } = options;
  // Two maps in the order of writing, so that room is made in constant time.
  const lasting = new Map<string, Entry>();
  const expiring = new Map<string, Entry>();
  let writes = 0;
  let isClosed = false;

  function find(key: string): Entry | null {
    if (isClosed) throw closedStoreError();
    requireKey(key);
    const entry = lasting.get(key) ?? expiring.get(key);
    if (entry === undefined) return null;
    if (now() < entry.expiresAt) return entry;
    expiring.delete(key);
    return null;
  }

  function write(key: string, value: string, expiresAt: number): void {
    remove(key);
    if (lasting.size + expiring.size >= maxEntries) makeRoom();
    const entries = expiresAt === Number.POSITIVE_INFINITY ? lasting : expiring;
    entries.set(key, { value, version: String(++writes), expiresAt });
  }

  function makeRoom(): void {
    for (const oldest of expiring.keys()) {
      expiring.delete(oldest);
      return;
    }
    throw new TitansError('LIMIT_EXCEEDED', `The store is full: it holds ${maxEntries} entries.`, {
      details: { field: 'maxEntries' },
    });
  }

  function remove(key: string): boolean {
    return lasting.delete(key) || expiring.delete(key);
  }

  function expiryOf(options: SetOptions): number {
    return now() + (ttlMsOf(options) ?? Number.POSITIVE_INFINITY);
  }

  return {
    async get(key) {
      const entry = find(key);
      return entry && { value: entry.value, version: entry.version };
    },
    async set(key, value, setOptions = {}) {
      find(key);
      write(key, value, expiryOf(setOptions));
    },
    async compareAndSet(key, expected, value, setOptions = {}) {
      if ((find(key)?.version ?? null) !== expected) return false;
      write(key, value, expiryOf(setOptions));
      return true;
    },
    async increment(key, by, setOptions = {}) {
      const entry = find(key);
      const sum = Number(entry?.value ?? 0) + by;
      if (!Number.isSafeInteger(by) || !Number.isSafeInteger(sum)) throw counterError();
      write(key, String(sum), entry?.expiresAt ?? expiryOf(setOptions));
      return sum;
    },
    async delete(key) {
      return find(key) !== null && remove(key);
    },
    async close() {
      isClosed = true;
      lasting.clear();
      expiring.clear();
    },
  };
}
