import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { keys, start } from '../testing/service.js';
import { type NodeOptions, toNode } from './node.js';

/** What a service warns of, when a request is handed to it as `before` left it. */
async function warnings(
  before: (request: IncomingMessage) => Promise<void>,
  options: NodeOptions = {},
): Promise<readonly string[]> {
  const said: string[] = [];
  const silent = (): void => {};
  const logger = {
    ...{ debug: silent, info: silent, error: silent },
    warn: (_: object, message: string) => void said.push(message),
  };
  const titans = await start({ logger });
  const listener = toNode(titans, options);
  let handOver = (): void => {};
  const handed = new Promise<void>((resolve) => {
    handOver = () => setTimeout(resolve, 50);
  });
  const server = createServer((request, response) => {
    void before(request).then(() => {
      listener(request, response);
      handOver();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', silent);
  socket.write(`GET /models HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${keys.viewer}\r\n\r\n`);
  await handed;
  socket.destroy();
  server.closeAllConnections();
  server.close();
  await titans.close();
  return said.filter((message) => message.includes('client address'));
}

test('a connection that was reset before it was looked at is no host without addresses', async () => {
  const gone = async (request: IncomingMessage): Promise<void> => {
    request.socket.destroy();
    expect(request.socket.remoteAddress).toBeUndefined();
  };
  expect(await warnings(gone)).toEqual([]);
  const goneAWhile = async (request: IncomingMessage): Promise<void> => {
    request.socket.destroy();
    await once(request.socket, 'close');
  };
  expect(await warnings(goneAWhile)).toEqual([]);
});

test('a host without addresses is told of, once', async () => {
  const there = async (): Promise<void> => {};
  expect(await warnings(there, { clientAddress: () => undefined })).toHaveLength(1);
  expect(await warnings(there)).toEqual([]);
});
