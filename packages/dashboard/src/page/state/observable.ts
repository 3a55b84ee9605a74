/** A value that tells those who look at it when it is another one. */
export interface Observable<T> {
  readonly value: T;
  set(next: T): void;
  /** Calls `listener` after each change, until the function that it gives is called. */
  subscribe(listener: () => void): () => void;
}

/** Makes an {@link Observable}. Setting the value that it has tells nobody. */
export function observable<T>(initial: T): Observable<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
