import { getEventListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { serviceEventSchema } from '@titans/core/contract';
import { expect, test } from 'vitest';
import { eventHub } from './event-hub.js';
import { eventStream } from './event-stream.js';

const clock = { now: () => 1_700_000_000_000 };

function opened(options: { heartbeatMs?: number; maxMs?: number; after?: string; kept?: number } = {}) {
  const hub = eventHub({ kept: options.kept ?? 4, maxListeners: 1, clock });
  const stopping = new AbortController();
  const open = () =>
    eventStream({
      listener: hub.listen('a', { types: ['models', 'job'], after: options.after }),
      heartbeatMs: options.heartbeatMs ?? 60_000,
      maxMs: options.maxMs ?? 60_000,
      draining: stopping.signal,
      clock,
    })[Symbol.asyncIterator]();
  return { hub, stopping, open };
}

async function eventsOf(text: Promise<IteratorResult<string>>): Promise<unknown[]> {
  const { value } = await text;
  return String(value)
    .split('\n\n')
    .flatMap((message) => /^data: (.*)$/m.exec(message)?.[1] ?? [])
    .map((data) => {
      const { id, type, data: told } = serviceEventSchema.parse(JSON.parse(data));
      return [id, type, told];
    });
}

test('it opens at once, then sends what comes, together where it came together', async () => {
  const { hub, open } = opened();
  const stream = open();
  expect(await stream.next()).toEqual({ done: false, value: 'retry: 2000\n\n' });
  const waiting = stream.next();
  hub.publish('a', 'models', { n: 1 });
  hub.publish('a', 'job', { n: 2 });
  const { value } = await waiting;
  const at = '"at":"2023-11-14T22:13:20.000Z"';
  expect(value).toBe(
    `id: 1700000000000001\nevent: models\ndata: {"id":"1700000000000001","type":"models",${at},"data":{"n":1}}\n\n` +
      `id: 1700000000000002\nevent: job\ndata: {"id":"1700000000000002","type":"job",${at},"data":{"n":2}}\n\n`,
  );
  await stream.return?.();
});

test('silence is broken by comments', async () => {
  const { open } = opened({ heartbeatMs: 5 });
  const stream = open();
  await stream.next();
  expect(await stream.next()).toEqual({ done: false, value: ': still here\n\n' });
  await stream.return?.();
});

test('a client that falls behind is told where to go on, and dropped', async () => {
  const { hub, open } = opened({ kept: 2 });
  const stream = open();
  await stream.next();
  hub.publish('a', 'job', { n: 0 });
  expect(await eventsOf(stream.next())).toEqual([['1700000000000001', 'job', { n: 0 }]]);
  for (let n = 1; n <= 4; n++) hub.publish('a', 'job', { n });
  expect(await eventsOf(stream.next())).toEqual([['1700000000000001', 'end', { reason: 'slow' }]]);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  // Its place is free, and it is told that it missed something.
  expect(hub.listen('a', { types: ['job'], after: '1700000000000001' }).read()).toBe(null);
});

test('one that comes back hears what it missed, or that it missed something', async () => {
  const { hub, open } = opened({ after: '1700000000000001', kept: 2 });
  for (let n = 1; n <= 3; n++) hub.publish('a', 'job', { n });
  const stream = open();
  expect(await eventsOf(stream.next())).toEqual([
    ['1700000000000002', 'job', { n: 2 }],
    ['1700000000000003', 'job', { n: 3 }],
  ]);
  await stream.return?.();
  hub.publish('a', 'job', { n: 4 });
  const late = open();
  expect(await eventsOf(late.next())).toEqual([['1700000000000002', 'gap', {}]]);
  expect(await eventsOf(late.next())).toEqual([
    ['1700000000000003', 'job', { n: 3 }],
    ['1700000000000004', 'job', { n: 4 }],
  ]);
  await late.return?.();
});

test('it ends when the service stops, after what is left to say', async () => {
  const { hub, stopping, open } = opened();
  const stream = open();
  await stream.next();
  hub.publish('a', 'job', { n: 1 });
  stopping.abort();
  expect(await eventsOf(stream.next())).toEqual([['1700000000000001', 'job', { n: 1 }]]);
  expect(await eventsOf(stream.next())).toEqual([['1700000000000001', 'end', { reason: 'draining' }]]);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('it ends when the credential has to be shown again, also in silence', async () => {
  const { open } = opened({ maxMs: 10 });
  const stream = open();
  await stream.next();
  expect(await eventsOf(stream.next())).toEqual([['1700000000000000', 'end', { reason: 'renew' }]]);
});

test('giving it up ends the wait and frees its place', async () => {
  const { open } = opened();
  const stream = open();
  await stream.next();
  const waiting = stream.next();
  await pause(1);
  await stream.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
  open();
});

test('however many listen, the signal of the service has one listener, and all of them end with it', async () => {
  const hub = eventHub({ kept: 4, maxListeners: 100, clock });
  const stopping = new AbortController();
  const streams = Array.from({ length: 100 }, () =>
    eventStream({
      listener: hub.listen('a', { types: ['models'], after: undefined }),
      heartbeatMs: 60_000,
      maxMs: 60_000,
      draining: stopping.signal,
      clock,
    })[Symbol.asyncIterator](),
  );
  await Promise.all(streams.map((stream) => stream.next()));
  expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(1);
  const endings = streams.map((stream) => eventsOf(stream.next()));
  stopping.abort();
  for (const ending of await Promise.all(endings)) {
    expect(ending).toEqual([['1700000000000000', 'end', { reason: 'draining' }]]);
  }
});
