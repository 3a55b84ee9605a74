import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { toNode } from '../adapters/node.js';
import type { TitansConfiguration } from '../config/configuration.js';
import { rawExchange, statusesIn } from '../conformance/raw-exchange.js';
import { keys, start } from '../testing/service.js';
import type { Titans } from '../titans.js';
import { toUpgrade, type WebSocketOptions } from './index.js';

const transaction = { description: 'WHOLEFDS MKT 10234', amount: -85.5, date: '2024-09-02' } as const;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

interface Served {
  readonly titans: Titans;
  readonly server: Server;
  readonly url: string;
}

async function serve(
  configuration: Partial<TitansConfiguration> = {},
  options: WebSocketOptions = {},
): Promise<Served> {
  const titans = await start(configuration);
  const server = createServer(toNode(titans, { basePath: '/titans' }));
  server.on('upgrade', toUpgrade(titans, { basePath: '/titans', ...options }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    await titans.close({ timeoutMs: 500 });
    server.closeAllConnections();
    server.close();
  });
  return { titans, server, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/titans/ws` };
}

/** A client whose messages are read one by one. */
async function join(url: string, credential: string = keys.analyst) {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${credential}` } });
  const received: unknown[] = [];
  const waiting: ((value: unknown) => void)[] = [];
  socket.on('message', (data) => {
    const value: unknown = JSON.parse(String(data));
    const waiter = waiting.shift();
    if (waiter === undefined) received.push(value);
    else waiter(value);
  });
  const closed = once(socket, 'close').then(([code]) => code as number);
  closers.push(async () => socket.terminate());
  await once(socket, 'open');
  return {
    socket,
    closed,
    say: (value: unknown) => socket.send(JSON.stringify(value)),
    hear: () =>
      received.length > 0
        ? Promise.resolve(received.shift())
        : new Promise<unknown>((resolve) => waiting.push(resolve)),
  };
}

/** Status and problem of a handshake that is refused. */
async function refused(url: string, headers: Record<string, string>, protocols: string[] = []) {
  const socket = new WebSocket(url, protocols, { headers });
  socket.on('error', () => undefined);
  const [, response] = await once(socket, 'unexpected-response');
  let text = '';
  for await (const piece of response) text += String(piece);
  socket.terminate();
  return { status: response.statusCode as number, headers: response.headers, problem: JSON.parse(text) };
}

describe('a handshake', () => {
  test('needs a right credential', async () => {
    const { url } = await serve();
    const without = await refused(url, {});
    expect(without).toMatchObject({ status: 401, problem: { code: 'UNAUTHENTICATED', error: true } });
    expect(without.headers['www-authenticate']).toBe('Bearer realm="titans"');
    expect(await refused(url, { authorization: 'Bearer wrong' })).toMatchObject({ status: 401 });
    const both = ['titans.v1', `titans.bearer.${keys.admin}`];
    expect(await refused(url, { authorization: `Bearer ${keys.admin}` }, both)).toMatchObject({
      status: 401,
    });
    for (let guess = 0; guess < 5; guess++) await refused(url, { authorization: `Bearer wrong-${guess}` });
    expect(await refused(url, { authorization: `Bearer ${keys.admin}` })).toMatchObject({
      status: 429,
      problem: { code: 'LOCKED_OUT' },
    });
  });

  test('may carry it as a subprotocol, which is not repeated', async () => {
    const { url } = await serve();
    const socket = new WebSocket(url, ['titans.v1', `titans.bearer.${keys.analyst}`]);
    closers.push(async () => socket.terminate());
    await once(socket, 'open');
    expect(socket.protocol).toBe('titans.v1');
    socket.send(JSON.stringify({ id: 1, route: 'predictCategory', body: transaction }));
    const [data] = await once(socket, 'message');
    expect(JSON.parse(String(data))).toMatchObject({
      id: 1,
      status: 200,
      body: { predicted_category: 'food' },
    });
    expect(await refused(url, {}, [`titans.bearer.${keys.analyst}`])).toMatchObject({ status: 400 });
  });

  test('is for pages of its own origin, and for those that are listed', async () => {
    const { url } = await serve({}, { origins: ['https://app.example.com'] });
    const authorization = `Bearer ${keys.analyst}`;
    const stranger = await refused(url, { authorization, origin: 'https://evil.example.com' });
    expect(stranger).toMatchObject({ status: 403, problem: { code: 'FORBIDDEN' } });
    for (const origin of ['https://app.example.com', `http://${new URL(url).host}`]) {
      const socket = new WebSocket(url, { headers: { authorization, origin } });
      closers.push(async () => socket.terminate());
      await once(socket, 'open');
    }
  });

  test('for another path is 404, or left to another listener', async () => {
    const { url, server } = await serve();
    const headers = { authorization: `Bearer ${keys.analyst}` };
    expect(await refused(url.replace('/ws', '/wss'), headers)).toMatchObject({ status: 404 });
    server.on('upgrade', (request, socket) => {
      if (request.url === '/other') socket.end('HTTP/1.1 418 Teapot\r\ncontent-length: 2\r\n\r\n{}');
    });
    expect(await refused(url.replace('/titans/ws', '/other'), headers)).toMatchObject({ status: 418 });
  });

  test('for anything but a WebSocket, such as HTTP/2, is told so, on every path', async () => {
    const { url } = await serve();
    for (const path of ['/titans/health/live', '/titans/ws', '/elsewhere']) {
      const received = await rawExchange(
        url,
        `GET ${path} HTTP/1.1\r\nHost: host\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`,
      );
      expect(statusesIn(received)).toEqual([400]);
      expect(received).toContain('send requests without the header Upgrade');
    }
  });

  test('beyond the connections that there may be is 503', async () => {
    const { url } = await serve({}, { maxConnections: 1 });
    const first = await join(url);
    const second = await refused(url, { authorization: `Bearer ${keys.analyst}` });
    expect(second).toMatchObject({ status: 503, problem: { code: 'OVERLOADED' } });
    expect(second.headers['retry-after']).toBe('1');
    first.socket.close();
    await first.closed;
    await vi.waitFor(() => join(url));
  });
});

