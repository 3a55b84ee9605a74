import { TitansError } from '../errors/titans-error.js';
import type { Message, Queue, StopConsuming } from './queue.js';

/** How a queue in memory behaves. */
export interface MemoryQueueOptions {
  /** Messages that wait at most, over all topics, 10,000 unless told. */
  readonly maxMessages?: number;
  /** Deliveries of a message before it becomes a dead letter, 3 unless told. */
  readonly maxAttempts?: number;
  /** Dead letters kept per topic, 1,000 unless told; the oldest make room. */
  readonly maxDeadLetters?: number;
}

interface Waiting extends Message {
  readonly deduplicationKey: string | undefined;
}

interface Topic {
  readonly pending: Waiting[];
  readonly keys: Set<string>;
  readonly deadLetters: Message[];
  /** Wakes consumers that found nothing to do. */
  readonly sleepers: Set<() => void>;
}

/**
 * A queue within this process. Messages are lost when it ends. A message that fails is delivered again before
 * later ones.
 *
 * @throws TitansError from its methods: `LIMIT_EXCEEDED` when it is full, `STORE_UNAVAILABLE` after `close`.
 * @example
 * ```ts
 * import { memoryQueue } from '@titans/core';
 *
 * const queue = memoryQueue();
 * const stop = queue.consume('retrain', async (message) => console.log(message.body));
 * await queue.send('retrain', JSON.stringify({ task: 'category' }));
 * await stop();
 * ```
 */
export function memoryQueue(options: MemoryQueueOptions = {}): Queue {
  const { maxMessages = 10_000, maxAttempts = 3, maxDeadLetters = 1_000 } = options;
  const topics = new Map<string, Topic>();
  const consumers = new Set<StopConsuming>();
  let waitingMessages = 0;
  let sent = 0;
  let isClosed = false;

  function topicOf(name: string): Topic {
    if (isClosed) throw new TitansError('STORE_UNAVAILABLE', 'The queue is closed.');
    const known = topics.get(name);
    if (known) return known;
    const topic = { pending: [], keys: new Set<string>(), deadLetters: [], sleepers: new Set<() => void>() };
    topics.set(name, topic);
    return topic;
  }

  async function deliver(
    topic: Topic,
    message: Waiting,
    handler: (message: Message) => Promise<void>,
  ): Promise<void> {
    const { id, body, attempt, deduplicationKey } = message;
    try {
      await handler({ id, body, attempt });
    } catch {
      // The handler's failure is the queue's normal case: the message is seen again or kept as a dead letter.
      if (attempt < maxAttempts) {
        topic.pending.unshift({ ...message, attempt: attempt + 1 });
        wakeOne(topic);
        return;
      }
      topic.deadLetters.push({ id, body, attempt });
      if (topic.deadLetters.length > maxDeadLetters) topic.deadLetters.shift();
    }
    waitingMessages--;
    if (deduplicationKey !== undefined) topic.keys.delete(deduplicationKey);
  }

  return {
    async send(name, body, { deduplicationKey } = {}) {
      const topic = topicOf(name);
      if (deduplicationKey !== undefined && topic.keys.has(deduplicationKey)) return;
      if (waitingMessages >= maxMessages) {
        throw new TitansError(
          'LIMIT_EXCEEDED',
          `The queue is full: ${maxMessages} messages wait. Try again later.`,
          {
            details: { field: 'maxMessages' },
          },
        );
      }
      if (deduplicationKey !== undefined) topic.keys.add(deduplicationKey);
      topic.pending.push({ id: String(++sent), body, attempt: 1, deduplicationKey });
      waitingMessages++;
      wakeOne(topic);
    },

    consume(name, handler) {
      const topic = topicOf(name);
      let isStopped = false;
      let wake = (): void => {};

      async function work(): Promise<void> {
        while (!isStopped) {
          const message = topic.pending.shift();
          if (message) await deliver(topic, message, handler);
          else await sleep();
        }
      }

      function sleep(): Promise<void> {
        return new Promise((resolve) => {
          wake = () => {
            topic.sleepers.delete(wake);
            resolve();
          };
          topic.sleepers.add(wake);
        });
      }

      const finished = work();
      const stop = async (): Promise<void> => {
        isStopped = true;
        consumers.delete(stop);
        wake();
        await finished;
        // A wake-up that this consumer received must not be lost for the others.
        if (topic.pending.length > 0) wakeOne(topic);
      };
      consumers.add(stop);
      return stop;
    },

    async deadLetters(name) {
      return [...topicOf(name).deadLetters];
    },

    async close() {
      isClosed = true;
      await Promise.all([...consumers].map((stop) => stop()));
      topics.clear();
    },
  };
}

function wakeOne(topic: Topic): void {
  for (const wake of topic.sleepers) {
    wake();
    return;
  }
}
