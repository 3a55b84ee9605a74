import { fileURLToPath } from 'node:url';
import {
  Admin,
  Consumer,
  MessagesStreamModes,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka';
import { extract } from '@titans/etl';
import { train } from '@titans/models';
import { expect, test } from 'vitest';
import { findKafka, startKafka } from './kafka-broker.js';
import { scoreStream } from './scoring.js';

const statement = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));
const libraries = findKafka();

test.skipIf(libraries === undefined)(
  'two consumers answer every transaction of a topic, and pass on what is none',
  { timeout: 120_000 },
  async () => {
    const broker = await startKafka(libraries ?? '');
    const client = { clientId: 'tests', bootstrapBrokers: [broker.address], retries: 20, retryDelay: 500 };
    const topics = { transactions: 'transactions', predictions: 'predictions', deadLetters: 'refused' };
    const admin = new Admin(client);
    await admin.createTopics({ topics: Object.values(topics), partitions: 4, replicas: 1 });
    const { transactions } = await extract(statement).table();
    const models = await train(transactions, { seed: 42, tasks: ['category', 'anomaly'] });

    const producer = new Producer({ ...client, serializers: stringSerializers });
    const rows = [...transactions.rows()];
    await producer.send({
      messages: rows.map(({ id, description, amountMinor, date }, index) => ({
        topic: topics.transactions,
        key: `account-${index % 7}`,
        value: JSON.stringify({
          transaction_id: id ?? String(index),
          description,
          amount: amountMinor / 100,
          date,
        }),
      })),
    });
    const wrong = ['{"amount": ', '{"amount": "a lot"}', '[]'];
    await producer.send({
      messages: wrong.map((value) => ({ topic: topics.transactions, key: 'x', value })),
    });

    const stop = new AbortController();
    const options = { brokers: [broker.address], group: 'scoring', models, ...topics };
    const scoring = [1, 2].map(() => scoreStream(options, stop.signal));
    const predicted = await read(client, topics.predictions, rows.length);
    const refused = await read(client, topics.deadLetters, wrong.length);
    stop.abort();
    const counts = await Promise.all(scoring);

    expect(predicted).toHaveLength(rows.length);
    expect(predicted.every((text) => typeof JSON.parse(text).category === 'string')).toBe(true);
    expect(new Set(refused)).toEqual(new Set(wrong));
    expect(counts.reduce((sum, { answered }) => sum + answered, 0)).toBeGreaterThanOrEqual(rows.length);
    await Promise.all([admin.close(), producer.close()]);
    await broker.stop();
  },
);

/** So many different messages of a topic; some may come twice. */
async function read(
  client: { readonly clientId: string; readonly bootstrapBrokers: string[] },
  topic: string,
  count: number,
): Promise<readonly string[]> {
  const consumer = new Consumer({
    ...client,
    groupId: `reading-${topic}`,
    deserializers: stringDeserializers,
  });
  const stream = await consumer.consume({
    topics: [topic],
    mode: MessagesStreamModes.EARLIEST,
    maxWaitTime: 200,
  });
  const values = new Set<string>();
  for await (const { value } of stream) {
    values.add(value ?? '');
    if (values.size === count) break;
  }
  await consumer.close(true);
  return [...values];
}
