/** A map that keeps the entries that were set or asked for last. */
export interface RecentMap<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
}

/** Keeps at least half of the last `limit` entries and at most all: in two generations, as `rememberedRows` does. */
export function recentMap<Key, Value>(limit: number): RecentMap<Key, Value> {
  const half = Math.max(1, Math.ceil(limit / 2));
  let newer = new Map<Key, Value>();
  let older = new Map<Key, Value>();
  function set(key: Key, value: Value): void {
    if (newer.size >= half) [older, newer] = [newer, new Map()];
    newer.set(key, value);
  }
  return {
    set,
    get(key) {
      const recent = newer.get(key);
      if (recent !== undefined) return recent;
      const found = older.get(key);
      if (found !== undefined) set(key, found);
      return found;
    },
  };
}
