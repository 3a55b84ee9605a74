import type { RateLimitAlgorithm, RateLimitWindow } from '../limits/rate-limiter.js';

/** What the definition of a limit says, computed from every admission so far. */
export interface RateLimitOracle {
  /** Whether so many units are admitted at this moment; uses them if told. */
  admits(now: number, units: number, use: boolean): boolean;
  remaining(windowName: string, now: number): number;
  /** The first moment from `now` at which so many units are admitted. */
  admittedFrom(now: number, units: number): number;
  /** The first moment from `now` at which more is left of the window than now; `now` where it is full. */
  moreFrom(windowName: string, now: number): number;
}

interface Admission {
  readonly at: number;
  readonly units: number;
}

/** Units left at a moment, exactly: whole ones, and whether so many fit. */
interface WindowOracle {
  readonly name: string;
  readonly capacity: number;
  remaining(now: number): number;
  use(now: number, units: number): void;
  isFull(now: number): boolean;
}

/** Moments must not run backwards. Nothing here is quick: every answer goes through all admissions again. */
export function rateLimitOracle(
  algorithm: RateLimitAlgorithm,
  windows: readonly RateLimitWindow[],
): RateLimitOracle {
  const oracles = windows.map(algorithm === 'token-bucket' ? tokenBucketOracle : slidingWindowOracle);
  const longestMs = Math.max(...windows.map(({ windowSeconds }) => windowSeconds * 1_000));
  const named = (name: string): WindowOracle => {
    const found = oracles.find((oracle) => oracle.name === name);
    if (found === undefined) throw new Error(`There is no window "${name}".`);
    return found;
  };
  const fits = (now: number, units: number): boolean =>
    oracles.every((oracle) => oracle.remaining(now) >= Math.min(units, oracle.capacity));

  return {
    admits(now, units, use) {
      const isAdmitted = fits(now, units);
      if (isAdmitted && use) for (const oracle of oracles) oracle.use(now, Math.min(units, oracle.capacity));
      return isAdmitted;
    },
    remaining: (name, now) => named(name).remaining(now),
    admittedFrom: (now, units) => firstMoment(now, longestMs * 2, (moment) => fits(moment, units)),
    moreFrom(name, now) {
      const oracle = named(name);
      if (oracle.isFull(now)) return now;
      const left = oracle.remaining(now);
      return firstMoment(now, longestMs * 2, (moment) => oracle.remaining(moment) > left);
    },
  };
}

/** What was admitted in (now − window, now] counts. */
function slidingWindowOracle({ name, limit, windowSeconds }: RateLimitWindow): WindowOracle {
  const admissions: Admission[] = [];
  const used = (now: number): number =>
    admissions
      .filter(({ at }) => at > now - windowSeconds * 1_000)
      .reduce((total, { units }) => total + units, 0);
  return {
    name,
    capacity: limit,
    remaining: (now) => limit - used(now),
    use: (at, units) => void admissions.push({ at, units }),
    isFull: (now) => used(now) === 0,
  };
}

/** Tokens as exact fractions: what is in the bucket, times the milliseconds of the window. */
function tokenBucketOracle({ name, limit, windowSeconds, burst = limit }: RateLimitWindow): WindowOracle {
  const admissions: Admission[] = [];
  const scale = BigInt(windowSeconds * 1_000);
  const full = BigInt(burst) * scale;
  function tokens(now: number): bigint {
    let held = full;
    let before = admissions[0]?.at ?? now;
    const fill = (at: number): void => {
      held += BigInt(at - before) * BigInt(limit);
      if (held > full) held = full;
      before = at;
    };
    for (const { at, units } of admissions) {
      fill(at);
      held -= BigInt(units) * scale;
    }
    fill(now);
    return held;
  }
  return {
    name,
    capacity: burst,
    remaining: (now) => Number(tokens(now) / scale),
    use: (at, units) => void admissions.push({ at, units }),
    isFull: (now) => tokens(now) === full,
  };
}

/** The first moment at which the condition holds; once it holds, it goes on holding. */
function firstMoment(from: number, withinMs: number, condition: (moment: number) => boolean): number {
  if (condition(from)) return from;
  let [early, late] = [from, from + withinMs];
  while (!condition(late)) late += withinMs;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (condition(middle)) late = middle;
    else early = middle;
  }
  return late;
}