describe('a message', () => {
  test('is answered as the same request over HTTP', async () => {
    const { url } = await serve();
    const { say, hear } = await join(url);
    say({ id: 'a', route: 'predictCategory', body: transaction });
    expect(await hear()).toMatchObject({ id: 'a', status: 200, body: { predicted_category: 'food' } });
    say({ id: 'b', route: 'forecastCashflow', query: { days_ahead: 3 } });
    expect(await hear()).toMatchObject({ id: 'b', status: 200, body: { forecast_period_days: 3 } });
    say({ id: 'c', route: 'jobStatus', params: { job_id: 'job-../../x' } });
    expect(await hear()).toMatchObject({ id: 'c', status: 404, body: { error: true } });
    say({ id: 'd', route: 'jobStatus' });
    expect(await hear()).toMatchObject({
      id: 'd',
      status: 422,
      body: { code: 'REQUEST_INVALID', issues: [{ pointer: '/params/job_id' }] },
    });
    say({ id: 'e', route: 'predictCategory', body: { description: 7 } });
    expect(await hear()).toMatchObject({
      id: 'e',
      status: 422,
      body: { issues: [{ pointer: '/description' }] },
    });
    say({ id: 'f', route: 'metrics' });
    expect(await hear()).toMatchObject({ id: 'f', status: 403, body: { code: 'FORBIDDEN' } });
  });

  test('uses the quota, and is told when to come again', async () => {
    const { url } = await serve({ limits: { perMinute: 2 } });
    const { say, hear } = await join(url);
    for (const id of [1, 2]) {
      say({ id, route: 'predictCategory', body: transaction });
      expect(await hear()).toMatchObject({ id, status: 200 });
    }
    say({ id: 3, route: 'predictCategory', body: transaction });
    const answer = (await hear()) as { retry_after: number };
    expect(answer).toMatchObject({ id: 3, status: 429, body: { code: 'RATE_LIMITED' } });
    expect(answer.retry_after).toBeGreaterThan(50);
  });

  test('that is none is told so, twenty times', async () => {
    const { url } = await serve();
    const { socket, hear, closed } = await join(url);
    const wrong = [
      '{',
      '[]',
      '{"id":1}',
      '{"id":1,"route":"nothing"}',
      '{"id":1,"route":"predictStream"}',
      '{"id":1,"route":"root","more":1}',
      '{"id":1,"route":"predictCategory","body":{"__proto__":{"polluted":1}}}',
      `${'['.repeat(100_000)}`,
    ];
    for (let index = 0; index < 20; index++) {
      socket.send(wrong[index % wrong.length] as string);
      const answer = (await hear()) as { id: unknown; status: number };
      expect(answer.id).toBe(null);
      expect([400, 422]).toContain(answer.status);
    }
    expect(await closed).toBe(1008);
    expect(({} as Record<string, unknown>).polluted).toBe(undefined);
  });

  test('that is too long or no text closes the connection', async () => {
    const { url } = await serve({}, { maxMessageBytes: 1_000 });
    const long = await join(url);
    long.socket.send('x'.repeat(1_001));
    expect(await long.closed).toBe(1009);
    const binary = await join(url);
    binary.socket.send(Buffer.from('{}'));
    expect(await binary.closed).toBe(1003);
  });

  test('of an id that is being answered is a conflict', async () => {
    const source = { transactions: () => new Promise<never>(() => undefined) };
    const { url } = await serve({ source, timeouts: { handlerMs: 300 } });
    const { say, hear } = await join(url);
    say({ id: 1, route: 'predictAnomaly', body: transaction });
    say({ id: 1, route: 'root' });
    expect(await hear()).toMatchObject({ id: 1, status: 409 });
    expect(await hear()).toMatchObject({ id: 1, status: 503, body: { code: 'HANDLER_TIMEOUT' } });
  });

  test('waits while as many as may are worked on, and none is lost', async () => {
    const { url } = await serve({}, { maxInFlight: 2 });
    const { say, hear } = await join(url);
    for (let id = 0; id < 200; id++) say({ id, route: 'predictCategory', body: transaction });
    const ids = new Set<number>();
    for (let index = 0; index < 200; index++) ids.add(((await hear()) as { id: number }).id);
    expect(ids.size).toBe(200);
  });
});

