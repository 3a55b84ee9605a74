import type { RedisServer } from '../../packages/core/src/testing/redis-server.js';
import { type Asked, type Crew, rightKey, statusesOf } from './asking-crew.js';
import { pause } from './interrupted-load.js';

/** What happened to requests while Redis was away. */
export interface OutageReport {
  readonly requests: number;
  /** Milliseconds of the slowest answer that began before the outage, and from then on. */
  readonly slowestBefore: number;
  readonly slowestDuring: number;
  /** Answers 429 although the quota was far away. */
  readonly false429: number;
  /** Answers of the outage that are not what the policy says. */
  readonly againstPolicy: number;
  /** Milliseconds from the return of the server to the first request after which all is as before. */
  readonly recoveryMs: number;
  readonly during: Readonly<Record<number, number>>;
}

/** How long each part takes, in milliseconds. */
export interface OutageTimes {
  readonly before: number;
  readonly outage: number;
  readonly after: number;
}

/** Time in which an outage may go unnoticed: the requests that were on their way when it began. */
const noticeMs = 250;

/**
 * S4: the server is killed, or frozen, under load, and comes back. With the policy `refuse` requests are answered 503 from
 * when it is noticed, with `local` all of them 200.
 */
export async function takeStoreAway(
  crew: Crew,
  server: RedisServer,
  policy: 'local' | 'refuse',
  how: 'killed' | 'frozen',
  times: OutageTimes,
): Promise<OutageReport> {
  const forMs = times.before + times.outage + times.after;
  const asking = crew.ask({
    requests: 1e9,
    atOnce: 16,
    credential: rightKey,
    address: '192.0.2.1',
    forMs,
    pauseMs: 5,
  });
  await pause(times.before);
  const gone = performance.timeOrigin + performance.now();
  if (how === 'killed') await server.kill();
  else server.freeze();
  await pause(times.outage);
  const returning = performance.timeOrigin + performance.now();
  if (how === 'killed') await server.restart();
  else server.thaw();
  const back = performance.timeOrigin + performance.now();
  const asked = await asking;
  // Nothing stands between a killed server's connections and their end, so what came before it may be slow too.
  const before = asked.filter(({ ended }) => ended < gone);
  const affected = asked.filter(({ ended }) => ended >= gone);
  const noticed = affected.filter(({ began, ended }) => began > gone + noticeMs && ended < returning);
  const wanted = policy === 'local' ? 200 : 503;
  const lastRefusal = asked.findLast(({ status }) => status !== 200)?.ended ?? back;
  return {
    requests: asked.length,
    slowestBefore: slowest(before),
    slowestDuring: slowest(affected),
    false429: statusesOf(asked)[429] ?? 0,
    againstPolicy:
      noticed.filter(({ status }) => status !== wanted).length +
      asked.filter(({ status }) => status !== 200 && status !== wanted && status !== 429).length,
    recoveryMs: Math.max(0, lastRefusal - back),
    during: statusesOf(noticed),
  };
}

/** In words. */
export function describeOutage(report: OutageReport): string {
  const { requests, slowestBefore, slowestDuring, false429, againstPolicy, recoveryMs, during } = report;
  return `${requests} requests, slowest ${slowestBefore.toFixed(0)} ms before and ${slowestDuring.toFixed(0)} ms from then on, ${false429} false 429, ${againstPolicy} against the policy, during ${JSON.stringify(during)}, as before after ${recoveryMs.toFixed(0)} ms`;
}

function slowest(asked: readonly Asked[]): number {
  return asked.reduce((longest, { began, ended }) => Math.max(longest, ended - began), 0);
}
