import { TitansError } from '@titans/core';
import { inTime } from '../http/in-time.js';
import type { Logger } from '../logging/logger.js';
import { createStopper, type Stopping } from './stopping.js';

/** How a service stops. */
export interface CloseOptions {
  /**
   * Milliseconds for which requests are still taken after readiness has said no; 0 unless told. Where a balancer learns of
   * it later, as in Kubernetes, nothing that it still sends is refused then.
   */
  readonly drainDelayMs?: number;
  /** Longest wait after that for requests in flight and for what they recorded, 10,000 unless told. */
  readonly timeoutMs?: number;
}

/** `draining`: no longer ready, but answering until nothing is in flight. */
export type ServiceState = 'ready' | 'draining' | 'closed';

/** Knows what is in flight and how far the service is on its way out. */
export interface Lifecycle {
  readonly state: ServiceState;
  /** Told when new requests are refused, and streams without an end are to end. */
  readonly stopping: Stopping;
  /** Counts a request, which has to say once when it is answered. */
  enter(): () => void;
  /**
   * Becomes unready, waits, refuses, finishes and flushes. Stopping twice waits for the same.
   *
   * @throws TitansError `INVALID_ARGUMENT` for waits that are none; then nothing is stopped.
   */
  stop(options?: CloseOptions): Promise<void>;
}

/** What is done on the way out. */
export interface LifecycleParts {
  readonly logger: Logger;
  /** Ends what goes on by itself, once new requests are refused. */
  readonly stop: () => Promise<unknown>;
  /** Writes what was recorded, when the last request has been answered. */
  readonly flush: () => Promise<unknown>;
}

const defaultTimeoutMs = 10_000;

/** The life of a service from its start to its end. */
export function lifecycle({ logger, stop, flush }: LifecycleParts): Lifecycle {
  const stopping = createStopper();
  let state: ServiceState = 'ready';
  let inFlight = 0;
  let notifyIdle = (): void => undefined;
  let stopped: Promise<void> | undefined;

  async function run({ drainDelayMs, timeoutMs }: Required<CloseOptions>): Promise<void> {
    state = 'draining';
    if (drainDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, drainDelayMs));
    stopping.stop();
    const answered = new Promise<void>((resolve) => {
      notifyIdle = resolve;
      if (inFlight === 0) resolve();
    });
    const finished = Promise.all([answered, stop()]).then(flush);
    try {
      await inTime<unknown>(finished, timeoutMs, () =>
        logger.warn({ inFlight }, 'Closed before all requests and records were finished.'),
      );
    } finally {
      state = 'closed';
    }
    await inTime(flushOf(logger), timeoutMs, () => undefined);
  }

  return {
    get state() {
      return state;
    },
    stopping,
    enter() {
      inFlight++;
      return () => {
        inFlight--;
        if (inFlight === 0) notifyIdle();
      };
    },
    stop(options) {
      try {
        stopped ??= run(waitsOf(options ?? {}));
      } catch (error) {
        return Promise.reject(error);
      }
      return stopped;
    },
  };
}

/** What timers can wait at most; they take longer waits, and what is no number, for none. */
const longestWaitMs = 2 ** 31 - 1;

/** @throws TitansError `INVALID_ARGUMENT`. */
function waitsOf({ drainDelayMs = 0, timeoutMs = defaultTimeoutMs }: CloseOptions): Required<CloseOptions> {
  for (const [field, ms] of Object.entries({ drainDelayMs, timeoutMs })) {
    if (typeof ms === 'number' && ms >= 0) continue;
    throw new TitansError('INVALID_ARGUMENT', `${field} must be a number of milliseconds, 0 or more.`, {
      details: { field },
    });
  }
  return {
    drainDelayMs: Math.min(drainDelayMs, longestWaitMs),
    timeoutMs: Math.min(timeoutMs, longestWaitMs),
  };
}

/** The lines of the log that are still buffered. A log that cannot be written has nobody to be told of it. */
function flushOf(logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    if (logger.flush === undefined) resolve();
    else logger.flush(() => resolve());
  });
}
