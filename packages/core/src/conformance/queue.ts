import type { Message, Queue } from '../storage/queue.js';
import {
  type ConformanceCase,
  type Create,
  conformanceCase,
  expectCode,
  expectEqual,
  type Patience,
  pause,
  waitingFor,
} from './conformance.js';

/** What a suite of queues goes by. */
export interface QueueConformanceOptions extends Patience {
  /** How often the queues that are made deliver a message at most, 3 unless told. */
  readonly maxAttempts?: number | undefined;
}

/**
 * What every {@link Queue} must do.
 *
 * @param create Makes a queue that delivers a message at most `maxAttempts` times; topics are random.
 */
export function queueConformance(
  create: Create<Queue>,
  options: QueueConformanceOptions = {},
): readonly ConformanceCase[] {
  const { maxAttempts = 3 } = options;
  const eventually = waitingFor(options);
  const check = (name: string, run: (queue: Queue, topic: string) => Promise<void>): ConformanceCase =>
    conformanceCase(
      create,
      (queue) => queue.close(),
      name,
      (queue) => run(queue, `conformance-${globalThis.crypto.randomUUID()}`),
    );

  return [
    check(
      'messages arrive in the order sent, before and after the consumer started',
      async (queue, topic) => {
        const seen: string[] = [];
        await queue.send(topic, '"ü1"');
        await queue.send(topic, '2');
        queue.consume(topic, async (message) => {
          seen.push(message.body);
        });
        await eventually(() => seen.length === 2, 'the first two');
        await queue.send(topic, '3');
        await eventually(() => seen.length === 3, 'the third');
        expectEqual(seen, ['"ü1"', '2', '3'], 'order');
      },
    ),
    check('topics do not see each other’s messages', async (queue, topic) => {
      const seen: string[] = [];
      queue.consume(`${topic}-a`, async (message) => {
        seen.push(message.body);
      });
      await queue.send(`${topic}-b`, '"b"');
      await queue.send(`${topic}-a`, '"a"');
      await eventually(() => seen.length > 0, 'delivery');
      await pause(30);
      expectEqual(seen, ['"a"'], 'delivered');
    }),
    check('two consumers share the messages, each seen once', async (queue, topic) => {
      const seen: string[] = [];
      for (let consumer = 0; consumer < 2; consumer++) {
        queue.consume(topic, async (message) => {
          await pause(1);
          seen.push(message.body);
        });
      }
      for (let index = 0; index < 20; index++) await queue.send(topic, String(index));
      await eventually(() => seen.length >= 20, 'delivery');
      await pause(30);
      expectEqual(
        seen.map(Number).sort((a, b) => a - b),
        Array.from({ length: 20 }, (_, i) => i),
        'delivered',
      );
    }),
    check('a message that fails is delivered again, then becomes a dead letter', async (queue, topic) => {
      const attempts: Message[] = [];
      queue.consume(topic, async (message) => {
        attempts.push(message);
        throw new Error('refused by the test');
      });
      await queue.send(topic, '"bad"');
      await eventually(async () => (await queue.deadLetters(topic)).length === 1, 'the dead letter');
      expectEqual(
        attempts.map((message) => message.attempt),
        Array.from({ length: maxAttempts }, (_, i) => i + 1),
        'attempts',
      );
      expectEqual(new Set(attempts.map((message) => message.id)).size, 1, 'ids of one message');
      const [letter] = await queue.deadLetters(topic);
      expectEqual(letter, { id: attempts[0]?.id, body: '"bad"', attempt: maxAttempts }, 'dead letter');
    }),
    check(
      'a message that succeeds in the end is no dead letter, and later ones still arrive',
      async (queue, topic) => {
        const done: string[] = [];
        queue.consume(topic, async (message) => {
          if (message.body === '1' && message.attempt === 1) throw new Error('refused by the test');
          done.push(message.body);
        });
        await queue.send(topic, '1');
        await queue.send(topic, '2');
        await eventually(() => done.length === 2, 'both messages');
        expectEqual([...done].sort(), ['1', '2'], 'done');
        expectEqual(await queue.deadLetters(topic), [], 'dead letters');
      },
    ),
    check('a second message with the same key is dropped while the first waits', async (queue, topic) => {
      const seen: string[] = [];
      await queue.send(topic, '1', { deduplicationKey: 'k' });
      await queue.send(topic, '2', { deduplicationKey: 'k' });
      await queue.send(topic, '3', { deduplicationKey: 'other' });
      queue.consume(topic, async (message) => {
        seen.push(message.body);
      });
      await eventually(() => seen.length === 2, 'the first and third');
      await pause(30);
      await queue.send(topic, '4', { deduplicationKey: 'k' });
      await eventually(() => seen.length === 3, 'the fourth, after the first is done');
      expectEqual(seen, ['1', '3', '4'], 'delivered');
    }),
    check('stopping waits for the message in hand and leaves the rest', async (queue, topic) => {
      const done: string[] = [];
      let started = 0;
      await queue.send(topic, '1');
      await queue.send(topic, '2');
      const stop = queue.consume(topic, async (message) => {
        started++;
        await pause(30);
        done.push(message.body);
      });
      await eventually(() => started === 1, 'the first delivery');
      await stop();
      expectEqual(done, ['1'], 'finished when stopped');
      await stop();
      queue.consume(topic, async (message) => {
        done.push(message.body);
      });
      await eventually(() => done.length === 2, 'the rest for the next consumer');
      expectEqual(done, ['1', '2'], 'done');
    }),
    check('a closed queue refuses, and closing twice does nothing', async (queue, topic) => {
      queue.consume(topic, async () => {});
      await queue.close();
      await queue.close();
      await expectCode('STORE_UNAVAILABLE', () => queue.send(topic, '1'), 'send');
    }),
  ];
}
