const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Tells when a signal that all requests share is raised, once. Of thousands who want to know one alone listens to the signal:
 * Node takes more than ten for a leak, and warns.
 *
 * @returns What ends it.
 */
export function onAbort(signal: AbortSignal, told: () => void): () => void {
  let all = listeners.get(signal);
  if (all === undefined) {
    const created = new Set<() => void>();
    const tellAll = (): void => {
      for (const each of created) each();
    };
    signal.addEventListener('abort', tellAll, { once: true });
    listeners.set(signal, created);
    all = created;
  }
  // Each has an entry of its own, even where several want the same to be called.
  const entry = (): void => told();
  all.add(entry);
  return () => void all.delete(entry);
}
