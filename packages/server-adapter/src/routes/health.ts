import type { HealthResponse, HealthState } from '@titans/core/contract';
import type { Clock } from '../http/clock.js';
import { inTime } from '../http/in-time.js';
import { requestError } from '../http/problem.js';

/** Something that the service works with. */
export interface Dependency {
  readonly name: string;
  /** Whether the service takes no traffic without it. If not, it is `degraded` where this fails. */
  readonly isRequired: boolean;
  /** Rejects if it does not work. Stops when the signal is raised. */
  check(signal: AbortSignal): Promise<unknown>;
}

/** Tells how the service is. */
export interface Health {
  /**
   * State of the process alone, whatever it depends on: it answers, so it lives.
   *
   * @throws TitansError `NOT_READY` if the event loop was blocked for five seconds or more a moment ago.
   */
  alive(): HealthResponse;
  /** State of every dependency. */
  report(): Promise<HealthResponse>;
  /** @throws TitansError `SHUTTING_DOWN`, or `NOT_READY` naming what is missing. */
  ready(): Promise<HealthResponse>;
}

/** What {@link healthOf} looks at. */
export interface HealthParts {
  /** Those that there are now. */
  readonly dependencies: () => readonly Dependency[];
  readonly isDraining: () => boolean;
  /** Milliseconds for which the event loop was blocked of late. */
  readonly longestBlockMs: () => number;
  readonly version: string;
  readonly clock: Clock;
}

const checkTimeoutMs = 1_000;
/** With the time limit of a check, whatever is asked is known not later than two seconds after it is so. */
const checkAgeMs = 900;
const deadlyBlockMs = 5_000;

/**
 * Watches the dependencies. A check that takes longer than a second has failed. All are checked at most about once a second,
 * however often anyone asks: the probes are open to everyone.
 */
export function healthOf(parts: HealthParts): Health {
  const { dependencies, isDraining, longestBlockMs, version, clock } = parts;
  const startedAt = clock.now();
  let checked: Promise<ReadonlyMap<string, HealthState>> | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;

  function respond(status: HealthState, checks: Readonly<Record<string, HealthState>>): HealthResponse {
    const now = clock.now();
    const uptime = Math.max(0, now - startedAt) / 1_000;
    return { status, timestamp: new Date(now).toISOString(), version, uptime, checks };
  }

  function check(): Promise<ReadonlyMap<string, HealthState>> {
    const now = performance.now();
    if (checked === undefined || now - checkedAt > checkAgeMs) {
      checkedAt = now;
      checked = checkAll(dependencies());
    }
    return checked;
  }

  async function report(): Promise<HealthResponse> {
    const api: HealthState = isDraining() ? 'unhealthy' : 'healthy';
    const checks = { api, ...Object.fromEntries(await check()) };
    return respond(worstOf(Object.values(checks)), checks);
  }

  return {
    alive() {
      const blockedMs = longestBlockMs();
      if (blockedMs >= deadlyBlockMs) {
        const seconds = (blockedMs / 1_000).toFixed(1);
        throw requestError('NOT_READY', `The event loop was blocked for ${seconds} s a moment ago.`);
      }
      return respond('healthy', { api: 'healthy' });
    },
    report,
    async ready() {
      if (isDraining()) throw requestError('SHUTTING_DOWN', 'The service is stopping.');
      const state = await report();
      if (isDraining()) throw requestError('SHUTTING_DOWN', 'The service is stopping.');
      const missing = Object.entries(state.checks).filter(([, found]) => found === 'unhealthy');
      if (missing.length > 0) {
        const names = missing.map(([name]) => name).join(', ');
        throw requestError('NOT_READY', `The service is not ready: ${names}.`);
      }
      return state;
    },
  };
}

/** The worst state of each name: tenants, whose names are nobody's business, are not told apart. */
async function checkAll(dependencies: readonly Dependency[]): Promise<ReadonlyMap<string, HealthState>> {
  const states = new Map<string, HealthState>();
  for (const { name } of dependencies) states.set(name, 'healthy');
  await Promise.all(
    dependencies.map(async ({ name, isRequired, check }) => {
      if (await works(check)) return;
      states.set(name, worstOf([states.get(name) ?? 'healthy', isRequired ? 'unhealthy' : 'degraded']));
    }),
  );
  return states;
}

async function works(check: Dependency['check']): Promise<boolean> {
  const late = new AbortController();
  const checked = (async () => check(late.signal))().then(
    () => true,
    () => false,
  );
  return inTime(checked, checkTimeoutMs, () => {
    late.abort();
    return false;
  });
}

function worstOf(states: readonly HealthState[]): HealthState {
  if (states.includes('unhealthy')) return 'unhealthy';
  return states.includes('degraded') ? 'degraded' : 'healthy';
}
