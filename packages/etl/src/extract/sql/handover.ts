/** Hands items from work that has its own end, such as a transaction, to a reader who asks for one at a time. */
export interface Handover<T> {
  /**
   * Offers an item and waits until the reader wants another one.
   *
   * @returns Whether the reader goes on; if not, the work should end.
   */
  give(item: T): Promise<boolean>;
  /** The last item, if there is one: nobody is waited for. */
  end(last?: T): void;
  fail(error: unknown): void;
  /** The next item; `null` at the end. Rejects with what the work failed with. */
  take(): Promise<T | null>;
  /** The reader wants no more. */
  stop(): void;
}

/** Starts with nothing offered. */
export function handover<T>(): Handover<T> {
  const items: T[] = [];
  let failure: { readonly error: unknown } | null = null;
  let hasEnded = false;
  let isStopped = false;
  let wakeReader = (): void => {};
  let wakeWork = (): void => {};

  return {
    async give(item) {
      if (isStopped) return false;
      items.push(item);
      const isWanted = new Promise<void>((resolve) => {
        wakeWork = resolve;
      });
      wakeReader();
      await isWanted;
      return !isStopped;
    },
    end(last) {
      if (last !== undefined) items.push(last);
      hasEnded = true;
      wakeReader();
    },
    fail(error) {
      failure = { error };
      wakeReader();
    },
    async take() {
      wakeWork();
      while (items.length === 0 && failure === null && !hasEnded) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
      }
      const item = items.shift();
      if (item !== undefined) return item;
      if (failure !== null) throw (failure as { readonly error: unknown }).error;
      return null;
    },
    stop() {
      isStopped = true;
      wakeWork();
    },
  };
}
