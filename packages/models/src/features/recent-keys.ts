/** Names that a state remembers for an account. */
const mostKeys = 10_000;

/** What is known of each of some names. */
export interface RecentKeys<T> {
  /** What is known of a name; `undefined` if it was never met, or was forgotten. */
  get(key: string): T | undefined;
  /** What is known of a name that is met now, made by `create` for a new one. */
  meet(key: string, create: () => T): T;
  /** What is known of every name, in the order in which they were first met. */
  values(): readonly T[];
}

interface Known<T> {
  readonly value: T;
  /** The how-manieth meeting was the last with this name. */
  met: number;
}

/**
 * Remembers up to `capacity` names, so that the memory of an account is bounded whatever its rows are: at one more, the
 * half of them is forgotten that was not met for longest.
 */
export function recentKeys<T>(capacity: number = mostKeys): RecentKeys<T> {
  let known = new Map<string, Known<T>>();
  let meetings = 0;

  function forgetHalf(): void {
    const kept = [...known].sort(([, a], [, b]) => b.met - a.met).slice(0, capacity >> 1);
    const names = new Set(kept.map(([key]) => key));
    known = new Map([...known].filter(([key]) => names.has(key)));
  }

  return {
    get: (key) => known.get(key)?.value,
    meet(key, create) {
      meetings++;
      const found = known.get(key);
      if (found !== undefined) {
        found.met = meetings;
        return found.value;
      }
      if (known.size >= capacity) forgetHalf();
      const value = create();
      known.set(key, { value, met: meetings });
      return value;
    },
    values: () => Array.from(known.values(), ({ value }) => value),
  };
}
