import { describe, expect, test } from 'vitest';
import { keys, requestTo, start } from './testing/service.js';

/** A source that answers only when it is told to. */
function slowSource() {
  const signals: (AbortSignal | undefined)[] = [];
  const releases: (() => void)[] = [];
  return {
    signals,
    release: () => {
      for (const release of releases.splice(0)) release();
    },
    source: {
      transactions: ({ signal }: { signal?: AbortSignal } = {}) => {
        signals.push(signal);
        return new Promise<never>((_, reject) => {
          releases.push(() => reject(new Error('The source has had enough.')));
        });
      },
    },
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('more than may be done at once', () => {
  test('waits, or is told when to come again; health is always answered', async () => {
    const { source, release, signals } = slowSource();
    const titans = await start({ source, concurrency: { max: 1, maxQueued: 1 } });
    const first = titans.fetch(requestTo('predictAnomaly', 'analyst'));
    await settle();
    const waiting = titans.fetch(requestTo('predictCategory', 'analyst'));
    await settle();
    const refused = await titans.fetch(requestTo('predictCategory', 'analyst'));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ code: 'OVERLOADED', error: true, status_code: 503 });
    expect((await titans.fetch(requestTo('healthLive', 'anonymous'))).status).toBe(200);
    expect(signals).toHaveLength(1);
    release();
    expect((await first).status).toBeGreaterThanOrEqual(500);
    expect((await waiting).status).toBe(200);
    await titans.close({ timeoutMs: 100 });
  });

  test('of streams is refused while others are open', async () => {
    const titans = await start({ concurrency: { maxStreams: 1 } });
    const first = await titans.fetch(requestTo('events', 'viewer'));
    expect(first.status).toBe(200);
    const second = await titans.fetch(requestTo('events', 'viewer'));
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1']);
    await first.body?.cancel();
    const third = await titans.fetch(requestTo('events', 'viewer'));
    expect(third.status).toBe(200);
    await third.body?.cancel();
    await titans.close({ timeoutMs: 100 });
  });
});

test('what takes too long is 503, and its handler is told', async () => {
  const { source, signals } = slowSource();
  const titans = await start({ source, timeouts: { handlerMs: 50 } });
  const late = await titans.fetch(requestTo('predictAnomaly', 'analyst'));
  expect(late.status).toBe(503);
  expect(await late.json()).toMatchObject({ code: 'HANDLER_TIMEOUT' });
  expect(signals[0]?.aborted).toBe(true);
  await titans.close({ timeoutMs: 100 });
});

test('a client that has gone is told to the handler, whatever else may end it', async () => {
  const { source, signals } = slowSource();
  const titans = await start({ source });
  const client = new AbortController();
  const request = new Request(requestTo('predictAnomaly', 'analyst'), { signal: client.signal });
  void titans.fetch(request);
  await settle();
  expect(signals[0]?.aborted).toBe(false);
  client.abort();
  expect(signals[0]?.aborted).toBe(true);
  await titans.close({ timeoutMs: 100 });
});

test('a logger that fails costs no answer', async () => {
  const fail = (): never => {
    throw new Error('The disk is full.');
  };
  const titans = await start({
    logger: { debug: fail, info: () => undefined, warn: () => undefined, error: fail },
  });
  const answer = await titans.handle({
    method: 'POST',
    target: '/predict/category',
    headers: new Headers({ authorization: `Bearer ${keys.analyst}`, 'content-type': 'application/json' }),
    body: { kind: 'consumed' },
    clientAddress: '192.0.2.1',
  });
  expect(answer.status).toBe(500);
  await titans.close({ timeoutMs: 1_000 });
  expect(titans.state).toBe('closed');
});

test('answers are as long as they are where compression is switched off', async () => {
  const titans = await start({ compression: false });
  const request = requestTo('openapi', 'anonymous');
  const answer = await titans.fetch(new Request(request, { headers: { 'accept-encoding': 'gzip, br' } }));
  expect(answer.headers.get('content-encoding')).toBe(null);
  expect(answer.headers.get('vary')).toBe(null);
  await titans.close();
});
