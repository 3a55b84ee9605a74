import type { HealthResponse, HealthState } from '@titans/core/contract';
import type { Clock } from '../http/clock.js';
import { inTime } from '../http/in-time.js';
import { requestError } from '../http/problem.js';

/** Something that the service cannot do without. */
export interface Dependency {
  readonly name: string;
  /** Rejects if it does not work. */
  check(): Promise<unknown>;
}

/** Tells how the service is. */
export interface Health {
  /** State of the process alone: it answers, so it lives. */
  alive(): HealthResponse;
  /** State of every dependency. */
  report(): Promise<HealthResponse>;
  /** @throws TitansError `SHUTTING_DOWN`, or `NOT_READY` naming what is missing. */
  ready(): Promise<HealthResponse>;
}

/** What {@link healthOf} looks at. */
export interface HealthParts {
  readonly dependencies: readonly Dependency[];
  readonly isDraining: () => boolean;
  readonly version: string;
  readonly clock: Clock;
}

const checkTimeoutMs = 1_000;

/** Watches the dependencies. A check that takes longer than a second has failed. */
export function healthOf({ dependencies, isDraining, version, clock }: HealthParts): Health {
  const startedAt = clock.now();

  function respond(status: HealthState, checks: Record<string, HealthState>): HealthResponse {
    const now = clock.now();
    const uptime = Math.max(0, now - startedAt) / 1_000;
    return { status, timestamp: new Date(now).toISOString(), version, uptime, checks };
  }

  async function report(): Promise<HealthResponse> {
    const checks: Record<string, HealthState> = { api: isDraining() ? 'unhealthy' : 'healthy' };
    await Promise.all(
      dependencies.map(async ({ name, check }) => {
        const works = check().then(
          () => true,
          () => false,
        );
        checks[name] = (await inTime(works, checkTimeoutMs, () => false)) ? 'healthy' : 'unhealthy';
      }),
    );
    const isHealthy = Object.values(checks).every((state) => state === 'healthy');
    return respond(isHealthy ? 'healthy' : 'unhealthy', checks);
  }

  return {
    alive: () => respond('healthy', { api: 'healthy' }),
    report,
    async ready() {
      const state = await report();
      if (isDraining()) throw requestError('SHUTTING_DOWN', 'The service is stopping.');
      const missing = Object.entries(state.checks).filter(([, check]) => check !== 'healthy');
      if (missing.length > 0) {
        const names = missing.map(([name]) => name).join(', ');
        throw requestError('NOT_READY', `The service is not ready: ${names}.`);
      }
      return state;
    },
  };
}
