import {
  type LeasedQueueOptions,
  leasedQueue,
  leasedQueueSettings,
  type QueueBackend,
} from '../storage/leased-queue.js';
import type { Message, Queue } from '../storage/queue.js';
import { requireKey } from '../storage/store-arguments.js';
import { fromStoredText, toStoredText } from '../storage/stored-text.js';
import { deadLettersScript, renewScript, sendScript, settleScript, takeScript } from './queue-scripts.js';
import type { RedisReply, RedisScript } from './redis-script.js';
import type { RedisStore } from './redis-store.js';

/**
 * A queue on a Redis server. Messages outlive the process, as far as the server keeps what it holds, and consumers of many
 * processes share them: each message is leased to one of them, by the clock of the server, and comes again when its
 * consumer was lost. Closing the queue leaves the store open.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an option that is none; from its methods `LIMIT_EXCEEDED` when a topic is full,
 * `KEY_INVALID` for a topic or a key that is none, `STORE_UNAVAILABLE` after `close` and where the server cannot be used.
 * @example
 * ```ts
 * import { openRedis, redisQueue } from '@titans/core/redis';
 *
 * const queue = redisQueue(await openRedis('redis://localhost'));
 * await queue.send('retrain', JSON.stringify({ task: 'category' }), { deduplicationKey: 'category' });
 * const stop = queue.consume('retrain', async (message) => console.log(message.body));
 * await stop();
 * ```
 */
export function redisQueue(store: RedisStore, options: LeasedQueueOptions = {}): Queue {
  const settings = leasedQueueSettings(options);
  const { maxAttempts, maxMessages, maxDeadLetters, leaseMs } = settings;

  async function run(
    script: RedisScript,
    topic: string,
    ...parameters: (string | number)[]
  ): Promise<RedisReply> {
    requireKey(topic);
    const parts = ['ready', 'messages', 'leased', 'keys', 'dead', 'counter'];
    return store.run(
      script,
      parts.map((part) => `queue:${part}:${topic}`),
      parameters,
    );
  }

  const backend: QueueBackend = {
    async send(topic, body, deduplicationKey) {
      if (deduplicationKey !== null) requireKey(deduplicationKey);
      const outcome = await run(sendScript, topic, toStoredText(body), deduplicationKey ?? '', maxMessages);
      return outcome as 'sent' | 'dropped' | 'full';
    },
    async take(topic) {
      const reply = await run(takeScript, topic, leaseMs, maxAttempts, maxDeadLetters);
      if (reply === null) return null;
      const [id, attempt, body] = reply as readonly [string, number, string];
      return { id, attempt, body: fromStoredText(body) };
    },
    async renew(topic, { id, attempt }) {
      await run(renewScript, topic, id, attempt, leaseMs);
    },
    async settle(topic, { id, attempt }, isDone) {
      await run(settleScript, topic, id, attempt, isDone ? 1 : 0, maxAttempts, maxDeadLetters);
    },
    async deadLetters(topic) {
      return ((await run(deadLettersScript, topic)) as readonly string[]).map(readLetter);
    },
  };
  return leasedQueue(backend, settings);
}

function readLetter(text: string): Message {
  const [, id = '', attempt = '', body = ''] = /^(\d+):(\d+):(.*)$/s.exec(text) ?? [];
  return { id, attempt: Number(attempt), body: fromStoredText(body) };
}