describe('events', () => {
  test('come to those who subscribe, until they cancel, and go on after an id', async () => {
    const { url } = await serve();
    const { say, hear } = await join(url);
    say({ id: 'e', subscribe: ['prediction'] });
    expect(await hear()).toEqual({ id: 'e', status: 200, subscribed: true });
    say({ id: 1, route: 'predictCategory', body: transaction });
    const both = (await Promise.all([hear(), hear()])) as { id: unknown }[];
    expect(both.map(({ id }) => String(id)).sort()).toEqual(['1', 'e']);
    say({ id: 'e', cancel: true });
    expect(await hear()).toEqual({ id: 'e', status: 200, done: true });
    say({ id: 'late', subscribe: ['prediction'], after: '1' });
    expect(await hear()).toEqual({ id: 'late', status: 200, subscribed: true });
    expect(await hear()).toMatchObject({ id: 'late', event: { type: 'gap' } });
    expect(await hear()).toMatchObject({
      id: 'late',
      event: { type: 'prediction', data: { route: 'predictCategory', predicted_category: 'food' } },
    });
  });

  test('are not for those who may not read', async () => {
    const { url } = await serve({
      auth: {
        apiKeys: [
          { id: 'only-predicts', secret: 'predicts-and-nothing-else-0', permissions: ['create_predictions'] },
        ],
      },
    });
    const { say, hear } = await join(url, 'predicts-and-nothing-else-0');
    say({ id: 1, subscribe: [] });
    expect(await hear()).toMatchObject({ id: 1, status: 403, body: { code: 'FORBIDDEN' } });
  });
});

describe('a connection', () => {
  test('whose client has gone gives its handlers up', async () => {
    let aborted = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    let arrived = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const source = {
      transactions: ({ signal }: { signal?: AbortSignal } = {}) => {
        arrived();
        signal?.addEventListener('abort', aborted);
        return new Promise<never>(() => undefined);
      },
    };
    const { url } = await serve({ source });
    const { say, socket } = await join(url);
    say({ id: 1, route: 'predictAnomaly', body: transaction });
    await asked;
    socket.terminate();
    await gone;
  });

  test('that does not answer pings is cut off', async () => {
    const { url } = await serve({}, { heartbeatMs: 30 });
    const { port, pathname, host } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n` +
        `Authorization: Bearer ${keys.analyst}\r\n\r\n`,
    );
    const [head] = await once(socket, 'data');
    // The accept of this key is that of RFC 6455, 1.3.
    expect(String(head)).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    socket.resume();
    await once(socket, 'close');
  });

  test('is told when the service stops, after its answers', async () => {
    const { url, titans } = await serve();
    const { say, hear, closed } = await join(url);
    say({ id: 'e', subscribe: ['models'] });
    expect(await hear()).toEqual({ id: 'e', status: 200, subscribed: true });
    say({ id: 1, route: 'root' });
    expect(await hear()).toMatchObject({ id: 1, status: 200 });
    await titans.close({ timeoutMs: 1_000 });
    expect(await hear()).toMatchObject({ id: 'e', event: { type: 'end', data: { reason: 'draining' } } });
    expect(await hear()).toEqual({ id: 'e', status: 200, done: true });
    expect(await closed).toBe(1001);
    expect(await refused(url, { authorization: `Bearer ${keys.analyst}` })).toMatchObject({ status: 503 });
  });
});
