/** Names that a state remembers for an account; of more, those not met for the longest time are forgotten. */
const mostKeys = 10_000;

/** What is known of each of some names. */
export interface RecentKeys<T> {
  /** What is known of a name; `undefined` if it was never met, or was forgotten. */
  get(key: string): T | undefined;
  /** What is known of a name that is met now, made by `create` for a new one. */
  meet(key: string, create: () => T): T;
  /** What is known of every name, longest unseen first. */
  values(): Iterable<T>;
}

/** Remembers up to `capacity` names, so that the memory of an account is bounded whatever its rows are. */
export function recentKeys<T>(capacity: number = mostKeys): RecentKeys<T> {
  const known = new Map<string, T>();
  return {
    get: (key) => known.get(key),
    values: () => known.values(),
    meet(key, create) {
      const found = known.get(key);
      const value = found ?? create();
      // A map yields first what was put in first: putting a name in anew makes it the last to be forgotten.
      if (found !== undefined) known.delete(key);
      else if (known.size >= capacity) known.delete(known.keys().next().value as string);
      known.set(key, value);
      return value;
    },
  };
}
