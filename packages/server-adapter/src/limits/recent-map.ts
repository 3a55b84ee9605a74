/** A map that forgets what was not asked for. */
export interface RecentMap<Value> {
  get(key: string): Value | undefined;
  put(key: string, value: Value): Value;
}

/**
 * Holds `maxSize` entries at most, and always the half that was asked for last. Two generations: when the younger one
 * is full it becomes the older one, and what the older one still held is forgotten. So an entry in use costs one look-up,
 * where keeping an order would cost a deletion and an insertion each time.
 */
export function recentMap<Value>(maxSize: number): RecentMap<Value> {
  const size = Math.max(1, Math.floor(maxSize / 2));
  let younger = new Map<string, Value>();
  let older = new Map<string, Value>();

  function put(key: string, value: Value): Value {
    if (younger.size >= size && !younger.has(key)) {
      older = younger;
      younger = new Map();
    }
    younger.set(key, value);
    return value;
  }

  return {
    get(key) {
      const value = younger.get(key);
      if (value !== undefined) return value;
      const earlier = older.get(key);
      return earlier === undefined ? undefined : put(key, earlier);
    },
    put,
  };
}
