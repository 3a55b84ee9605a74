import { findPostgres } from '../../packages/core/src/testing/postgres-server.js';
import { findRedis } from '../../packages/core/src/testing/redis-server.js';
import { repeatRequests } from './s21-idempotency.js';
import { findNginx, replaceUnderLoad } from './s22-shutdown.js';
import { takeAway } from './s23-probes.js';
import { soak } from './s24-soak.js';

/** Runs a part unless others were asked for. */
export type RunPart = (what: string, run: (what: string) => Promise<void>) => Promise<void>;

/** How much is tried. */
export interface ServiceTrials {
  readonly seed: number;
  /** Processes that are replaced under load. */
  readonly rounds: number;
  /** Seconds of the soak; from half an hour on memory is judged, a minute says only that nothing breaks. */
  readonly soakSeconds: number;
}

const mostExitMs = 10_000;
const mostUnreadyMs = 100;
const mostMegabytesPerHour = 1;
const mostP99Ms = 100;
/** Before, what is remembered on purpose is still filling up. */
const leastSecondsForHeap = 1_800;
/** Two-sided 95 %. */
const deviations = 1.96;

/** S21 to S24: what a service does when clients repeat themselves, processes go, dependencies fail and hours pass. */
export async function servicesHold(part: RunPart, failures: string[], trials: ServiceTrials): Promise<void> {
  const note = (what: string, found: readonly string[]): void =>
    void failures.push(...found.map((failure) => `${what}: ${failure}`));

  await part('S21, requests with keys', async (what) => {
    if (findRedis() === undefined) return console.log(`${what}: left out, Redis is not installed`);
    const {
      requests,
      crashes,
      answered,
      unknown,
      replayed,
      inProgress,
      failures: broken,
    } = await repeatRequests(1_000, 10, 3, trials.seed);
    console.log(
      `${what}: of ${requests} sent ten times at once ${answered} had one effect and one answer, ${unknown} an outcome that is not known, none two effects (${crashes} crashes, ${replayed} replayed, ${inProgress} told to wait)`,
    );
    note(what, broken);
  });

  await part('S22, processes replaced under load', async (what) => {
    if (findNginx() === undefined) return console.log(`${what}: left out, nginx is not installed`);
    const {
      rounds,
      requests,
      failed,
      unreadyMs,
      medianUnreadyMs,
      exitMs,
      failures: broken,
    } = await replaceUnderLoad(trials.rounds, 500);
    console.log(
      `${what}: ${failed} of ${requests} requests failed in ${rounds} rounds; unready after ${unreadyMs.toFixed(0)} ms at most (half of them after ${medianUnreadyMs.toFixed(0)} ms), ended after ${exitMs.toFixed(0)} ms at most`,
    );
    note(what, broken);
    if (failed > 0) failures.push(`${what}: ${failed} requests failed`);
    if (unreadyMs > mostUnreadyMs) failures.push(`${what}: unready only after ${unreadyMs} ms`);
    if (exitMs > mostExitMs) failures.push(`${what}: ended only after ${exitMs} ms`);
  });

  await part('S23, probes', async (what) => {
    if (findRedis() === undefined || findPostgres() === undefined) {
      return console.log(`${what}: left out, Redis or PostgreSQL is not installed`);
    }
    const { unreadyMs, liveProbes, failures: broken } = await takeAway();
    const named = Object.entries(unreadyMs).map(([name, ms]) => `${name} ${ms} ms`);
    console.log(`${what}: named after ${named.join(', ')}; ${liveProbes} probes of life`);
    note(what, broken);
  });

  await part('S24, soak', async (what) => {
    const settings = {
      seconds: trials.soakSeconds,
      requestsPerSecond: 500,
      secondsBetweenSwaps: 30,
      seed: trials.seed,
    };
    const report = await soak(settings);
    const { requests, failed, swaps, strangers, p99Ms, heapMegabytesPerHour, heapStandardError } = report;
    const [heap, resident] = [report.heapMegabytes, report.residentMegabytes].map((ends) =>
      ends.map((megabytes) => megabytes.toFixed(1)).join(' to '),
    );
    console.log(
      `${what}: ${failed} of ${requests} requests failed in ${settings.seconds} s (${report.behindSeconds.toFixed(1)} s behind), ${swaps} swaps (the slowest ${(report.slowestSwapMs / 1_000).toFixed(1)} s), ${strangers} answers by other models, p99 ${p99Ms.toFixed(1)} ms, heap ${heapMegabytesPerHour.toFixed(2)} ± ${heapStandardError.toFixed(2)} MB/h (${heap} MB, of the process ${resident} MB)`,
    );
    note(what, report.failures);
    if (strangers > 0) failures.push(`${what}: ${strangers} answers by models that were never put in place`);
    if (p99Ms >= mostP99Ms) failures.push(`${what}: p99 ${p99Ms} ms`);
    const leastGrowth = heapMegabytesPerHour - deviations * heapStandardError;
    if (settings.seconds >= leastSecondsForHeap && leastGrowth > mostMegabytesPerHour) {
      failures.push(`${what}: the heap grows by ${heapMegabytesPerHour} MB/h`);
    }
  });
}
