/** A stored value with the version that {@link KeyValueStore.compareAndSet} takes. */
export interface VersionedValue {
  readonly value: string;
  /** Changes with every write; opaque. */
  readonly version: string;
}

/** How a value is stored. */
export interface SetOptions {
  /** Milliseconds after which the value is gone; kept for ever unless told. */
  readonly ttlMs?: number;
}

/** Small shared state: locks, counters, sessions, idempotency keys. Every method is atomic. */
export interface KeyValueStore {
  /** The value, or `null` if there is none or it has expired. */
  get(key: string): Promise<VersionedValue | null>;
  set(key: string, value: string, options?: SetOptions): Promise<void>;
  /**
   * Writes only if the stored version is still `expected`; `null` means that there must be no value.
   *
   * @returns Whether it was written.
   */
  compareAndSet(key: string, expected: string | null, value: string, options?: SetOptions): Promise<boolean>;
  /** Adds to a counter that starts at 0 and returns the sum. The time to live starts at the first addition. */
  increment(key: string, by: number, options?: SetOptions): Promise<number>;
  /** Removes the value; whether there was one. */
  delete(key: string): Promise<boolean>;
  close(): Promise<void>;
}
