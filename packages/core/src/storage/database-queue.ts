import type { Database, QueryResult, SqlValue } from './database.js';
import { databaseSchema } from './database-schema.js';
import {
  type LeasedQueueOptions,
  leasedQueue,
  leasedQueueSettings,
  type QueueBackend,
} from './leased-queue.js';
import type { Message, Queue } from './queue.js';
import {
  burySql,
  deadLettersSql,
  finishSql,
  queueSchema,
  renewSql,
  repeatSql,
  sendSql,
  takeSql,
} from './queue-sql.js';
import { asStoreError, requireKey } from './store-arguments.js';
import { fromStoredText, toStoredText } from './stored-text.js';

interface Row {
  readonly id: string;
  readonly body: string;
  readonly attempt: number;
}

/**
 * A queue in the table `titans_queue_messages` of a PostgreSQL database, embedded or on a server, which is made when it is
 * first needed. Messages outlive the process, and consumers of many processes share them: each message is leased to one
 * of them, by the clock of the database (`FOR UPDATE SKIP LOCKED`), and comes again when its consumer was lost.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an option that is none; from its methods `LIMIT_EXCEEDED` when a topic is full,
 * `KEY_INVALID` for a topic or a key that is none, `STORE_UNAVAILABLE` after `close` and where the database cannot be used.
 * @example
 * ```ts
 * import { databaseQueue } from '@titans/core';
 * import { openPostgres } from '@titans/core/postgres';
 *
 * const queue = databaseQueue(await openPostgres('postgres://localhost/titans'));
 * await queue.send('retrain', JSON.stringify({ task: 'category' }), { deduplicationKey: 'category' });
 * const stop = queue.consume('retrain', async (message) => console.log(message.body));
 * await stop();
 * ```
 */
export function databaseQueue(database: Database, options: LeasedQueueOptions = {}): Queue {
  const settings = leasedQueueSettings(options);
  const { maxAttempts, maxMessages, maxDeadLetters, leaseMs } = settings;
  const ready = databaseSchema(database, queueSchema);

  async function run<T>(sql: string, topic: string, ...parameters: SqlValue[]): Promise<QueryResult<T>> {
    requireKey(topic);
    try {
      await ready();
      return await database.query<T>(sql, [topic, ...parameters]);
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async function bury(topic: string, { id, attempt }: Message): Promise<void> {
    await run(burySql, topic, id, attempt, maxAttempts, maxDeadLetters);
  }

  const backend: QueueBackend = {
    async send(topic, body, deduplicationKey) {
      if (deduplicationKey !== null) requireKey(deduplicationKey);
      const { rows } = await run<{ outcome: 'sent' | 'dropped' | 'full' }>(
        sendSql,
        topic,
        toStoredText(body),
        deduplicationKey,
        maxMessages,
      );
      return rows[0]?.outcome ?? 'dropped';
    },
    async take(topic) {
      for (;;) {
        const { rows } = await run<Row>(takeSql, topic, leaseMs);
        if (rows[0] === undefined) return null;
        const message = messageOf(rows[0]);
        if (message.attempt <= maxAttempts) return message;
        // Its consumer was lost in the last attempt.
        await bury(topic, message);
      }
    },
    async renew(topic, { id, attempt }) {
      await run(renewSql, topic, id, attempt, leaseMs);
    },
    async settle(topic, message, isDone) {
      const { id, attempt } = message;
      if (isDone) await run(finishSql, topic, id, attempt);
      else if (attempt < maxAttempts) await run(repeatSql, topic, id, attempt);
      else await bury(topic, message);
    },
    async deadLetters(topic) {
      return (await run<Row>(deadLettersSql, topic)).rows.map(messageOf);
    },
  };
  return leasedQueue(backend, settings);
}

function messageOf({ id, body, attempt }: Row): Message {
  return { id, body: fromStoredText(body), attempt };
}
