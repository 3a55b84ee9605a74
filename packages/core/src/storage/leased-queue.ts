import { TitansError } from '../errors/titans-error.js';
import type { Message, Queue, StopConsuming } from './queue.js';

/** How a queue on a server behaves. */
export interface LeasedQueueOptions {
  /** Deliveries of a message before it becomes a dead letter, 3 unless told. */
  readonly maxAttempts?: number;
  /** Messages of a topic that wait or are in hand at most, 10,000 unless told. */
  readonly maxMessages?: number;
  /** Dead letters kept per topic, 1,000 unless told; the oldest make room. */
  readonly maxDeadLetters?: number;
  /**
   * Milliseconds after which a message whose consumer was lost is delivered again, 30,000 unless told. A consumer that
   * works longer keeps its message by saying so three times as often.
   */
  readonly leaseMs?: number;
  /** Milliseconds between two looks for messages that other processes sent, 200 unless told. */
  readonly pollMs?: number;
}

/** The same, complete. */
export type LeasedQueueSettings = Required<LeasedQueueOptions>;

/** Where messages are kept. Every method is one step that no other interrupts. */
export interface QueueBackend {
  send(topic: string, body: string, deduplicationKey: string | null): Promise<'sent' | 'dropped' | 'full'>;
  /** Leases the next message; one whose lease has ended comes again, or becomes a dead letter after its last attempt. */
  take(topic: string): Promise<Message | null>;
  renew(topic: string, message: Message): Promise<void>;
  /** Ends the lease. Does nothing where it had ended before, and another consumer has the message. */
  settle(topic: string, message: Message, isDone: boolean): Promise<void>;
  deadLetters(topic: string): Promise<readonly Message[]>;
}

/** @throws TitansError `INVALID_ARGUMENT` for an option that is no whole number from 1. */
export function leasedQueueSettings(options: LeasedQueueOptions): LeasedQueueSettings {
  const settings = {
    maxAttempts: 3,
    maxMessages: 10_000,
    maxDeadLetters: 1_000,
    leaseMs: 30_000,
    pollMs: 200,
    ...options,
  };
  for (const [field, value] of Object.entries(settings)) {
    if (Number.isInteger(value) && value >= 1 && value < 2 ** 31) continue;
    throw new TitansError('INVALID_ARGUMENT', `${field} must be a whole number from 1, not ${value}.`, {
      details: { field },
    });
  }
  return settings;
}

/**
 * Delivers what a backend keeps. A consumer takes one message after the other; while the backend cannot be reached it
 * looks again every `pollMs`. A message whose end could not be told is delivered again when its lease has ended.
 */
export function leasedQueue(backend: QueueBackend, settings: LeasedQueueSettings): Queue {
  const consumers = new Set<StopConsuming>();
  const sleepers = new Map<string, Set<() => void>>();
  let isClosed = false;

  function requireOpen(): void {
    if (isClosed) throw new TitansError('STORE_UNAVAILABLE', 'The queue is closed.');
  }

  /** Waits for a message from this process, or to look for one from another. */
  function sleep(topic: string): { readonly over: Promise<void>; wake(): void } {
    const waiting = sleepers.get(topic) ?? new Set();
    sleepers.set(topic, waiting);
    let wake = (): void => {};
    const over = new Promise<void>((resolve) => {
      const timer = setTimeout(() => wake(), settings.pollMs);
      wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        if (waiting.size === 0) sleepers.delete(topic);
        resolve();
      };
      waiting.add(wake);
    });
    return { over, wake: () => wake() };
  }

  async function deliver(
    topic: string,
    message: Message,
    handler: (message: Message) => Promise<void>,
  ): Promise<void> {
    const renewal = setInterval(() => {
      // A renewal that fails costs the lease at worst: the message then comes again.
      backend.renew(topic, message).catch(() => {});
    }, settings.leaseMs / 3);
    let isDone = true;
    try {
      await handler(message);
    } catch {
      // The handler's failure is the queue's normal case: the message is seen again or kept as a dead letter.
      isDone = false;
    } finally {
      clearInterval(renewal);
    }
    await backend.settle(topic, message, isDone);
  }

  return {
    async send(topic, body, { deduplicationKey = null } = {}) {
      requireOpen();
      if ((await backend.send(topic, body, deduplicationKey)) === 'full') {
        throw new TitansError(
          'LIMIT_EXCEEDED',
          `The queue is full: ${settings.maxMessages} messages wait. Try again later.`,
          { details: { field: 'maxMessages' } },
        );
      }
      for (const wake of [...(sleepers.get(topic) ?? [])]) wake();
    },

    consume(topic, handler) {
      requireOpen();
      let isStopped = false;
      let wake = (): void => {};

      async function work(): Promise<void> {
        while (!isStopped) {
          let isIdle = true;
          try {
            const message = await backend.take(topic);
            if (message !== null) {
              isIdle = false;
              await deliver(topic, message, handler);
            }
          } catch {
            // The backend is away for now. What was in hand is delivered again when its lease has ended.
            isIdle = true;
          }
          if (!isIdle || isStopped) continue;
          const pause = sleep(topic);
          wake = pause.wake;
          await pause.over;
        }
      }

      const finished = work();
      const stop = async (): Promise<void> => {
        isStopped = true;
        consumers.delete(stop);
        wake();
        await finished;
      };
      consumers.add(stop);
      return stop;
    },

    async deadLetters(topic) {
      requireOpen();
      return backend.deadLetters(topic);
    },

    async close() {
      isClosed = true;
      await Promise.all([...consumers].map((stop) => stop()));
    },
  };
}
