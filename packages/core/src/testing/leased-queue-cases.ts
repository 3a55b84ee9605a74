import { expect, test } from 'vitest';
import { waitingFor } from '../conformance/conformance.js';
import type { LeasedQueueOptions } from '../storage/leased-queue.js';
import type { Message, Queue } from '../storage/queue.js';

const eventually = waitingFor();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const topicOf = (name: string): string => `${name}-${globalThis.crypto.randomUUID()}`;

/**
 * What queues on servers do beyond the suite of all queues.
 *
 * @param create Makes a queue as another process would.
 * @param take Leases a message as a process that ends right after it; whether there was one.
 */
export function leasedQueueCases(
  create: (options: LeasedQueueOptions) => Queue,
  take: (topic: string, leaseMs: number) => Promise<boolean>,
): void {
  test('a message sent by another process arrives at the next look', async () => {
    const [sender, receiver] = [create({}), create({ pollMs: 50 })];
    const topic = topicOf('other');
    const seen: string[] = [];
    receiver.consume(topic, async ({ body }) => void seen.push(body));
    await pause(20);
    await sender.send(topic, 'a\0"ü😀');
    await eventually(() => seen.length === 1, 'the message');
    expect(seen).toEqual(['a\0"ü😀']);
    await Promise.all([sender.close(), receiver.close()]);
  });

  test('a message whose consumer was lost comes again, and is dead after its last attempt', async () => {
    const queue = create({ pollMs: 20, maxAttempts: 2 });
    const topic = topicOf('lost');
    await queue.send(topic, 'lost', { deduplicationKey: 'k' });
    expect([await take(topic, 1_000), await take(topic, 1_000)]).toEqual([true, false]);
    const seen: Message[] = [];
    const stop = queue.consume(topic, async (message) => void seen.push(message));
    await eventually(() => seen.length === 1, 'the second attempt');
    expect(seen[0]?.attempt).toBe(2);
    await stop();
    await queue.send(topic, 'twice lost', { deduplicationKey: 'k' });
    expect(await take(topic, 1)).toBe(true);
    await pause(20);
    expect(await take(topic, 1)).toBe(true);
    await pause(20);
    const stopAgain = queue.consume(topic, async (message) => void seen.push(message));
    await eventually(async () => (await queue.deadLetters(topic)).length === 1, 'the dead letter');
    expect(await queue.deadLetters(topic)).toMatchObject([{ body: 'twice lost', attempt: 2 }]);
    await stopAgain();
    expect(seen).toHaveLength(1);
    await queue.close();
  });

  test('who works longer than a lease keeps the message', async () => {
    const options = { leaseMs: 900, pollMs: 20 };
    const [first, second] = [create(options), create(options)];
    const topic = topicOf('long');
    let deliveries = 0;
    for (const queue of [first, second]) {
      queue.consume(topic, async () => {
        deliveries++;
        await pause(1_700);
      });
    }
    await first.send(topic, 'long');
    await pause(1_600);
    await Promise.all([first.close(), second.close()]);
    expect(deliveries).toBe(1);
  });

  test('a topic that is full refuses, and so do options that are none', async () => {
    const queue = create({ maxMessages: 2 });
    const topic = topicOf('full');
    await queue.send(topic, '1', { deduplicationKey: 'k' });
    await queue.send(topic, '2');
    await expect(queue.send(topic, '3')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await queue.send(topic, 'again', { deduplicationKey: 'k' });
    await queue.send(topicOf('other'), '1');
    await expect(queue.send('', '1')).rejects.toMatchObject({ code: 'KEY_INVALID' });
    expect(() => create({ leaseMs: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    await queue.close();
  });

  test('of dead letters the last are kept', async () => {
    const queue = create({ maxAttempts: 1, maxDeadLetters: 3, pollMs: 20 });
    const topic = topicOf('dead');
    for (let index = 0; index < 5; index++) await queue.send(topic, String(index));
    let failed = 0;
    queue.consume(topic, async () => {
      failed++;
      throw new Error('refused by the test');
    });
    await eventually(() => failed === 5, 'the failures');
    await eventually(async () => (await queue.deadLetters(topic)).at(-1)?.body === '4', 'the last one');
    expect((await queue.deadLetters(topic)).map(({ body }) => body)).toEqual(['2', '3', '4']);
    await queue.close();
  });

  test('of 200 messages and five consumers each is delivered once', async () => {
    const queues = Array.from({ length: 5 }, () => create({ pollMs: 20 }));
    const topic = topicOf('many');
    const seen: string[] = [];
    for (const queue of queues) queue.consume(topic, async ({ body }) => void seen.push(body));
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => queues[index % 5]?.send(topic, String(index))),
    );
    await eventually(() => seen.length >= 200, 'all of them');
    expect(seen).toHaveLength(200);
    expect(new Set(seen).size).toBe(200);
    await Promise.all(queues.map((queue) => queue.close()));
  });
}
