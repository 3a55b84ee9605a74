import { createRandom } from '@titans/core';
import type { RateLimitAlgorithm, RateLimiter, RateLimiterSettings } from '@titans/server-adapter';
import { rateLimitOracle } from '../../packages/server-adapter/src/conformance/rate-limit-oracle.js';
import { rateLimited, rateLimitHeaders } from '../../packages/server-adapter/src/limits/headers.js';
import { standardWindows } from '../../packages/server-adapter/src/limits/limit-settings.js';

/** How headers compare with the definition. */
export interface HeaderReport {
  readonly traces: number;
  readonly decisions: number;
  /** Numbers in headers that the definition does not give. */
  readonly mismatches: number;
  /** Refused requests that waited as told and were refused again. */
  readonly refusedAgain: number;
}

const steps = 30;

/** S3: `r`, `t`, the `X-RateLimit-*` and `Retry-After` of random requests, by a clock that is moved. */
export async function compareHeaders(
  create: (settings: RateLimiterSettings) => RateLimiter,
  algorithm: RateLimitAlgorithm,
  traces: number,
  seed: number,
): Promise<HeaderReport> {
  const random = createRandom(seed, `headers/${algorithm}`);
  let [decisions, mismatches, refusedAgain] = [0, 0, 0];
  for (let trace = 0; trace < traces; trace++) {
    let now = 1_750_000_000_000;
    const windows = standardWindows({ perMinute: 1 + random.integer(12), perHour: 1 + random.integer(40) });
    const limiter = create({ algorithm, windows, clock: { now: () => now } });
    const oracle = rateLimitOracle(algorithm, windows);
    const caller = `${seed}-${trace}-${globalThis.crypto.randomUUID()}`;
    for (let step = 0; step < steps; step++) {
      now += [0, random.integer(50), random.integer(60_001), 59_999, 60_000, 3_600_000][
        random.integer(6)
      ] as number;
      const units = random.float() < 0.7 ? 1 : 1 + random.integer(15);
      const isAdmitted = oracle.admits(now, units, true);
      const decision = await limiter.take({ caller }, units);
      const headers = rateLimitHeaders(decision);
      decisions++;
      const expected: Record<string, string> = {
        'ratelimit-policy': windows
          .map(({ name, limit, windowSeconds }) => `"${name}";q=${limit};w=${windowSeconds}`)
          .join(', '),
      };
      for (const { name, limit } of windows) {
        expected[`x-ratelimit-limit-${name}`] = String(limit);
        expected[`x-ratelimit-remaining-${name}`] = String(oracle.remaining(name, now));
      }
      const t = Math.ceil((oracle.moreFrom(decision.tightest, now) - now) / 1_000);
      expected.ratelimit = `"${decision.tightest}";r=${oracle.remaining(decision.tightest, now)};t=${t}`;
      if (decision.admitted !== isAdmitted) mismatches++;
      for (const [name, value] of Object.entries(expected)) if (headers[name] !== value) mismatches++;
      if (decision.admitted) continue;
      const retryAfter = retryAfterOf(rateLimited(decision));
      if (retryAfter !== Math.ceil((oracle.admittedFrom(now, units) - now) / 1_000) || retryAfter < t)
        mismatches++;
      now += retryAfter * 1_000;
      if (!(await limiter.peek({ caller }, units)).admitted) refusedAgain++;
    }
  }
  return { traces, decisions, mismatches, refusedAgain };
}

function retryAfterOf(error: Error): number {
  const { details } = error as Error & { readonly details: { readonly headers: Record<string, string> } };
  return Number(details.headers['retry-after']);
}
