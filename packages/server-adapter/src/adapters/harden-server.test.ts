import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { hardenServer, type ServerLimits } from './harden-server.js';

/** Waits until the server ends the connection: without these limits, minutes or for ever. */
async function isEnded(limits: ServerLimits, sent: string): Promise<boolean> {
  const server = hardenServer(
    createServer((request, response) => {
      request.resume();
      request.once('end', () => response.end('x'.repeat(20_000_000)));
    }),
    limits,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(sent);
  const [peer] = (await once(server, 'connection')) as [Socket];
  await new Promise<void>((resolve) => peer.once('close', () => resolve()));
  const { destroyed } = peer;
  socket.destroy();
  server.close();
  return destroyed;
}

test.each<[string, ServerLimits, string]>([
  ['a head that never ends', { headersMs: 200 }, 'GET / HTTP/1.1\r\nHost: a\r\nX-A: b'],
  [
    'a body that never ends',
    { requestMs: 200, headersMs: 100 },
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx',
  ],
  ['an answer that nobody reads', { idleMs: 200 }, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a connection without a word', { idleMs: 200 }, ''],
])('%s ends the connection', async (_, limits, sent) => {
  expect(await isEnded(limits, sent)).toBe(true);
});

test('the defaults are those that are documented', () => {
  const server = hardenServer(createServer());
  const { headersTimeout, requestTimeout, keepAliveTimeout, timeout, maxConnections } = server;
  expect({ headersTimeout, requestTimeout, keepAliveTimeout, timeout, maxConnections }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 300_000,
    keepAliveTimeout: 75_000,
    // Waited twice.
    timeout: 12_500,
    maxConnections: 10_000,
  });
});

test('who does not read is cut off as soon as who does not write, and who waits for his next request later', async () => {
  const server = hardenServer(
    createServer((_, response) => response.end('x'.repeat(20_000_000))),
    { idleMs: 400, keepAliveMs: 1_500 },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const seconds = async (sent: string, reads: boolean): Promise<number> => {
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    socket.on('error', () => undefined);
    if (reads) socket.resume();
    const [peer] = (await once(server, 'connection')) as [Socket];
    const began = performance.now();
    await once(peer, 'close');
    socket.destroy();
    return (performance.now() - began) / 1_000;
  };
  const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
  const unread = await seconds(request, false);
  const silent = await seconds('', true);
  const waiting = await seconds(request, true);
  expect(unread).toBeLessThan(waiting);
  expect(silent).toBeLessThan(waiting);
  // Two time-outs of Node's own, would take twice as long.
  expect(Math.min(unread, silent)).toBeGreaterThan(0.38);
  server.close();
});
