import { describe, expect, test, vi } from 'vitest';
import { queueConformance } from '../conformance/index.js';
import { memoryQueue } from './memory-queue.js';

describe('conforms', () => {
  for (const { name, run } of queueConformance(() => memoryQueue())) test(name, run);
});

describe('conforms with one attempt', () => {
  for (const { name, run } of queueConformance(() => memoryQueue({ maxAttempts: 1 }), { maxAttempts: 1 })) {
    if (!name.includes('succeeds in the end')) test(name, run);
  }
});

test('a full queue refuses, and takes more when a message is done', async () => {
  const queue = memoryQueue({ maxMessages: 2 });
  await queue.send('t', '1');
  await queue.send('other', '2');
  await expect(queue.send('t', '3')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  const done: string[] = [];
  const stop = queue.consume('t', async (message) => {
    done.push(message.body);
  });
  await stop();
  await queue.send('t', '4');
  expect(done).toEqual(['1']);
});

test('a message that fails is seen again before later ones', async () => {
  const queue = memoryQueue();
  const seen: string[] = [];
  await queue.send('t', '1');
  await queue.send('t', '2');
  await new Promise<void>((resolve) => {
    queue.consume('t', async ({ body, attempt }) => {
      seen.push(`${body}.${attempt}`);
      if (body === '1' && attempt < 3) throw new Error('refused by the test');
      if (body === '2') resolve();
    });
  });
  expect(seen).toEqual(['1.1', '1.2', '1.3', '2.1']);
});

test('the oldest dead letters make room', async () => {
  const queue = memoryQueue({ maxAttempts: 1, maxDeadLetters: 2 });
  const bodies = async () => (await queue.deadLetters('t')).map((message) => message.body);
  queue.consume('t', async () => {
    throw new Error('refused by the test');
  });
  for (const body of ['1', '2', '3']) await queue.send('t', body);
  await vi.waitUntil(async () => (await bodies()).includes('3'));
  expect(await bodies()).toEqual(['2', '3']);
});
