/**
 * Whether something stops, told to whoever asks. Not an `AbortSignal`: in Cloudflare Workers that belongs to the request in
 * which it was made, and no other may even read it.
 */
export interface Stopping {
  readonly isStopping: boolean;
  /** Calls back once it stops. Gives what ends that. */
  onStop(told: () => void): () => void;
}

/** What stops it, once. */
export interface Stopper extends Stopping {
  stop(): void;
}

/** Something that goes on until it is stopped. */
export function createStopper(): Stopper {
  const listeners = new Set<() => void>();
  let isStopping = false;
  return {
    get isStopping() {
      return isStopping;
    },
    onStop(told) {
      // Each has an entry of its own, even where several want the same to be called.
      const entry = (): void => told();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    stop() {
      if (isStopping) return;
      isStopping = true;
      for (const told of listeners) told();
      listeners.clear();
    },
  };
}

/** A signal for one piece of work, and what lets go of it. */
export interface HeldSignal {
  readonly signal: AbortSignal;
  release(): void;
}

/** A signal that is raised once it stops. */
export function signalOf(stopping: Stopping): HeldSignal {
  const controller = new AbortController();
  if (stopping.isStopping) controller.abort();
  return { signal: controller.signal, release: stopping.onStop(() => controller.abort()) };
}
