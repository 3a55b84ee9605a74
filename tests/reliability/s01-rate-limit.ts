import { type Asked, type Crew, rightKey } from './asking-crew.js';

/** What came of many requests for one quota. */
export interface RateLimitReport {
  readonly requests: number;
  readonly admitted: number;
  readonly seconds: number;
  /** Windows of 60 seconds in which certainly more were admitted than the limit. */
  readonly over: number;
  /** Refusals although certainly fewer had been admitted within the 60 seconds before. */
  readonly under: number;
  /** Answers that are neither. */
  readonly others: number;
}

const windowMs = 60_000;

/**
 * S1: one key, many processes, a limit per minute. An admission happened at some moment between request and answer, so
 * a breach is one that no choice of those moments explains.
 */
export async function exhaustQuota(
  crew: Crew,
  limit: number,
  order: {
    readonly requests: number;
    readonly atOnce: number;
    readonly pauseMs?: number;
    readonly forMs?: number;
  },
): Promise<RateLimitReport> {
  const asked = await crew.ask({ ...order, credential: rightKey, address: '192.0.2.1' });
  const admitted = asked.filter(({ status }) => status === 200);
  const refused = asked.filter(({ status }) => status === 429);
  const others = asked.filter(({ status }) => status !== 200 && status !== 429);
  return {
    requests: asked.length,
    admitted: admitted.length,
    seconds: ((asked.at(-1)?.ended ?? 0) - (asked[0]?.began ?? 0)) / 1_000,
    over: breachesOver(admitted, limit),
    // What was answered 503 may have been counted: the store got the question, and the answer came too late.
    under: refused.filter((refusal) => couldHaveCounted([...admitted, ...others], refusal) < limit).length,
    others: others.length,
  };
}

/** In words. */
export function describeRateLimit(report: RateLimitReport): string {
  const { admitted, requests, seconds, over, under, others } = report;
  return `${admitted} of ${requests} admitted in ${seconds.toFixed(1)} s, ${over} windows over, ${under} refusals too many, ${others} other answers`;
}

/** Sorted by when they ended, `limit` + 1 neighbours that all happened within less than a window. */
function breachesOver(admitted: readonly Asked[], limit: number): number {
  const sorted = [...admitted].sort((a, b) => a.ended - b.ended);
  let breaches = 0;
  for (let last = limit; last < sorted.length; last++) {
    const some = sorted.slice(last - limit, last + 1);
    const earliest = Math.min(...some.map(({ began }) => began));
    const latest = Math.max(...some.map(({ ended }) => ended));
    if (latest - earliest < windowMs) breaches++;
  }
  return breaches;
}

function couldHaveCounted(answered: readonly Asked[], refusal: Asked): number {
  return answered.filter(({ began, ended }) => ended > refusal.began - windowMs && began < refusal.ended)
    .length;
}
