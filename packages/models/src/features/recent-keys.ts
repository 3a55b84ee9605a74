/** Names that a state remembers for an account. */
const mostKeys = 10_000;

/** What is known of each of some names. */
export interface RecentKeys<T, Key = string> {
  /** What is known of a name; `undefined` if it was never met, or was forgotten. */
  get(key: Key): T | undefined;
  /**
   * What is known of a name that is met now, made by `create` for a new one.
   *
   * @param forgotten Told of each name that makes room for it.
   */
  meet(key: Key, create: () => T, forgotten?: (key: Key, known: T) => void): T;
  /** Every name with what is known of it: met in this order, they are remembered as they are here. */
  entries(): Iterable<readonly [Key, T]>;
  /** What is known of every name. */
  values(): Iterable<T>;
}

/**
 * Remembers up to `capacity` names, so that the memory of an account is bounded whatever its rows are: at one more, the
 * half of them is forgotten that was not met for longest.
 */
export function recentKeys<T extends NonNullable<unknown>, Key = string>(
  capacity: number = mostKeys,
): RecentKeys<T, Key> {
  const half = capacity >> 1;
  const known = new Map<Key, T>();
  return {
    get: (key) => known.get(key),
    meet(key, create, forgotten) {
      const found = known.get(key);
      if (found !== undefined) {
        // Names met from here on go to the end. Those at the front when the map is full were met before it was half
        // full, or else longest ago: of a map that stays small, which is nearly every one, no order need be kept.
        if (known.size >= half) {
          known.delete(key);
          known.set(key, found);
        }
        return found;
      }
      if (known.size >= capacity) {
        for (const [oldest, what] of [...known].slice(0, capacity - half)) {
          known.delete(oldest);
          forgotten?.(oldest, what);
        }
      }
      const created = create();
      known.set(key, created);
      return created;
    },
    entries: () => known.entries(),
    values: () => known.values(),
  };
}
