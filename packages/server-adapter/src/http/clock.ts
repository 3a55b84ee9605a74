/** Tells the time. Replaced in tests of whatever depends on it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The clock of the machine. */
export const systemClock: Clock = { now: () => Date.now() };

/**
 * Whether a moment was less than so long ago. One that is still to come was not: the clock was set back meanwhile, and how
 * long ago it was nobody knows.
 */
export function isRecent(moment: number, forMs: number, now: number): boolean {
  return moment <= now && now - moment < forMs;
}
