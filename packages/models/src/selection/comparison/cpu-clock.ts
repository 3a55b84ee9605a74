/** A clock in milliseconds, and what its time is. */
export interface NamedClock {
  readonly kind: 'cpu' | 'wall' | 'given';
  readonly clock: () => number;
}

/** The given clock, else the processor time of this process, else, where there is no process, the time on the wall. */
export function clockOf(given: (() => number) | undefined): NamedClock {
  if (given) return { kind: 'given', clock: given };
  if (typeof process === 'undefined' || typeof process.cpuUsage !== 'function') {
    return { kind: 'wall', clock: () => performance.now() };
  }
  return {
    kind: 'cpu',
    clock: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
  };
}
